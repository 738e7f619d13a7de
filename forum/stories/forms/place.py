"""Where a project was: its council, and the ward or place within it."""

from __future__ import annotations

from typing import Any

from forum.councils.models import Council
from forum.councils.place_fields import AreaFields, CouncilFields
from forum.councils.queries import list_areas
from forum.stories.models import Story
from forum.web.conflicts import EditForm


class PlaceForm(AreaFields, CouncilFields, EditForm):
    """The council of a story that is published, and the ward."""


def offer_areas_of(form: AreaFields, council: Council | None, *, kept: int | None = None) -> None:
    """Let people choose from the places of a council, where one is known; the one chosen before stays."""
    if council is not None:
        form.offer_areas((str(one.id), one.label) for one in list_areas(council, kept=kept))


def place_of(story: Story) -> dict[str, Any]:
    """Return where a story is from in the fields that change it."""
    return {
        "council_name": story.council.official_name if story.council else "",
        "area": str(story.area_id or ""),
    }


def place_form(story: Story) -> PlaceForm:
    """Make the form, filled with where the story is from or with what was just typed."""
    now, council = place_of(story), story.council
    form = PlaceForm(data={**now, "not_sure": council is None})
    offer_areas_of(form, council, kept=story.area_id)
    return form
