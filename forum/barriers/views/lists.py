"""The list of barriers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.barriers.cards import card
from forum.barriers.forms.filters import SORTS, BarrierFilterForm
from forum.barriers.queries.lists import NEWEST, list_areas, list_barriers, list_councils_with_barriers
from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.councils.identity import Identity, current_identity
from forum.councils.models import Council
from forum.councils.queries import get_council
from forum.follows.loaders import follow_button
from forum.follows.models import FollowKind
from forum.follows.presenters import FollowButton
from forum.web.guards import public
from forum.web.list_pages import cursor, links, without
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("barriers", __name__)

NAMES = ("council", "area", "category", "state", "tag", "sort")


@blueprint.get("/barriers")
@public
def barriers() -> ResponseReturnValue:
    """List barriers, narrowed by what the address says, 20 a page."""
    identity = current_identity()
    keep_for_visitors()
    form = BarrierFilterForm(formdata=request.args)
    chosen = get_council(form.council.data) if form.council.data else None
    areas = list_areas(chosen.id) if chosen and form.area.data else []
    form.offer([chosen] if chosen else [], areas)
    narrows = not form.validate() or "narrow" in request.args
    if narrows:
        form.offer(_offered(chosen), list_areas(chosen.id) if chosen else [])
    page = list_barriers(identity=identity, filters=form.filters(chosen, areas), cursor=cursor())
    kept = {name: value for name in NAMES if (value := request.args.get(name))}
    active = [(label, words, _address(without(kept, name))) for name, label, words in form.active()]
    return render_template(
        "barriers/list.html",
        form=form,
        cards=[card(one, identity) for one in page.rows],
        active=active,
        narrows=narrows,
        narrow_url=_address({**kept, "narrow": "1"}),
        sorts=_sorts(kept, form.sort.data or NEWEST),
        council=chosen,
        follow=_follow_button(form.category.data or "", identity),
        pages=links(page, **kept),
    )


def _sorts(kept: dict[str, str], current: str) -> list[tuple[str, str, bool]]:
    return [(label, _address({**kept, "sort": code}), code == current) for code, label in SORTS]


def _follow_button(category: str, identity: Identity) -> FollowButton | None:
    """Return the button that follows the kind of barrier that the list is narrowed to, where it is to one."""
    kind = CATEGORY_BY_CODE.get(category)
    return follow_button(identity, FollowKind.CATEGORY, kind.code, kind.label) if kind else None


def _offered(chosen: Council | None) -> list[Council]:
    """List the councils to choose from, the chosen one among them."""
    councils = list_councils_with_barriers()
    return councils if chosen is None or chosen in councils else [chosen, *councils]


def _address(kept: dict[str, Any]) -> str:
    """Return the address of the list with these words in its query."""
    return url_for("barriers.barriers", **kept)
