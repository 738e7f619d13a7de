"""Stopping a council's summaries by the link under each of them."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from forum.councils.queries import get_person_and_council
from forum.dashboards.emails import read_stop_token
from forum.follows.actions import end_follow
from forum.follows.models import FollowKind
from forum.follows.queries import find_follow
from forum.web.guards import open_to_suspended, public
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("council_follows", __name__)


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
    follow = find_follow(person_id=person.id, kind=FollowKind.COUNCIL, key=str(council.id))
    if request.method == "POST" and follow is not None:
        end_follow(follow=follow)
    return render_template("dashboards/stop.html", council=council, is_stopped=request.method == "POST")
