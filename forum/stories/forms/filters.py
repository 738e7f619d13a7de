"""How a list of stories is narrowed: what came in the address, checked."""

from __future__ import annotations

from wtforms import SelectField, StringField, ValidationError

from forum.barriers.vocabulary import CATEGORY_LABELS_BY_GROUP
from forum.councils.models import Area, Council
from forum.stories.queries import ALL, ARCHIVED, IMPORTED, TOLD, StoryFilters
from forum.stories.vocabulary import STAGES
from forum.threads.tag_names import normalise
from forum.web.choices import choices, grouped_choices, values
from forum.web.forms import Form, line


class StoryFilterForm(Form):
    """Read from the address alone, so that a narrowed list can be passed on; it needs no token."""

    class Meta(Form.Meta):
        """A list changes nothing."""

        csrf = False

    council = SelectField("Council", choices=[], validate_choice=False, default="")
    area = SelectField("Ward or place", choices=[], validate_choice=False, default="")
    category = SelectField(
        "What stood in the way",
        choices=grouped_choices(CATEGORY_LABELS_BY_GROUP, unset="All kinds"),
        validate_choice=False,
        default="",
    )
    stage = SelectField(
        "How far it is",
        choices=choices([("", "Any"), *((one.code, one.label) for one in STAGES)]),
        validate_choice=False,
        default="",
    )
    measured = SelectField(
        "Results",
        choices=choices([("", "With or without numbers"), ("1", "With results in numbers")]),
        validate_choice=False,
        default="",
    )
    which = SelectField(
        "Told by",
        choices=choices(
            [
                (ALL, "Anyone"),
                (TOLD, "Those who did it"),
                (IMPORTED, "No one yet: from published grant data"),
                (ARCHIVED, "Kept for the record"),
            ]
        ),
        validate_choice=False,
        default="",
    )
    tag = StringField("Tag", filters=[line])

    def offer(self, councils: list[Council], areas: list[Area]) -> None:
        """Fill the lists to choose from."""
        self.council.choices = choices([("", "All councils"), *((one.slug, one.name) for one in councils)])
        self.area.choices = choices([("", "All of it"), *((str(one.id), one.label) for one in areas)])

    def validate_council(self, field: SelectField) -> None:
        """One with a story."""
        _refuse_unknown(field)

    def validate_area(self, field: SelectField) -> None:
        """One of the council's."""
        _refuse_unknown(field)

    def validate_category(self, field: SelectField) -> None:
        """One of the list."""
        _refuse_unknown(field)

    def validate_stage(self, field: SelectField) -> None:
        """One of the list."""
        _refuse_unknown(field)

    def validate_which(self, field: SelectField) -> None:
        """One of the list."""
        _refuse_unknown(field)

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


def _refuse_unknown(field: SelectField) -> None:
    if field.data and field.data not in values(field):
        raise ValidationError("That choice is not in the list. Choose one from the list.")
