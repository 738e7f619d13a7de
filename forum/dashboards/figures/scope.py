"""One question to a ledger: for whom, about which days and which barriers. What all figures of a page share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from forum.barriers.lifecycle.states import DECIDED_STATES, OPENED_AGAIN_STATES, State
from forum.barriers.vocabulary import CATEGORY_BY_CODE, RULE_SOURCE_BY_CODE
from forum.dashboards.engine.fact_table import Ledger, is_open, is_state
from forum.dashboards.engine.layout import Array
from forum.dashboards.figures.filters import NOWHERE, Filters, before
from forum.dashboards.figures.schema import Audience, Period
from forum.dashboards.privacy.guard import Guard
from forum.dashboards.privacy.spans import why_not_public

_IN_ADDRESS = {"rule_source": "rule-source"}


@dataclass(frozen=True)
class Names:
    """What a council's areas and departments are called, by number."""

    areas: dict[int, str]
    departments: dict[int, str]

    @property
    def key(self) -> tuple[tuple[int, str], ...]:
        """What tells them from other names."""
        return (*self.areas.items(), *self.departments.items())

    def label(self, attribute: str, value: int | str) -> str:
        """Give the words for one value of an attribute."""
        if attribute == "category":
            return CATEGORY_BY_CODE[value].label if value in CATEGORY_BY_CODE else "Another kind"
        if attribute == "rule_source":
            return RULE_SOURCE_BY_CODE[value].label if value in RULE_SOURCE_BY_CODE else "Another source"
        names, none = (
            (self.areas, "No area named") if attribute == "area" else (self.departments, "No department yet")
        )
        return none if value == NOWHERE else names.get(int(value), "Elsewhere")


class Scope:
    """The barriers and days that one request is about, and what may be shown of them."""

    def __init__(
        self, ledger: Ledger, filters: Filters, audience: Audience, period: Period, today: date
    ) -> None:
        self.ledger = ledger
        self.today = today
        self.filters = filters
        self.audience = audience
        self.period = period
        self.guard = Guard(ledger, period, audience, today)
        self.attributes = filters.attributes

    @property
    def is_public(self) -> bool:
        """Whether anybody may read what comes of it."""
        return self.audience == Audience.PUBLIC

    @cached_property
    def before(self) -> Scope:
        """The same question about the period before."""
        return self.about(before(self.period))

    def about(self, period: Period) -> Scope:
        """Ask the same about other days."""
        return Scope(self.ledger, self.filters, self.audience, period, self.today)

    @cached_property
    def chosen(self) -> Array:
        """The mask of barriers with the attributes asked for."""
        return self.ledger.chosen(self.attributes)

    @cached_property
    def reported(self) -> Array:
        """Those reported in the period."""
        return self.chosen & self.within(self.ledger.day)

    @cached_property
    def said(self) -> Array:
        """The mask of affected rows that came in the period."""
        said = self.within(self.ledger.affected_day)
        return said & self.chosen[self.ledger.index] if self.attributes else said

    @cached_property
    def reported_rows(self) -> Array:
        """The places of the affected rows of those reported in the period."""
        return np.flatnonzero(self.reported[self.ledger.index])

    @cached_property
    def outcomes(self) -> dict[str, Array]:
        """Those reported in the period, by what became of them until its end."""
        by_then = (self.ledger.response_day > 0) & (self.ledger.response_day <= self.period.until.toordinal())
        return {
            "reported": self.reported,
            "reported-open": self.reported & is_open(self.states),
            "reported-removed": self.reported & is_state(self.states, State.REMOVED),
            "reported-kept": self.reported & is_state(self.states, State.KEPT),
            "reported-answered": self.reported & by_then,
        }

    @cached_property
    def _stands(self) -> tuple[Array, Array]:
        return self.ledger.stands_at(self.period.until.toordinal())

    @property
    def states(self) -> Array:
        """The state of each barrier at the end of the period."""
        return self._stands[0]

    @cached_property
    def open(self) -> Array:
        """Those that wait for the council at the end of the period."""
        return self.chosen & is_open(self.states)

    @cached_property
    def answered(self) -> Array:
        """Those first answered in the period."""
        return self.chosen & self.within(self.ledger.response_day)

    @cached_property
    def reopened(self) -> Array:
        """Those that were opened again in the period, by groups' answers or to be looked into anew."""
        ledger = self.ledger
        back = is_state(ledger.move_to, *OPENED_AGAIN_STATES)
        back &= is_state(ledger.move_from, *DECIDED_STATES) & self.within(ledger.move_day)
        mask = np.zeros(ledger.size, bool)
        mask[ledger.move_index[back]] = True
        return mask & self.chosen

    @cached_property
    def removed(self) -> Array:
        """Those confirmed as removed in the period."""
        return self.came_to(State.REMOVED)

    @cached_property
    def kept(self) -> Array:
        """Those where the council said in the period that the rule stays."""
        return self.came_to(State.KEPT)

    def came_to(self, state: State) -> Array:
        """Those that came into a state in the period and are still in it at its end."""
        return self.chosen & is_state(self.states, state) & self.within(self._stands[1])

    def within(self, days: Array) -> Array:
        """Tell which days lie in the period."""
        inside: Array = (days >= self.period.since.toordinal()) & (days <= self.period.until.toordinal())
        return inside

    def args(self, figure: str, **attributes: int | str) -> dict[str, str]:
        """Give the arguments of the list behind a figure."""
        given = {_IN_ADDRESS.get(name, name): str(value) for name, value in attributes.items()}
        return self._args | given | {"figure": figure}

    @cached_property
    def _args(self) -> dict[str, str]:
        return self.filters.to_args()


class SpanRefusedError(Exception):
    """Public figures cannot be about these days; its text says why."""


def open_scope(ledger: Ledger, filters: Filters, audience: Audience, *, today: date) -> Scope:
    """Ask a ledger with these filters. Raises SpanRefusedError where the public asks for other than whole months."""
    period = filters.period(today)
    reason = why_not_public(period, today) if audience == Audience.PUBLIC else ""
    if reason:
        raise SpanRefusedError(reason)
    return Scope(ledger, filters, audience, period, today)
