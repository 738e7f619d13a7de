"""Decisions: one for whom it is about, who can appeal; all of them, without names, for everyone."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.councils.identity import current_identity
from forum.moderation.actions.appeals import appeal_against
from forum.moderation.decision_words import WORDS, reason_words, told
from forum.moderation.forms import AppealForm
from forum.moderation.links import decision_path, read_decision_token
from forum.moderation.models import ModerationAct
from forum.moderation.permissions import deciders, may_appeal, may_read_decision
from forum.moderation.presenters import public_decision
from forum.moderation.public_figures import read_public_figures
from forum.moderation.queries.decisions import (
    find_appeal,
    find_suspension,
    get_act,
    list_appeals_against,
    list_decisions,
)
from forum.moderation.queries.people import find_hiding_act, list_moderators
from forum.moderation.things import address_of, find_thing, noun_of, thread_of
from forum.moderation.vocabulary import Verb
from forum.threads.models import Comment, Thread
from forum.web.guards import open_to_suspended, public
from forum.web.list_pages import links
from forum.web.page_cache import keep_for_visitors
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("decisions", __name__)


@blueprint.get("/decisions")
@public
def public_log() -> ResponseReturnValue:
    """Show everyone what moderators decided, with counts and without names."""
    if current_identity().person is None:
        keep_for_visitors()
    page = list_decisions(request.args.get("page"))
    appeals = list_appeals_against(page.rows)
    return render_template(
        "moderation/public_log.html",
        decisions=[public_decision(act, appeals.get(act.id)) for act in page.rows],
        pages=links(page),
        figures=read_public_figures(),
    )


@blueprint.route("/decisions/<token>", methods=["GET", "POST"])
@open_to_suspended
@public
@limit(per_hour(20), name="appeal")
def show(token: str) -> ResponseReturnValue:
    """Show a decision to whom it is about, by the link in their email, and let them appeal."""
    act = get_act(read_decision_token(token))
    if act is None or act.author is None or act.verb not in set(Verb):
        abort(404)
    appeal, form = find_appeal(act), AppealForm()
    is_open = may_appeal(act, act.author, appeal)
    if is_open and form.validate_on_submit():
        appeal_against(act=act, person=act.author, words=form.words.data or "")
        flash("Your appeal has been sent. You get an email when someone has looked at it.", "success")
        return redirect(decision_path(act.id), 303)
    page = render_template(
        "moderation/decision.html",
        act=act,
        appeal=appeal,
        form=form if is_open else None,
        deciders=deciders(act, list_moderators()),
        **_words(act),
    )
    return page, 422 if form.errors else 200


@blueprint.get("/account/suspension")
@signed_in
def own_suspension() -> ResponseReturnValue:
    """Lead somebody who cannot post to the decision that says why."""
    act = find_suspension(signed_in_person())
    return redirect(decision_path(act.id)) if act else abort(404)


@blueprint.get("/posts/<kind>/<int:number>/decision")
@signed_in
def of_post(kind: str, number: int) -> ResponseReturnValue:
    """Lead an author from their hidden post to the decision that says why, where they can appeal."""
    post = find_thing(f"{kind}:{number}")
    act = find_hiding_act(post) if isinstance(post, Thread | Comment) else None
    if act is None or not may_read_decision(current_identity(), act):
        abort(404)
    return redirect(decision_path(act.id))


def _words(act: ModerationAct) -> dict[str, object]:
    """Return a decision in words."""
    thing = find_thing(act.thing)
    thread = thread_of(thing)
    noun = noun_of(act.thing, thread)
    return {
        "did": told(act.verb, noun),
        "why": reason_words(act.reason_code),
        "follows": WORDS[Verb(act.verb)].follows,
        "title": thread.title if thread else "",
        "place": address_of(thing) if isinstance(thing, Thread | Comment) else "",
        "until": act.author.posting_suspended_until if act.verb == Verb.SUSPEND and act.author else None,
        "log_url": url_for("decisions.public_log"),
    }
