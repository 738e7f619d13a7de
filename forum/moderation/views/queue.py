"""The queue of reported posts, and the card of each."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import moderators_only
from forum.councils.identity import current_identity
from forum.moderation.actions.reports import settle_case
from forum.moderation.permissions import may_suspend_author
from forum.moderation.presenters import case_line, post_shown, shown_history
from forum.moderation.queries.decisions import count_open_appeals
from forum.moderation.queries.people import read_history
from forum.moderation.queries.reports import get_case, list_queue, list_reports
from forum.moderation.vocabulary import REPORT_KINDS
from forum.web.forms import check_button
from forum.web.list_pages import links
from forum.web.rate_limits import limit, per_minute

blueprint = Blueprint("moderation", __name__)


@blueprint.get("/moderation")
@moderators_only
def queue() -> ResponseReturnValue:
    """Show what people asked moderators to look at, what cannot wait first."""
    page = list_queue(request.args.get("page"))
    return render_template(
        "moderation/queue.html",
        cases=[case_line(case) for case in page.rows],
        pages=links(page),
        number_of_appeals=count_open_appeals(),
    )


@blueprint.get("/moderation/cases/<int:number>")
@moderators_only
def case(number: int) -> ResponseReturnValue:
    """Show one reported post: its words, who wrote it, what people say, and what each choice leads to."""
    found = get_case(number) or abort(404)
    post = found.comment or found.thread
    return render_template(
        "moderation/case.html",
        case=found,
        line=case_line(found),
        post=post_shown(post),
        reports=list_reports(found),
        kinds=REPORT_KINDS,
        history=shown_history(read_history(found.author)),
        may_suspend=may_suspend_author(current_identity(), found.author),
    )


@blueprint.post("/moderation/cases/<int:number>/settle")
@moderators_only
@limit(per_minute(60), name="moderate")
def settle(number: int) -> ResponseReturnValue:
    """Record that a reported post was looked at and can stay as it is."""
    found = get_case(number) or abort(404)
    check_button()
    settle_case(case=found, person=signed_in_person(), was_acted_on=False)
    flash("The report has been marked as resolved.", "success")
    return redirect(url_for(".queue"), 303)
