"""The pages of councils and wards, with what was reported there."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.barriers.cards import card
from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.queries.lists import Filters, list_barriers
from forum.core.text import clean_line
from forum.councils.area_queries import list_areas_before, list_ended_areas
from forum.councils.identity import current_identity
from forum.councils.maps import is_drawn, ward_map
from forum.councils.models import Council
from forum.councils.permissions import may_change_settings
from forum.councils.queries import (
    LONGEST_QUESTION,
    find_councils,
    get_area,
    get_council,
    get_council_by_code,
    is_following_council,
    list_areas,
    list_councils,
    list_departments,
    list_nations,
    list_successors,
)
from forum.discovery.pages import cursor, links
from forum.discovery.peers import peers_at
from forum.discovery.queries import count_by_state_and_area, list_groups_in
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("places", __name__)

NO_COUNCIL = "There is no council at this address. You can look for it by name."
MOST_FOUND = 20
FEW = 6
"""Barriers on the first page of a council; all of them are one press away."""
SHOWN_STATES = 5


@blueprint.get("/councils")
@public
def councils() -> ResponseReturnValue:
    """List the councils, or find one by any of its names."""
    keep_for_visitors()
    asked = clean_line(request.args.get("q", "")[:LONGEST_QUESTION])
    nations = list_nations()
    nation = request.args.get("nation", "")
    nation = nation if nation in nations else ""
    found = find_councils(asked, MOST_FOUND) if asked else []
    if len(found) == 1:
        return redirect(url_for("places.council", slug=found[0].slug))
    page = None if asked else list_councils(nation=nation, cursor=cursor())
    return render_template(
        "discovery/councils.html",
        councils=page.rows if page else found,
        pages=links(page, nation=nation) if page else None,
        asked=asked,
        nation=nation,
        nations=nations,
    )


@blueprint.get("/councils/<slug>")
@public
def council(slug: str) -> ResponseReturnValue:
    """Show who a council is, what it was told and what became of it."""
    keep_for_visitors()
    found = get_council(slug)
    if found is None:
        coded = get_council_by_code(slug)
        if coded is None:
            abort(404, NO_COUNCIL)
        return redirect(url_for("places.council", slug=coded.slug), 301)
    identity = current_identity()
    page = list_barriers(identity=identity, filters=Filters(council_id=found.id), cursor=cursor())
    counts, by_area = count_by_state_and_area(identity, found)
    areas = list_areas(found, with_boundaries=not is_drawn(found))
    return render_template(
        "discovery/council.html",
        council=found,
        successors=list_successors(found),
        cards=[card(one, identity) for one in (page.rows if cursor() else page.rows[:FEW])],
        pages=links(page),
        is_first_page=cursor() is None,
        counts=[(state, STATE_LABELS[state], number) for state, number in counts.items()],
        shown_states=SHOWN_STATES,
        total=sum(counts.values()),
        areas=areas,
        map=ward_map(found, by_area, areas=areas) if areas else None,
        departments=list_departments(found),
        may_change=may_change_settings(identity, found),
        **peers_at(found),
        is_following=is_following_council(found, identity.person_id),
    )


@blueprint.get("/councils/<slug>/areas")
@public
def areas(slug: str) -> ResponseReturnValue:
    """Show a council's wards on a map, shaded by how many barriers were reported there."""
    keep_for_visitors()
    found = _council(slug)
    identity = current_identity()
    _, counts = count_by_state_and_area(identity, found)
    return render_template(
        "discovery/areas.html",
        council=found,
        areas=[(area, counts.get(area.id, 0)) for area in list_areas(found)],
        ended=[(area, counts.get(area.id, 0)) for area in list_ended_areas(found)],
        map=ward_map(found, counts),
    )


@blueprint.get("/councils/<slug>/areas/<area_slug>")
@public
def area(slug: str, area_slug: str) -> ResponseReturnValue:
    """Show a ward with its barriers and groups."""
    keep_for_visitors()
    found = _council(slug)
    place = get_area(found, area_slug)
    if place is None:
        abort(404, f"{found.name} has no ward at this address.")
    identity = current_identity()
    page = list_barriers(identity=identity, filters=Filters(area_id=place.id), cursor=cursor())
    return render_template(
        "discovery/area.html",
        council=found,
        area=place,
        cards=[card(one, identity) for one in page.rows],
        pages=links(page),
        groups=list_groups_in(place),
        before=list_areas_before(place),
        **peers_at(found, place),
    )


def _council(slug: str) -> Council:
    found = get_council(slug)
    if found is None:
        abort(404, NO_COUNCIL)
    return found
