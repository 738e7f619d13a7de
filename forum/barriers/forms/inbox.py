"""What narrows an inbox, and what is done to several barriers at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import request
from wtforms import HiddenField, SelectField, StringField

from forum.barriers.actions.casework import MOST_AT_ONCE
from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.states import OWING_STATES, State
from forum.barriers.queries.inbox_filters import LONGEST_WORDS, MINE, NOBODY, UNASSIGNED, InboxFilters, Sort
from forum.barriers.vocabulary import CATEGORIES
from forum.core.row_ids import LARGEST_ID
from forum.councils.models import Area, Department, Officer
from forum.threads.models import Visibility
from forum.web.choices import choices, values
from forum.web.forms import AddressForm, Form, line

AS_IT_IS, TO_NOBODY = "", "nobody"
VISIBILITIES = (
    (Visibility.PUBLIC, "Public"),
    (Visibility.NAMELESS, "Public, without a name"),
    (Visibility.COUNCIL, "For the council only"),
)
NAMES = ("q", "department", "person", "category", "area", "state", "visibility", "sort")
SORTS = (
    (Sort.DUE, "Due first"),
    (Sort.NEWEST, "Newest first"),
    (Sort.GROUPS, "Most groups affected first"),
    (Sort.WAITING, "Longest waiting first"),
)


class InboxFilterForm(AddressForm):
    """The filters, as they stand in the address; what is not offered is left out."""

    narrows_by = ("department", "person", "category", "area", "state", "visibility")

    q = StringField("Words in the case, or its number", filters=[line])
    sort = SelectField("Order", validate_choice=False)
    department = SelectField("Department", validate_choice=False)
    person = SelectField("Person", validate_choice=False)
    category = SelectField("Kind of barrier", validate_choice=False)
    area = SelectField("Ward or place", validate_choice=False)
    state = SelectField("Status", validate_choice=False)
    visibility = SelectField("Who sees it", validate_choice=False)

    def offer(
        self, departments: Sequence[Department], officers: Sequence[Officer], areas: Sequence[Area]
    ) -> None:
        """Offer this council's own, and forget what is not offered."""
        nobody = (UNASSIGNED, "Unassigned")
        self.department.choices = _all("Every department", [nobody, *_named(departments)])
        people = ((one.id, one.person.name) for one in officers)
        self.person.choices = _all("Everyone", [(MINE, "Mine"), nobody, *people])
        self.category.choices = _all("Every kind", ((one.code, one.label) for one in CATEGORIES))
        self.area.choices = _all("Every ward", _named(areas))
        self.state.choices = _all(
            "Anywhere", ((one, STATE_LABELS[one]) for one in State if one in OWING_STATES)
        )
        self.visibility.choices = _all("Anyone", VISIBILITIES)
        self.sort.choices = choices(SORTS)
        for field in self:
            if field is not self.q and field.data not in values(field):
                field.data = ""
        self.q.data = (self.q.data or "")[:LONGEST_WORDS]

    def filters(self, own: Officer | None) -> InboxFilters:
        """Return what the address asks for; "mine" is what is with `own`."""
        person = str(own.id) if self.person.data == MINE and own else self.person.data
        return InboxFilters(
            department_id=_number(self.department.data),
            officer_id=_number(person),
            category=self.category.data or "",
            area_id=_number(self.area.data),
            state=self.state.data or "",
            visibility=self.visibility.data or "",
            words=self.q.data or "",
            sort=Sort(self.sort.data or Sort.DUE),
        )

    def active(self) -> list[tuple[str, str, str]]:
        """List the filters in use, the words first."""
        words = [("q", "words", f"“{self.q.data}”")] if self.q.data else []
        return words + super().active()


class AssignManyForm(Form):
    """Who deals with the barriers that are ticked."""

    back = HiddenField()
    department = SelectField("Department", validate_choice=False)
    officer = SelectField("Officer", validate_choice=False)

    def offer(self, departments: Sequence[Department], officers: Sequence[Officer]) -> None:
        """Offer this council's own, nobody, and to leave it as it is."""
        start = [(AS_IT_IS, "Leave as it is"), (TO_NOBODY, "Unassigned")]
        self.department.choices = choices([*start, *((str(one.id), one.name) for one in departments)])
        self.officer.choices = choices([*start, *((str(one.id), one.person.name) for one in officers)])

    @staticmethod
    def numbers() -> list[int]:
        """Return the numbers of the barriers that are ticked, each once, one more than may be at most."""
        typed = dict.fromkeys(request.form.getlist("barrier"))
        good = [int(one) for one in typed if one.isascii() and one.isdigit() and len(one) < 19]  # noqa: PLR2004  # fits 64 bits
        return [one for one in good if one <= LARGEST_ID][: MOST_AT_ONCE + 1]

    def problem(self, numbers: list[int]) -> str:
        """Return what is missing or wrong; empty when it can be done."""
        typed = (self.department.data or AS_IT_IS, self.officer.data or AS_IT_IS)
        if not numbers:
            return "Tick at least one barrier first."
        if len(numbers) > MOST_AT_ONCE:
            return f"Tick {MOST_AT_ONCE} barriers at most."
        if typed == (AS_IT_IS, AS_IT_IS):
            return "Choose a department or an officer to give them to."
        known = typed[0] in values(self.department) and typed[1] in values(self.officer)
        return "" if known else "Choose a department and an officer from the lists."


def _named(rows: Iterable[Department] | Iterable[Area]) -> list[tuple[int, str]]:
    return [(one.id, one.name) for one in rows]


def _all(nothing: str, rows: Iterable[tuple[object, str]]) -> list[Any]:
    return choices([("", nothing), *((str(value), label) for value, label in rows)])


def _number(typed: str | None) -> int | None:
    if typed == UNASSIGNED:
        return NOBODY
    return int(typed) if typed and typed.isdigit() else None
