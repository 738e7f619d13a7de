"""Changing a title, and removing a part of a post."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import moderators_only
from forum.core.formatting import count as said
from forum.councils.identity import current_identity
from forum.moderation.actions.words import change_title, redact
from forum.moderation.decision_words import WORDS
from forum.moderation.post_forms import RedactForm, RetitleForm
from forum.moderation.queries.decisions import get_act, list_removed_words
from forum.moderation.things import Post, address_of, name_of, noun_of, thread_of
from forum.moderation.vocabulary import Verb
from forum.threads.kinds import path_of
from forum.threads.queries import get_readable_comment, get_readable_thread
from forum.web.forms import form_page
from forum.web.rate_limits import limit, per_minute

blueprint = Blueprint("moderated_words", __name__)


@blueprint.route("/moderation/threads/<int:number>/retitle", methods=["GET", "POST"])
@moderators_only
@limit(per_minute(60), name="moderate")
def title(number: int) -> ResponseReturnValue:
    """Give a thread another title."""
    found = get_readable_thread(current_identity(), number) or abort(404)
    form = RetitleForm(Verb.RETITLE, data={"title": found.title})
    if not form.validate_on_submit():
        return _asked("moderation/retitle.html", form, found, Verb.RETITLE)
    person, reason = signed_in_person(), form.given
    change_title(thread=found, title=form.title.data or "", person=person, reason=reason)
    flash("The title has been changed. The author gets an email.", "success")
    return redirect(path_of(found), 303)


@blueprint.route("/moderation/threads/<int:number>/redact", methods=["GET", "POST"])
@moderators_only
@limit(per_minute(60), name="moderate")
def part_of_thread(number: int) -> ResponseReturnValue:
    """Remove words from a thread."""
    return _redact(get_readable_thread(current_identity(), number) or abort(404))


@blueprint.route("/moderation/comments/<int:number>/redact", methods=["GET", "POST"])
@moderators_only
@limit(per_minute(60), name="moderate")
def part_of_comment(number: int) -> ResponseReturnValue:
    """Remove words from a comment."""
    return _redact(get_readable_comment(current_identity(), number) or abort(404))


@blueprint.get("/moderation/decisions/<int:number>/removed-words")
@moderators_only
def removed_words(number: int) -> ResponseReturnValue:
    """Show moderators what a decision removed."""
    act = get_act(number)
    if act is None or act.verb != Verb.REDACT:
        abort(404)
    return render_template("moderation/removed_words.html", act=act, removed=list_removed_words(act))


def _redact(post: Post) -> ResponseReturnValue:
    form = RedactForm(Verb.REDACT)
    if not form.validate_on_submit():
        return _asked("moderation/redact.html", form, post, Verb.REDACT)
    act = redact(post=post, words=form.part.data or "", person=signed_in_person(), reason=form.given)
    if act is None:
        form.part.errors = ["These words are not on this page. Copy them exactly."]
        return _asked("moderation/redact.html", form, post, Verb.REDACT)
    flash(f"Removed in {said(act.details['number'], 'place')}. The author gets an email.", "success")
    return redirect(address_of(post), 303)


def _asked(template: str, form: RetitleForm | RedactForm, post: Post, verb: Verb) -> ResponseReturnValue:
    shown = {"noun": noun_of(name_of(post), thread_of(post)), "back": address_of(post), "words": WORDS[verb]}
    return form_page(template, form, post=post, **shown)
