"""What moderators know of a person, and decide about them."""

from __future__ import annotations

from datetime import datetime, time

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import moderators_only
from forum.accounts.models import Person
from forum.accounts.queries import get_person
from forum.core import clock
from forum.core.formatting import count as said
from forum.councils.identity import current_identity
from forum.moderation.actions.people import (
    end_suspension,
    hide_everything_since,
    show_what_was_hidden_together,
    suspend_author,
)
from forum.moderation.decision_words import WORDS
from forum.moderation.forms import HideSinceForm, ReasonForm, SuspendForm
from forum.moderation.permissions import may_suspend_author
from forum.moderation.presenters import line_of_post, shown_history
from forum.moderation.queries.decisions import find_undoing, get_act
from forum.moderation.queries.people import list_newest_posts, read_history
from forum.moderation.vocabulary import Verb
from forum.web.forms import form_page
from forum.web.rate_limits import limit, per_minute

blueprint = Blueprint("moderated_people", __name__)


@blueprint.get("/moderation/people/<int:number>")
@moderators_only
def person(number: int) -> ResponseReturnValue:
    """Show somebody's history: how long they are here, what they posted, what was decided."""
    found = _person(number)
    return render_template(
        "moderation/person.html",
        found=found,
        history=shown_history(read_history(found)),
        posts=[line_of_post(post) for post in list_newest_posts(found)],
        may_suspend=may_suspend_author(current_identity(), found),
    )


@blueprint.route("/moderation/people/<int:number>/suspend", methods=["GET", "POST"])
@moderators_only
@limit(per_minute(30), name="moderate")
def suspend(number: int) -> ResponseReturnValue:
    """Suspend somebody from posting for a term, with a reason."""
    found, form = _below(number), SuspendForm(Verb.SUSPEND)
    if not form.validate_on_submit():
        return _asked("moderation/suspend.html", form, found, Verb.SUSPEND)
    suspend_author(author=found, by=signed_in_person(), reason=form.given, days=int(form.days.data))
    flash(f"{found.name} cannot post until the time is over, and gets an email that says why.", "success")
    return redirect(url_for(".person", number=number), 303)


@blueprint.route("/moderation/people/<int:number>/end-suspension", methods=["GET", "POST"])
@moderators_only
@limit(per_minute(30), name="moderate")
def end(number: int) -> ResponseReturnValue:
    """Let somebody post again before their time is over."""
    found, form = _below(number), ReasonForm(Verb.END_SUSPENSION)
    if not form.validate_on_submit():
        return _asked("moderation/about_person.html", form, found, Verb.END_SUSPENSION)
    end_suspension(author=found, by=signed_in_person(), reason=form.given)
    flash(f"{found.name} can post again.", "success")
    return redirect(url_for(".person", number=number), 303)


@blueprint.route("/moderation/people/<int:number>/hide-since", methods=["GET", "POST"])
@moderators_only
@limit(per_minute(30), name="moderate")
def hide_since(number: int) -> ResponseReturnValue:
    """Hide everything that somebody posted since a day, in one press."""
    found = _below(number)
    form = HideSinceForm(Verb.HIDE_SINCE, data={"since": clock.today()})
    if not form.validate_on_submit():
        return _asked("moderation/hide_since.html", form, found, Verb.HIDE_SINCE)
    since = datetime.combine(form.since.data or clock.today(), time(), clock.LOCAL)
    act = hide_everything_since(author=found, since=since, by=signed_in_person(), reason=form.given)
    number_hidden = act.details["number"] if act else 0
    flash(f"{said(number_hidden, 'post')} hidden. You can undo it below, in one press.", "success")
    return redirect(url_for(".person", number=number), 303)


@blueprint.route("/moderation/decisions/<int:number>/show-again", methods=["GET", "POST"])
@moderators_only
@limit(per_minute(30), name="moderate")
def show_again(number: int) -> ResponseReturnValue:
    """Undo such a press: show what it hid, and nothing else."""
    act = get_act(number)
    if act is None or act.verb != Verb.HIDE_SINCE or act.author_id is None or find_undoing(act) is not None:
        abort(404)
    found, form = _below(act.author_id), ReasonForm(Verb.SHOW_SINCE)
    if not form.validate_on_submit():
        return _asked("moderation/about_person.html", form, found, Verb.SHOW_SINCE)
    done = show_what_was_hidden_together(act=act, by=signed_in_person(), reason=form.given)
    number_shown = done.details["number"] if done else 0
    flash(f"{said(number_shown, 'post')} shown again.", "success")
    return redirect(url_for(".person", number=found.id), 303)


def _person(number: int) -> Person:
    found = get_person(number)
    return abort(404) if found is None or found.is_system else found


def _below(number: int) -> Person:
    """Return a person whom this moderator may decide about."""
    found = _person(number)
    if not may_suspend_author(current_identity(), found):
        abort(403)
    return found


def _asked(template: str, form: ReasonForm, found: Person, verb: Verb) -> ResponseReturnValue:
    return form_page(template, form, found=found, words=WORDS[verb], verb=verb)
