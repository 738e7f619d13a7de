"""The list of stories."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.councils.identity import current_identity
from forum.councils.queries import get_council
from forum.stories.cards import card
from forum.stories.forms.filters import StoryFilterForm
from forum.stories.queries import (
    ALL,
    IMPORTED,
    MOST_COUNTED,
    TOLD,
    count_stories,
    list_areas_of,
    list_councils_with_stories,
    list_stories,
)
from forum.threads.queries import list_covers
from forum.web.guards import public
from forum.web.list_pages import cursor, links, without
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("stories", __name__)

NAMES = ("council", "area", "category", "stage", "measured", "which", "tag")


@blueprint.get("/stories")
@public
def stories() -> ResponseReturnValue:
    """List stories, narrowed by what the address says, 20 a page."""
    identity = current_identity()
    keep_for_visitors()
    form = StoryFilterForm(formdata=request.args)
    chosen = get_council(form.council.data) if form.council.data else None
    form.offer(list_councils_with_stories(), list_areas_of(chosen.id) if chosen else [])
    is_right = form.validate()
    filters = form.filters(chosen)
    page = list_stories(identity=identity, filters=filters, cursor=cursor())
    covers = list_covers(page.rows)
    kept = {name: value for name in NAMES if (value := request.args.get(name))}
    return render_template(
        "stories/list.html",
        form=form,
        cards=[card(one, covers.get(one.id)) for one in page.rows],
        council=chosen,
        narrows=not is_right or "narrow" in request.args,
        narrow_url=_address({**kept, "narrow": "1"}),
        active=[(label, words, _address(without(kept, name))) for name, label, words in form.active()],
        which=filters.which,
        by_source=_by_source(count_stories(identity=identity, filters=filters), kept),
        here=_address(kept),
        pages=links(page, **kept),
    )


def _by_source(counts: dict[str, int], kept: dict[str, str]) -> list[tuple[str, str]]:
    """Return the ways to those told by groups and those from published grants, with how many there are of each.

    Nothing to choose where all that fit were told.
    """
    if not counts[IMPORTED]:
        return []
    labels = {ALL: "All", TOLD: "Told by groups", IMPORTED: "From published grant data"}
    numbers = {ALL: sum(counts.values()), **counts}
    others = {name: value for name, value in kept.items() if name != "which"}
    return [
        (
            f"{label} ({_number(numbers[which])})",
            _address({**others, "which": which} if which else others),
        )
        for which, label in labels.items()
    ]


def _number(counted: int) -> str:
    return f"{counted:,}" if counted <= MOST_COUNTED else f"more than {MOST_COUNTED:,}"


def _address(kept: dict[str, Any]) -> str:
    """Return the address of the list with these words in its query."""
    return url_for("stories.stories", **kept)
