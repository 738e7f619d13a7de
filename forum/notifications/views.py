"""Stopping mails with one press, by the link under each of them."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from forum.notifications.actions import stop_all_mails, stop_mails_about
from forum.notifications.queries import get_person_and_thread
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
        return render_template("notifications/stop_unknown.html"), HTTPStatus.NOT_FOUND
    stopped = ""
    if request.method == "POST":
        stopped = "all" if request.form.get("which") == "all" or thread is None else "thread"
        if stopped == "all" or thread is None:
            stop_all_mails(person=person)
        else:
            stop_mails_about(person=person, thread=thread)
    return render_template("notifications/stop_mails.html", thread=thread, stopped=stopped)
