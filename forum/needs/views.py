"""Tells councils what was looked for in vain, when whoever looked says so, and shows what a place needs."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.next_paths import local_path
from forum.barriers.cards import card
from forum.barriers.queries.lists import MOST_AFFECTED, STILL_OPEN, BarrierFilters, list_barriers
from forum.core.db import db
from forum.core.row_ids import read_id
from forum.councils.identity import VISITOR, current_identity
from forum.councils.models import Area, Council
from forum.councils.queries import get_area, get_council
from forum.groups.resources import list_needed
from forum.groups.vocabulary import RESOURCE_LABELS, TERM_LABELS
from forum.needs.actions import record_need
from forum.needs.forms import SOURCES, NeedForm
from forum.needs.queries import FEWEST_IN_PUBLIC, list_needs
from forum.web.forms import GO_BACK
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("needs", __name__)
places = Blueprint("needs_of_places", __name__)
FEW = 10


@blueprint.post("/unmet-needs")
@public
@limit(per_hour(20), name="tell_need")
def tell() -> ResponseReturnValue:
    """Store the words and the place of a search that found nothing: its button says what is kept."""
    form = NeedForm()
    if not form.validate_on_submit():
        abort(400, GO_BACK)
    council, area = read_id(form.council.data), read_id(form.area.data)
    need = record_need(
        words=form.words.data or "",
        source=form.source.data if form.source.data in SOURCES else SOURCES[0],
        council=db.session.get(Council, council) if council else None,
        area=db.session.get(Area, area) if area else None,
        category=form.category.data or "",
    )
    if need is None:
        flash("There was no word in it that we could keep.", "info")
    else:
        flash("Thank you. Councils see what was looked for here, and not who looked.", "success")
    return redirect(local_path(form.back.data), 303)


@places.get("/councils/<slug>/needs")
@public
def needs(slug: str) -> ResponseReturnValue:
    """Show what a council's area, or one ward of it, needs; its officers see also what was looked for once."""
    council = get_council(slug) or abort(404)
    asked = request.args.get("area", "")[:80]
    area = get_area(council, asked) if asked else None
    if asked and area is None:
        abort(404)
    identity = current_identity()
    keep_for_visitors()
    filters = BarrierFilters(
        council_id=council.id, area_id=area.id if area else None, state=STILL_OPEN, sort=MOST_AFFECTED
    )
    barriers = list_barriers(identity=VISITOR, filters=filters).rows[:FEW]
    fewest = 1 if identity.is_officer_of(council.id) else FEWEST_IN_PUBLIC
    return render_template(
        "needs/place.html",
        council=council,
        area=area,
        cards=[card(one, VISITOR) for one in barriers],
        needed=list_needed(council=council, area=area),
        kinds=RESOURCE_LABELS,
        terms=TERM_LABELS,
        sought=list_needs(council=council, area=area, fewest=fewest),
        fewest=fewest,
    )
