"""Following a council, and stopping its summaries by the link under each of them."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.councils.actions import follow_council, unfollow_council
from forum.councils.identity import current_identity
from forum.councils.models import Council
from forum.councils.permissions import may_follow_council
from forum.councils.queries import get_person_and_council
from forum.dashboards.emails import read_stop_token
from forum.dashboards.views.council_lookup import council_or_404
from forum.web.forms import ButtonForm
from forum.web.guards import open_to_suspended, public
from forum.web.rate_limits import limit, per_hour, per_minute

blueprint = Blueprint("council_follows", __name__)


@blueprint.post("/councils/<slug>/follow")
@open_to_suspended
@signed_in
@limit(per_minute(30), name="follow")
def follow(slug: str) -> ResponseReturnValue:
    """Return a council's monthly summary."""
    council = _pressed(slug)
    follow_council(council=council, person=signed_in_person())
    flash(f"You will get an email about {council.name} at the start of each month.", "success")
    return redirect(url_for("places.council", slug=slug), 303)


@blueprint.get("/councils/<slug>/follow")
@signed_in
def ask_to_follow(slug: str) -> ResponseReturnValue:
    """Lead a visitor back to the council once they are signed in; the button there follows."""
    return redirect(url_for("places.council", slug=council_or_404(slug).slug) + "#follow", 303)


@blueprint.post("/councils/<slug>/unfollow")
@open_to_suspended
@signed_in
@limit(per_minute(30), name="follow")
def unfollow(slug: str) -> ResponseReturnValue:
    """Get no more summaries of a council."""
    council = _pressed(slug)
    unfollow_council(council=council, person=signed_in_person())
    flash(f"You will get no more summaries about {council.name}.", "success")
    return redirect(url_for("places.council", slug=slug), 303)


@blueprint.route("/stop-summaries/<token>", methods=["GET", "POST"])
@open_to_suspended
@public
@limit(per_hour(2000), name="stop_mails")  # mail services press for all their readers from a few addresses
def stop_summaries(token: str) -> ResponseReturnValue:
    """Stop a council's summaries. The signed link is the proof, so a mail program's own button works too (RFC 8058)."""
    numbers = read_stop_token(token)
    person, council = get_person_and_council(*numbers) if numbers else (None, None)
    if person is None or council is None:
        return render_template("notifications/stop_unknown.html"), HTTPStatus.NOT_FOUND
    if request.method == "POST":
        unfollow_council(council=council, person=person)
    return render_template("dashboards/stop.html", council=council, is_stopped=request.method == "POST")


def _pressed(slug: str) -> Council:
    council = council_or_404(slug)
    if not may_follow_council(current_identity()):
        abort(404)
    if not ButtonForm().validate():
        abort(
            400,
            "This page was open for a long time. Please go back, load it again and press the button.",
        )
    return council
