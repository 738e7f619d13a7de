"""Stopping mails with one press, by the link under each of them; nobody needs to sign in for it."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.models import Person
from forum.councils.identity import identity_of
from forum.follows.actions import end_follow, unfollow
from forum.follows.followables import name_follows
from forum.follows.models import Follow
from forum.follows.queries import find_follow_of, list_mailed_follows
from forum.notifications.actions import stop_all_mails, stop_digests
from forum.notifications.queries import get_person_and_thread
from forum.notifications.stop_links import DIGEST, read_follow_token
from forum.threads.unsubscribe_links import read_unsubscribe_token
from forum.web.guards import open_to_suspended, public
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("notifications", __name__)


@blueprint.route("/stop-mails/<token>", methods=["GET", "POST"])
@open_to_suspended
@public
@limit(per_hour(2000), name="stop_mails")  # mail services press for all their readers from a few addresses
def stop_mails(token: str) -> ResponseReturnValue:
    """Stop mails. The signed link is the proof, so that a mail program's own button works too (RFC 8058)."""
    numbers = read_unsubscribe_token(token)
    person, thread = get_person_and_thread(*numbers) if numbers else (None, None)
    if person is None:
        return _unknown()
    stopped = ""
    if request.method == "POST":
        stopped = "all" if request.form.get("which") == "all" or thread is None else "thread"
        if stopped == "all" or thread is None:
            stop_all_mails(person=person)
        else:
            unfollow(thread=thread, person=person)
    return render_template("notifications/stop_mails.html", thread=thread, stopped=stopped)


@blueprint.route("/stop-following/<token>", methods=["GET", "POST"])
@open_to_suspended
@public
@limit(per_hour(2000), name="stop_mails")
def stop_following(token: str) -> ResponseReturnValue:
    """Stop mails about what somebody follows: about one thing, or by a digest's link about all or some of it."""
    named = read_follow_token(token)
    person, follow = find_follow_of(*named) if named else (None, None)
    if named is None or person is None:
        return _unknown()
    is_digest = named[1] == DIGEST
    stopped = _stop(person, follow, is_digest=is_digest) if request.method == "POST" else ""
    follows = list_mailed_follows(person) if is_digest else [follow] if follow and not stopped else []
    subjects = name_follows(identity_of(person), follows)
    return render_template(
        "notifications/stop_following.html",
        rows=[(one, subjects[one.id]) for one in follows if one.id in subjects],
        is_digest=is_digest,
        stopped=stopped,
    )


def _stop(person: Person, follow: Follow | None, *, is_digest: bool) -> str:
    """Do what was pressed; return what was stopped, in a word."""
    if not is_digest:
        if follow is not None:
            end_follow(follow=follow)
        return "one"
    kind, _, key = request.form.get("which", "").partition(":")
    if not kind:
        stop_digests(person=person)
        return "all"
    _, chosen = find_follow_of(person.id, kind, key)
    if chosen is not None:
        end_follow(follow=chosen)
    return "one"


def _unknown() -> ResponseReturnValue:
    return render_template("notifications/stop_unknown.html"), HTTPStatus.NOT_FOUND
