"""Asking a moderator to look at a post."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.councils.identity import current_identity
from forum.moderation.actions import report_post
from forum.moderation.forms import ReportForm
from forum.threads.kinds import path_of
from forum.threads.models import Comment
from forum.threads.queries import get_readable_comment, get_readable_thread
from forum.web.rate_limits import limit, per_hour
from forum.web.urls import number_asked

blueprint = Blueprint("reports", __name__)


@blueprint.route("/threads/<int:number>/report", methods=["GET", "POST"])
@signed_in
@limit(per_hour(20), name="report")
def report(number: int) -> ResponseReturnValue:
    """Ask a moderator to look at a thread, or at one comment in it."""
    thread = get_readable_thread(current_identity(), number)
    if thread is None:
        abort(404)
    comment = _comment_in(number)
    form = ReportForm()
    if form.validate_on_submit():
        report_post(thread=thread, comment=comment, person=signed_in_person(), reason=form.reason.data or "")
        flash("Thank you. A moderator will look at it.", "success")
        return redirect(path_of(thread), 303)
    page = render_template(
        "moderation/report.html", form=form, thread=thread, comment=comment, back=path_of(thread)
    )
    return page, 422 if form.errors else 200


def _comment_in(thread_number: int) -> Comment | None:
    number = number_asked("comment")
    comment = get_readable_comment(current_identity(), number) if number else None
    return comment if comment is not None and comment.thread_id == thread_number else None
