"""The moderators' page of groups that may be one: join them, or say that they are two."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import moderators_only
from forum.groups import merging
from forum.groups.duplicate_queries import count_people, get_same, list_joined, list_same
from forum.groups.events import GroupsStayApartError
from forum.groups.models import DuplicateReason, SameGroup
from forum.web.forms import check_button
from forum.web.list_pages import PageLinks
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("same_groups", __name__)

WHY = {
    DuplicateReason.IDENTIFIER: "They have the same identifier and other names: branches of one charity, or one group with two names.",
    DuplicateReason.NUMBERS: "The grant data give the number of one as the charity or company number of the other.",
    DuplicateReason.NAME: "They have the same name in two registers, such as those of charities and of companies.",
}


@blueprint.get("/groups/same")
@moderators_only
def same() -> ResponseReturnValue:
    """Show pairs of groups that may be one, oldest first."""
    return _page()


@blueprint.post("/groups/same/<int:number>/join/<int:keep>")
@moderators_only
@limit(per_hour(300), name="join groups")
def join(number: int, keep: int) -> ResponseReturnValue:
    """Make one group of the two, under the name and address of the one to keep."""
    pair = _pressed(number)
    if keep not in {pair.group_id, pair.other_id}:
        abort(404)
    kept, gone = (pair.group, pair.other) if keep == pair.group_id else (pair.other, pair.group)
    names = kept.name, gone.name
    try:
        merging.join_groups(kept=kept, gone=gone, person=signed_in_person())
    except GroupsStayApartError as refused:
        return _page(refused=str(refused)), 409
    flash(f"{names[1]} is now part of {names[0]}. Its old address leads there.", "success")
    return redirect(url_for(".same"), 303)


@blueprint.post("/groups/same/<int:number>/apart")
@moderators_only
@limit(per_hour(300), name="join groups")
def apart(number: int) -> ResponseReturnValue:
    """Record that they are two groups."""
    merging.keep_apart(pair=_pressed(number), person=signed_in_person())
    flash("They will stay separate.", "success")
    return redirect(url_for(".same"), 303)


def _pressed(number: int) -> SameGroup:
    pair = get_same(number) or abort(404)
    check_button()
    return pair


def _page(refused: str = "") -> str:
    page = list_same(request.args.get("page"))
    groups = [one for pair in page.rows for one in (pair.group, pair.other)]
    return render_template(
        "groups/same.html",
        pairs=page.rows,
        why=WHY,
        people=count_people(groups),
        joined=list_joined(),
        refused=refused,
        page=PageLinks(*(one and url_for(".same", page=one) for one in (page.previous, page.next))),
    )
