"""How a list of barriers is narrowed: what came in the address, checked."""

from __future__ import annotations

from wtforms import StringField

from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.states import State
from forum.barriers.queries.lists import MOST_AFFECTED, NEWEST, STILL_OPEN, BarrierFilters
from forum.barriers.vocabulary import CATEGORY_LABELS_BY_GROUP
from forum.councils.models import Area, Council
from forum.threads.tag_names import normalise
from forum.web.choices import choices, grouped_choices
from forum.web.fields import filter_choice
from forum.web.forms import AddressForm, line

SORTS = ((NEWEST, "Newest first"), (MOST_AFFECTED, "Most groups affected first"))


class BarrierFilterForm(AddressForm):
    """What a list of barriers is narrowed by."""

    narrows_by = ("council", "area", "category", "state", "tag")

    council = filter_choice(
        "Council",
        refuse="We cannot find a council with that name that has a barrier. Choose one from the list.",
    )
    area = filter_choice(
        "Ward or place", refuse="That place is not in this council. Choose one from the list."
    )
    category = filter_choice(
        "Kind",
        grouped_choices(CATEGORY_LABELS_BY_GROUP, unset="All kinds"),
        refuse="That kind is not in the list. Choose one from the list.",
    )
    state = filter_choice("Status", refuse="That status is not in the list. Choose one from the list.")
    tag = StringField("Tag", filters=[line])
    sort = filter_choice("Order", choices(SORTS), default=NEWEST, refuse="Choose an order from the list.")

    def offer(self, councils: list[Council], areas: list[Area]) -> None:
        """Fill the lists to choose from."""
        self.council.choices = choices([("", "All councils"), *((one.slug, one.name) for one in councils)])
        self.area.choices = choices([("", "All of it"), *((one.slug, one.label) for one in areas)])
        states = [(str(state), label) for state, label in STATE_LABELS.items()]
        self.state.choices = choices([("", "Any status"), (STILL_OPEN, "Still open"), *states])

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
