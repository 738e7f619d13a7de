"""Who can help? Three questions, each of which may be left out, and one page back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from forum.councils.identity import current_identity
from forum.councils.models import Council
from forum.councils.queries import get_area_of, get_council_by_number, list_areas, match_councils
from forum.discovery.forms import LONGEST_WISH, HelpForm, NeedToTell
from forum.discovery.who_can_help import find_help
from forum.threads.help import Wanted
from forum.threads.kinds import category_label
from forum.web.choices import choices, values
from forum.web.cost_limits import costly
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors
from forum.web.urls import current_address

blueprint = Blueprint("help", __name__)


@blueprint.get("/who-can-help")
@public
@costly
def who_can_help() -> ResponseReturnValue:
    """Show the three questions, or whom and what was found for the answers."""
    identity = current_identity()
    keep_for_visitors()
    form = HelpForm(formdata=request.args)
    council, is_unclear = _council(form)
    wanted = Wanted(
        want=form.want.data or "",
        obstacle=form.obstacle.data or "",
        category=form.category.data if category_label(form.category.data or "") else "",
        council=council,
        area=get_area_of(council, form.area.data),
    )
    found = None if wanted.is_empty else find_help(wanted, identity)
    return render_template(
        "discovery/who_can_help.html",
        form=form,
        wanted=wanted,
        found=found,
        is_unclear=is_unclear,
        category=category_label(wanted.category),
        ask=_question(wanted),
        need=_need(wanted) if found is not None and found.is_nothing else None,
    )


def _council(form: HelpForm) -> tuple[Council | None, bool]:
    """Find the council that is meant, offer its wards, or offer councils where several could be meant.

    The flag says that something was typed that leads to no one council.
    """
    place = form.place.data or ""
    chosen, offered = match_councils(place) if place else (None, [])
    if chosen is None and form.council.data in {str(one.id) for one in offered}:
        chosen = get_council_by_number(form.council.data)
    if chosen is None:
        form.council.choices = choices((str(one.id), one.official_name) for one in offered)
        return None, bool(place)
    areas = [("", "Anywhere in it"), *((str(one.id), one.name) for one in list_areas(chosen))]
    form.area.choices = choices(areas)
    if form.area.data not in values(form.area):
        form.area.data = ""
    return chosen, False


def _question(wanted: Wanted) -> dict[str, Any]:
    """Return what a question to everybody begins with."""
    title = wanted.want or wanted.obstacle
    asked = {"title": title, "category": wanted.category}
    return asked | ({"council": wanted.council.id} if wanted.council else {})


def _need(wanted: Wanted) -> NeedToTell | None:
    words = wanted.words or category_label(wanted.category)
    if not words:
        return None
    return NeedToTell(
        words=words[:LONGEST_WISH],
        source="who-can-help",
        back=current_address(),
        council=wanted.council,
        area=wanted.area,
        category=wanted.category,
    )
