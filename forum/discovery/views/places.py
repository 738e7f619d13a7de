"""The pages of councils and wards, with what was reported there."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

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
    list_areas,
    list_councils,
    list_departments,
    list_nations,
    list_successors,
)
from forum.discovery.gathered_sections import labels_together, list_page_sections, sections_at
from forum.discovery.queries import list_groups_in
from forum.follows.loaders import follow_button
from forum.follows.models import FollowKind
from forum.threads.page_sections import PagePlace
from forum.web.guards import public
from forum.web.list_pages import cursor, links
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("places", __name__)

NO_COUNCIL = "There is no council at this address. You can look for it by name."
MOST_FOUND = 20


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
    sections = sections_at(PagePlace(found), identity)
    by_ward = {ward: number for one in sections for ward, number in one.by_ward.items()}
    areas = list_areas(found, with_boundaries=not is_drawn(found))
    return render_template(
        "discovery/council.html",
        council=found,
        successors=list_successors(found),
        sections=sections,
        folded=labels_together(sections),
        is_first_page=cursor() is None,
        areas=areas,
        map=ward_map(found, by_ward, areas=areas) if areas else None,
        departments=list_departments(found),
        may_change=may_change_settings(identity, found),
        follow=follow_button(identity, FollowKind.COUNCIL, str(found.id), found.name),
    )


@blueprint.get("/councils/<slug>/areas")
@public
def areas(slug: str) -> ResponseReturnValue:
    """Show a council's wards on a map, shaded by how many barriers were reported there."""
    keep_for_visitors()
    found = _council(slug)
    identity = current_identity()
    counts = Counter[int]()
    for one in list_page_sections():
        counts.update(one.count_by_ward(found, identity))
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
    place = get_area(found, area_slug) or abort(404, f"{found.name} has no ward at this address.")
    identity = current_identity()
    return render_template(
        "discovery/area.html",
        council=found,
        area=place,
        sections=sections_at(PagePlace(found, place), identity),
        groups=list_groups_in(place),
        follow=follow_button(identity, FollowKind.WARD, str(place.id), place.full_name),
        before=list_areas_before(place),
    )


def _council(slug: str) -> Council:
    return get_council(slug) or abort(404, NO_COUNCIL)
