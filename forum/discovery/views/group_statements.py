"""Organisers see what was said in their group's name, and take back what is not theirs."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.councils.identity import current_identity
from forum.discovery.group_statements import (
    MOST_PAGES,
    list_said,
    list_sources,
    list_taken_back,
    take_back_words,
)
from forum.groups.models import Group
from forum.groups.permissions import may_take_back_words
from forum.groups.queries import get_known_group, get_membership
from forum.web.forms import check_button
from forum.web.list_pages import PageLinks
from forum.web.rate_limits import limit, per_hour
from forum.web.urls import number_asked

blueprint = Blueprint("group_words", __name__)
NOT_THERE = "This has been withdrawn already, or is not said in the group’s name any more."


@blueprint.get("/groups/<int:number>/said")
@signed_in
def said(number: int) -> ResponseReturnValue:
    """List what was said in the group's name."""
    group = _own(number)
    page = min(max(number_asked("page") or 1, 1), MOST_PAGES)
    rows, more = list_said(group, page=page)
    return render_template(
        "discovery/group_words.html",
        group=group,
        said=rows,
        taken_back=list_taken_back(group) if page == 1 else [],
        kind_words={one.kind: one.label for one in list_sources()},
        pages=PageLinks(
            url_for(".said", number=number, page=page - 1) if page > 1 else None,
            url_for(".said", number=number, page=page + 1) if more else None,
        ),
    )


@blueprint.post("/groups/<int:number>/said/<kind>/<int:words>/take-back")
@signed_in
@limit(per_hour(100), name="withdraw group words")
def take_back(number: int, kind: str, words: int) -> ResponseReturnValue:
    """Take one of it back."""
    group = _own(number)
    if kind not in {one.kind for one in list_sources()}:
        abort(404)
    check_button()
    if take_back_words(group=group, kind=kind, number=words, by=signed_in_person()):
        flash(f"It is not said in the name of {group.name} any more. We write to whoever said it.", "success")
    else:
        flash(NOT_THERE, "info")
    return redirect(url_for(".said", number=number), 303)


def _own(number: int) -> Group:
    group = get_known_group(current_identity(), number) or abort(404)
    if not may_take_back_words(group, get_membership(group, signed_in_person())):
        abort(403, "Only the group’s organisers see this.")
    return group
