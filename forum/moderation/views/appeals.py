"""The appeals that wait, for another moderator than the one who decided."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import moderators_only
from forum.councils.identity import current_identity
from forum.moderation.actions.appeals import decide_appeal
from forum.moderation.forms import AnswerAppealForm
from forum.moderation.permissions import deciders, may_decide_appeal
from forum.moderation.presenters import act_line, post_shown, shown_history
from forum.moderation.queries.decisions import get_appeal, list_open_appeals
from forum.moderation.queries.people import list_moderators, read_history
from forum.moderation.things import find_thing
from forum.moderation.vocabulary import AppealOutcome
from forum.threads.models import Comment, Thread
from forum.web.list_pages import links
from forum.web.rate_limits import limit, per_minute

blueprint = Blueprint("appeals", __name__)


@blueprint.get("/moderation/appeals")
@moderators_only
def appeals() -> ResponseReturnValue:
    """List the appeals that wait, the oldest first."""
    page, identity = list_open_appeals(request.args.get("page")), current_identity()
    rows = [(one, act_line(one.act), may_decide_appeal(identity, one)) for one in page.rows]
    return render_template("moderation/appeals.html", appeals=rows, pages=links(page))


@blueprint.route("/moderation/appeals/<int:number>", methods=["GET", "POST"])
@moderators_only
@limit(per_minute(60), name="moderate")
def appeal(number: int) -> ResponseReturnValue:
    """Show an appeal beside the decision, and decide on it."""
    found = get_appeal(number) or abort(404)
    form, may_decide = AnswerAppealForm(), may_decide_appeal(current_identity(), found)
    if request.method == "POST" and not may_decide:
        abort(403)
    if form.validate_on_submit():
        outcome = AppealOutcome(form.outcome.data)
        decide_appeal(appeal=found, by=signed_in_person(), outcome=outcome, answer=form.answer.data or "")
        flash("Your decision has been saved, and the author gets an email.", "success")
        return redirect(url_for(".appeals"), 303)
    post = find_thing(found.act.thing)
    page = render_template(
        "moderation/appeal.html",
        appeal=found,
        line=act_line(found.act),
        form=form if may_decide else None,
        post=post_shown(post) if isinstance(post, Thread | Comment) else None,
        history=shown_history(read_history(found.person)),
        deciders=deciders(found.act, list_moderators()),
    )
    return page, 422 if form.errors else 200
