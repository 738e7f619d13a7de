"""The page of what one is told: by thread, what is unread first seen, read one by one or all together."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.core.row_ids import read_id
from forum.councils.identity import current_identity
from forum.notifications.actions import mark_all_read, mark_read
from forum.notifications.presenters import shown_bundles
from forum.notifications.queries import list_bundles
from forum.notifications.unread_count import unread_notifications
from forum.web.forms import check_button
from forum.web.guards import open_to_suspended
from forum.web.list_pages import PageLinks
from forum.web.rate_limits import limit, per_minute

blueprint = Blueprint("notices", __name__)


@blueprint.get("/notifications")
@signed_in
def notifications() -> ResponseReturnValue:
    """Show what one was told, by thread, the newest first."""
    identity, before = current_identity(), read_id(request.args.get("page"))
    bundles, has_more = list_bundles(identity, before=before)
    older = url_for(".notifications", page=bundles[-1].last) if has_more else None
    return render_template(
        "notifications/notifications.html",
        bundles=shown_bundles(bundles, identity),
        number_unread=unread_notifications(),
        last=bundles[0].last if bundles else 0,
        is_first_page=before is None,
        pages=PageLinks(older_url=older),
    )


@blueprint.post("/notifications/read")
@open_to_suspended
@signed_in
@limit(per_minute(120), name="read_notifications")
def read() -> ResponseReturnValue:
    """Mark what one was told about one thread as read, or everything that was there when the page was loaded."""
    check_button()
    person, one = signed_in_person(), request.form.get("one", "")
    together = (read_id(one.removeprefix("-")) or 0) * (-1 if one.startswith("-") else 1)
    if together:
        mark_read(person=person, together=together)
    else:
        mark_all_read(person=person, until=read_id(request.form.get("until")) or 0)
        flash("Everything is marked as read.", "success")
    return redirect(url_for(".notifications", page=read_id(request.args.get("page"))), 303)
