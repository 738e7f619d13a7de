"""What moderators do to one post: each with a reason, which its author is told."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import moderators_only
from forum.accounts.models import Person
from forum.councils.identity import current_identity
from forum.moderation.actions import posts
from forum.moderation.decision_words import WORDS
from forum.moderation.forms import ReasonForm
from forum.moderation.queries.reports import find_open_case
from forum.moderation.reasons import GivenReason
from forum.moderation.things import Post, address_of, name_of, noun_of, thread_of
from forum.moderation.vocabulary import Verb
from forum.threads.models import Thread
from forum.threads.queries import get_readable_comment, get_readable_thread
from forum.web.forms import form_page
from forum.web.rate_limits import limit, per_minute

blueprint = Blueprint("moderated_posts", __name__)
OF_THREADS = {Verb.HIDE, Verb.SHOW, Verb.LOCK, Verb.UNLOCK}
OF_COMMENTS = {Verb.HIDE, Verb.SHOW}


@blueprint.route("/moderation/threads/<int:number>/<verb>", methods=["GET", "POST"])
@moderators_only
@limit(per_minute(60), name="moderate")
def thread(number: int, verb: str) -> ResponseReturnValue:
    """Hide, show, lock or unlock a thread, with a reason."""
    found = get_readable_thread(current_identity(), number)
    if found is None or verb not in OF_THREADS:
        abort(404)
    return _act(Verb(verb), found)


@blueprint.route("/moderation/comments/<int:number>/<verb>", methods=["GET", "POST"])
@moderators_only
@limit(per_minute(60), name="moderate")
def comment(number: int, verb: str) -> ResponseReturnValue:
    """Hide or show a comment, with a reason."""
    found = get_readable_comment(current_identity(), number)
    if found is None or verb not in OF_COMMENTS:
        abort(404)
    return _act(Verb(verb), found)


def _act(verb: Verb, post: Post) -> ResponseReturnValue:
    form = ReasonForm(verb)
    case = find_open_case(post)
    if not form.validate_on_submit():
        noun = noun_of(name_of(post), thread_of(post))
        return form_page(
            "moderation/act.html", form, verb=verb, words=WORDS[verb], noun=noun, back=address_of(post)
        )
    _do(verb, post, signed_in_person(), form.given)
    flash("Done, and written down. The author gets an email.", "success")
    return redirect(url_for("moderation.queue") if case else address_of(post), 303)


def _do(verb: Verb, post: Post, person: Person, reason: GivenReason) -> None:
    if verb in OF_COMMENTS:
        act = posts.hide_post if verb == Verb.HIDE else posts.show_post
        act(post=post, person=person, reason=reason)
    elif isinstance(post, Thread):
        act_on = posts.lock_thread if verb == Verb.LOCK else posts.unlock_thread
        act_on(thread=post, person=person, reason=reason)
