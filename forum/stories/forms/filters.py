"""How a list of stories is narrowed: what came in the address, checked."""

from __future__ import annotations

from wtforms import StringField

from forum.barriers.vocabulary import CATEGORY_LABELS_BY_GROUP
from forum.councils.models import Area, Council
from forum.stories.queries import ALL, ARCHIVED, IMPORTED, TOLD, StoryFilters
from forum.stories.vocabulary import STAGES
from forum.threads.tag_names import normalise
from forum.web.choices import choices, grouped_choices
from forum.web.fields import filter_choice
from forum.web.forms import AddressForm, line


class StoryFilterForm(AddressForm):
    """What a list of stories is narrowed by."""

    narrows_by = ("council", "area", "category", "stage", "measured", "which", "tag")

    council = filter_choice("Council")
    area = filter_choice("Ward or place")
    category = filter_choice(
        "What stood in the way", grouped_choices(CATEGORY_LABELS_BY_GROUP, unset="All kinds")
    )
    stage = filter_choice("How far it is", choices([("", "Any"), *((one.code, one.label) for one in STAGES)]))
    measured = filter_choice(
        "Results", choices([("", "With or without numbers"), ("1", "With results in numbers")])
    )
    which = filter_choice(
        "Told by",
        choices(
            [
                (ALL, "Anyone"),
                (TOLD, "Those who did it"),
                (IMPORTED, "No one yet: from published grant data"),
                (ARCHIVED, "Kept for the record"),
            ]
        ),
    )
    tag = StringField("Tag", filters=[line])

    def offer(self, councils: list[Council], areas: list[Area]) -> None:
        """Fill the lists to choose from."""
        self.council.choices = choices([("", "All councils"), *((one.slug, one.name) for one in councils)])
        self.area.choices = choices([("", "All of it"), *((str(one.id), one.label) for one in areas)])

    def filters(self, council: Council | None) -> StoryFilters:
        """Return the filters; what is not right narrows nothing. Call it after validate."""
        right = {field.name: field.data or "" for field in self if not field.errors}
        return StoryFilters(
            council_id=council.id if council and right.get("council") else None,
            area_id=int(right["area"]) if right.get("area") else None,
            category=right.get("category", ""),
            stage=right.get("stage", ""),
            tag=normalise(right["tag"]) if right.get("tag") else "",
            is_measured=bool(right.get("measured")),
            which=right.get("which", ALL),
        )
