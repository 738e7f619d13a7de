"""How a list of barriers is narrowed: what came in the address, checked."""

from __future__ import annotations

from wtforms import SelectField, StringField, ValidationError

from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.states import State
from forum.barriers.queries.lists import MOST_AFFECTED, NEWEST, STILL_OPEN, BarrierFilters
from forum.barriers.vocabulary import CATEGORY_LABELS_BY_GROUP
from forum.councils.models import Area, Council
from forum.threads.tag_names import normalise
from forum.web.choices import choices, grouped_choices, label_of, values
from forum.web.forms import Form, line

SORTS = ((NEWEST, "Newest first"), (MOST_AFFECTED, "Most groups affected first"))


class BarrierFilterForm(Form):
    """Read from the address alone, so that a narrowed list can be passed on; it needs no token."""

    class Meta(Form.Meta):
        """A list changes nothing."""

        csrf = False

    council = SelectField("Council", choices=[], validate_choice=False, default="")
    area = SelectField("Ward or place", choices=[], validate_choice=False, default="")
    category = SelectField(
        "Kind",
        choices=grouped_choices(CATEGORY_LABELS_BY_GROUP, unset="All kinds"),
        validate_choice=False,
        default="",
    )
    state = SelectField("Status", choices=[], validate_choice=False, default="")
    tag = StringField("Tag", filters=[line])
    sort = SelectField("Order", choices=choices(SORTS), validate_choice=False, default=NEWEST)

    def offer(self, councils: list[Council], areas: list[Area]) -> None:
        """Fill the lists to choose from."""
        self.council.choices = choices([("", "All councils"), *((one.slug, one.name) for one in councils)])
        self.area.choices = choices([("", "All of it"), *((one.slug, one.label) for one in areas)])
        states = [(str(state), label) for state, label in STATE_LABELS.items()]
        self.state.choices = choices([("", "Any status"), (STILL_OPEN, "Still open"), *states])

    def validate_council(self, field: SelectField) -> None:
        """One we know of."""
        _refuse_unknown(
            field, "We cannot find a council with that name that has a barrier. Choose one from the list."
        )

    def validate_area(self, field: SelectField) -> None:
        """One of the council's."""
        _refuse_unknown(field, "That place is not in this council. Choose one from the list.")

    def validate_category(self, field: SelectField) -> None:
        """One of the list."""
        _refuse_unknown(field, "That kind is not in the list. Choose one from the list.")

    def validate_state(self, field: SelectField) -> None:
        """One of the list."""
        _refuse_unknown(field, "That status is not in the list. Choose one from the list.")

    def validate_sort(self, field: SelectField) -> None:
        """One of the list."""
        _refuse_unknown(field, "Choose an order from the list.")

    def filters(self, council: Council | None, areas: list[Area]) -> BarrierFilters:
        """Return what the list is narrowed by, without what is not right. Call it after validate."""
        given = {field.name: "" if field.errors else (field.data or "") for field in self}
        return BarrierFilters(
            council_id=council.id if council else None,
            area_id=next((one.id for one in areas if one.slug == given["area"]), None),
            category=given["category"],
            state=given["state"] if given["state"] == STILL_OPEN or given["state"] in set(State) else "",
            tag=normalise(given["tag"]),
            sort=given["sort"] or NEWEST,
        )

    def active(self) -> list[tuple[str, str, str]]:
        """List the fields that narrow the list: name, label and the words of what was chosen."""
        return [
            (field.name, field.label.text, words)
            for field in (self.council, self.area, self.category, self.state, self.tag)
            if field.data and not field.errors and (words := _words(field))
        ]


def _refuse_unknown(field: SelectField, message: str) -> None:
    if field.data and field.data not in values(field):
        raise ValidationError(message)


def _words(field: SelectField | StringField) -> str:
    return label_of(field, field.data) if isinstance(field, SelectField) else str(field.data)
