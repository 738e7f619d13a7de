"""What a place needs: the barriers that stop most groups, what groups ask for, and what was looked for in vain."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from forum.barriers.cards import card
from forum.barriers.queries.lists import MOST_AFFECTED, STILL_OPEN, Filters, list_barriers
from forum.councils.identity import VISITOR, current_identity
from forum.councils.queries import get_area, get_council
from forum.groups.resources import list_needed
from forum.groups.vocabulary import RESOURCE_LABELS, TERM_LABELS
from forum.needs.queries import FEWEST_IN_PUBLIC, list_needs
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("needs_of_places", __name__)

FEW = 10


@blueprint.get("/councils/<slug>/needs")
@public
def needs(slug: str) -> ResponseReturnValue:
    """Show what a council's area, or one ward of it, needs; its officers see also what was looked for once."""
    council = get_council(slug) or abort(404)
    asked = request.args.get("area", "")[:80]
    area = get_area(council, asked) if asked else None
    if asked and area is None:
        abort(404)
    identity = current_identity()
    if identity.person is None:
        keep_for_visitors()
    filters = Filters(
        council_id=council.id, area_id=area.id if area else None, state=STILL_OPEN, sort=MOST_AFFECTED
    )
    barriers = list_barriers(identity=VISITOR, filters=filters).rows[:FEW]
    fewest = 1 if identity.is_officer_of(council.id) else FEWEST_IN_PUBLIC
    return render_template(
        "discovery/needs.html",
        council=council,
        area=area,
        cards=[card(one, VISITOR) for one in barriers],
        needed=list_needed(council=council, area=area),
        kinds=RESOURCE_LABELS,
        terms=TERM_LABELS,
        sought=list_needs(council=council, area=area, fewest=fewest),
        fewest=fewest,
    )
