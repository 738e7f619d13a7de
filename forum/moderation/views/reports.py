"""Asking a moderator to look at a post: everybody who can read it, with an account or without."""

from __future__ import annotations

import hashlib
import hmac

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.core.settings import settings
from forum.councils.identity import current_identity
from forum.moderation.actions.reports import report_post
from forum.moderation.forms import ReportForm
from forum.moderation.links import read_report_token, report_path
from forum.moderation.queries.reports import get_report
from forum.moderation.things import Post, address_of
from forum.moderation.vocabulary import REPORT_KINDS, ReportKind
from forum.threads.kinds import path_of
from forum.threads.models import Comment
from forum.threads.queries import get_readable_comment, get_readable_thread
from forum.web.forms import form_page
from forum.web.guards import open_to_suspended, public
from forum.web.rate_limits import limit, per_hour, who
from forum.web.urls import number_asked

blueprint = Blueprint("reports", __name__)
MARK_LENGTH = 32


@blueprint.route("/threads/<int:number>/report", methods=["GET", "POST"])
@open_to_suspended
@public
@limit(per_hour(20), name="report")
def report(number: int) -> ResponseReturnValue:
    """Ask a moderator to look at a thread, or at one comment in it."""
    thread = get_readable_thread(current_identity(), number) or abort(404)
    comment, form = _comment_in(number), ReportForm()
    if form.validate_on_submit():
        return redirect(_sent(form, comment or thread), 303)
    return form_page(
        "moderation/report.html",
        form,
        thread=thread,
        comment=comment,
        back=path_of(thread),
        hints={str(code): kind.hint for code, kind in REPORT_KINDS.items()},
    )


@blueprint.get("/reports/<token>")
@public
def sent(token: str) -> ResponseReturnValue:
    """Say to whoever reported a post, at an address of their own, what has come of it so far."""
    number = read_report_token(token)
    if number is None:
        abort(404)
    found = get_report(number)
    case = found.case if found else None
    back = _place_of(case.comment or case.thread) if case else url_for("home.home")
    return render_template("moderation/reported.html", case=case, back=back)


def _sent(form: ReportForm, post: Post) -> str:
    """Store the report and return where to see what comes of it; a program is told the same, and nothing is kept."""
    if form.is_from_a_program:
        return report_path(0)
    made = report_post(
        post=post,
        kind=ReportKind(form.kind.data),
        words=form.words.data or "",
        person=current_person(),
        network=_mark(),
    )
    return report_path(made.id)


def _mark() -> str:
    """Return a mark of whoever sends this, by which they are counted once; nobody can read their network out of it."""
    key = settings().secret().encode()
    return hmac.new(key, f"report:{who()}".encode(), hashlib.sha256).hexdigest()[:MARK_LENGTH]


def _place_of(post: Post) -> str:
    """Return where a reported post stands, for those who may still read it."""
    thread = post.thread if isinstance(post, Comment) else post
    return address_of(post) if get_readable_thread(current_identity(), thread.id) else url_for("home.home")


def _comment_in(thread_number: int) -> Comment | None:
    number = number_asked("comment")
    comment = get_readable_comment(current_identity(), number) if number else None
    return comment if comment is not None and comment.thread_id == thread_number else None
