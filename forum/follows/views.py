"""Following by a button, and the page of what one follows."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.councils.identity import current_identity
from forum.follows import actions
from forum.follows.followables import (
    Subject,
    find_followable,
    find_subject,
    name_follows,
)
from forum.follows.forms import FollowForm, FrequencyForm
from forum.follows.models import LONGEST_KEY, Follow, Frequency
from forum.follows.permissions import may_change_follow, may_follow
from forum.follows.presenters import FREQUENCY_LABELS, HOW_OFTEN
from forum.follows.queries import find_follow, get_follow, list_follows
from forum.web.forms import OLD_PAGE, check_button
from forum.web.guards import open_to_suspended
from forum.web.list_pages import cursor, links
from forum.web.rate_limits import limit, per_minute

blueprint = Blueprint("follows", __name__)


@blueprint.get("/follow")
@signed_in
def ask_to_follow() -> ResponseReturnValue:
    """Lead a visitor back to the page once they are signed in; the button there follows."""
    kind, key = request.args.get("kind", ""), request.args.get("key", "")[:LONGEST_KEY]
    subject = find_subject(current_identity(), kind, key)
    return redirect(f"{subject.url}#follow" if subject else url_for(".following"), 303)


@blueprint.post("/follow")
@open_to_suspended
@signed_in
@limit(per_minute(30), name="follow")
def follow() -> ResponseReturnValue:
    """Follow what the button stands for."""
    subject = _pressed()
    found = actions.follow_subject(person=signed_in_person(), kind=subject.kind, key=subject.key)
    flash(f"You follow this now. {HOW_OFTEN[Frequency(found.frequency)]}", "success")
    return redirect(subject.url, 303)


@blueprint.post("/unfollow")
@open_to_suspended
@signed_in
@limit(per_minute(30), name="follow")
def unfollow() -> ResponseReturnValue:
    """Stop following what the button stands for."""
    subject = _pressed()
    known = find_follow(person_id=signed_in_person().id, kind=subject.kind, key=subject.key)
    if known is not None:
        actions.end_follow(follow=known)
    flash("You do not follow this any more.", "success")
    return redirect(subject.url, 303)


@blueprint.get("/following")
@signed_in
def following() -> ResponseReturnValue:
    """Show what one follows, and how often one is told of each."""
    page = list_follows(signed_in_person(), cursor=cursor())
    named = name_follows(current_identity(), page.rows)
    return render_template(
        "follows/following.html",
        rows=[(one, named[one.id], _form_of(one)) for one in page.rows if one.id in named],
        pages=links(page),
    )


@blueprint.post("/following/<int:number>/frequency")
@open_to_suspended
@signed_in
@limit(per_minute(60), name="follow")
def choose_frequency(number: int) -> ResponseReturnValue:
    """Choose how often to be told of one follow."""
    found = _own(number)
    form = _form_of(found)
    if not form.validate_on_submit():
        abort(400, next(iter(form.errors.values()))[0])
    actions.choose_frequency(follow=found, frequency=Frequency(form.frequency.data))
    flash(f"Saved. {HOW_OFTEN[Frequency(found.frequency)]}", "success")
    return redirect(url_for(".following", page=cursor()), 303)


@blueprint.post("/following/<int:number>/stop")
@open_to_suspended
@signed_in
@limit(per_minute(60), name="follow")
def stop(number: int) -> ResponseReturnValue:
    """Stop following, from the list."""
    found = _own(number)
    check_button()
    actions.end_follow(follow=found)
    flash("You do not follow this any more.", "success")
    return redirect(url_for(".following", page=cursor()), 303)


def _own(number: int) -> Follow:
    found = get_follow(number)
    if found is None or not may_change_follow(signed_in_person(), found):
        abort(404)
    return found


def _pressed() -> Subject:
    form = FollowForm()
    if not form.validate_on_submit():
        abort(400, OLD_PAGE)
    return _subject(form.kind.data or "", form.key.data or "")


def _subject(kind: str, key: str) -> Subject:
    identity = current_identity()
    found = find_subject(identity, kind, key)
    if found is None or not may_follow(identity):
        abort(404, "There is nothing here that can be followed.")
    return found


def _form_of(found: Follow) -> FrequencyForm:
    followable = find_followable(found.kind)
    form = FrequencyForm(frequency=found.frequency, formdata=request.form or None)
    offered = followable.frequencies if followable else ()
    form.frequency.choices = [(str(one), FREQUENCY_LABELS[one]) for one in offered]
    form.frequency.id = f"frequency-{found.id}"
    return form
