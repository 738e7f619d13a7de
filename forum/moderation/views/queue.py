"""The moderators' pages."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import moderators_only
from forum.councils.identity import current_identity
from forum.moderation import actions
from forum.moderation.forms import JoinTagsForm, ReasonForm
from forum.moderation.queries import get_report, list_acts, list_open_reports, list_synonyms
from forum.threads.kinds import path_of
from forum.threads.models import Comment, Thread
from forum.threads.queries import (
    find_comment_address,
    get_readable_comment,
    get_readable_thread,
    get_tag,
)
from forum.threads.tag_names import normalise
from forum.web.forms import ButtonForm
from forum.web.rate_limits import limit, per_minute

blueprint = Blueprint("moderation", __name__)
VERBS = {"hide", "show", "lock", "unlock"}


@blueprint.get("/moderation")
@moderators_only
def queue() -> ResponseReturnValue:
    """Show what people asked moderators to look at."""
    page = list_open_reports(request.args.get("page"))
    return render_template(
        "moderation/queue.html", reports=page.rows, page=_pages(page.previous, page.next), path_of=path_of
    )


@blueprint.get("/moderation/log")
@moderators_only
def log() -> ResponseReturnValue:
    """Show what moderators did."""
    page = list_acts(request.args.get("page"))
    return render_template("moderation/log.html", acts=page.rows, page=_pages(page.previous, page.next))


@blueprint.post("/moderation/reports/<int:number>/settle")
@moderators_only
@limit(per_minute(60), name="moderate")
def settle(number: int) -> ResponseReturnValue:
    """Say that a report was looked at."""
    report = get_report(number)
    if report is None:
        abort(404)
    if not ButtonForm().validate():
        abort(400)
    actions.settle_report(report=report, person=signed_in_person(), note="")
    flash("The report has been marked as resolved.", "success")
    return redirect(url_for(".queue"), 303)


@blueprint.route("/moderation/threads/<int:number>/<verb>", methods=["GET", "POST"])
@moderators_only
@limit(per_minute(60), name="moderate")
def thread(number: int, verb: str) -> ResponseReturnValue:
    """Hide, show, lock or unlock a thread, with a reason."""
    found = get_readable_thread(current_identity(), number)
    if found is None or verb not in VERBS:
        abort(404)
    return _act(verb, found, path_of(found))


@blueprint.route("/moderation/comments/<int:number>/<verb>", methods=["GET", "POST"])
@moderators_only
@limit(per_minute(60), name="moderate")
def comment(number: int, verb: str) -> ResponseReturnValue:
    """Hide or show a comment, with a reason."""
    found = get_readable_comment(current_identity(), number)
    if found is None or verb not in {"hide", "show"}:
        abort(404)
    return _act(verb, found, find_comment_address(found))


@blueprint.route("/moderation/tags", methods=["GET", "POST"])
@moderators_only
@limit(per_minute(60), name="moderate")
def tags() -> ResponseReturnValue:
    """Keep the synonyms of tags."""
    form = JoinTagsForm()
    if form.validate_on_submit():
        tag, of = get_tag(normalise(form.tag.data or "")), get_tag(normalise(form.of.data or ""))
        try:
            if tag is not None and of is not None:
                actions.join_tags(tag=tag, of=of, person=signed_in_person())
            flash("From now on the first tag means the second.", "success")
            return redirect(url_for(".tags"), 303)
        except ValueError as error:
            form.of.errors = [str(error)]
    page = render_template("moderation/tags.html", form=form, synonyms=list_synonyms())
    return page, 422 if form.errors else 200


@blueprint.post("/moderation/tags/<name>/part")
@moderators_only
@limit(per_minute(60), name="moderate")
def part(name: str) -> ResponseReturnValue:
    """Let a tag mean itself again."""
    tag = get_tag(name)
    if tag is None:
        abort(404)
    if not ButtonForm().validate():
        abort(400)
    actions.part_tags(tag=tag, person=signed_in_person())
    flash("The tag means itself again.", "success")
    return redirect(url_for(".tags"), 303)


def _act(verb: str, post: Thread | Comment, back: str) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate_on_submit():
        page = render_template("moderation/act.html", form=form, verb=verb, back=back)
        return page, 422 if form.errors else 200
    person, reason = signed_in_person(), form.reason.data or ""
    if verb in {"hide", "show"}:
        (actions.hide_post if verb == "hide" else actions.show_post)(post=post, person=person, reason=reason)
    elif isinstance(post, Thread):
        (actions.lock_thread if verb == "lock" else actions.unlock_thread)(
            thread=post, person=person, reason=reason
        )
    flash("Done, and written down.", "success")
    return redirect(back, 303)


def _pages(previous: str | None, following: str | None) -> dict[str, str | None]:
    here = str(request.endpoint)
    return {
        "newer_url": url_for(here, page=previous) if previous else None,
        "older_url": url_for(here, page=following) if following else None,
    }
