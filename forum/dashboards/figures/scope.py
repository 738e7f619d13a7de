"""What is asked of a fact table: for whom, about which days and which barriers. All figures of a page share it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec

import numpy as np
from sqlalchemy import literal, select, union_all

from forum.barriers.lifecycle.states import DECIDED_STATES, OPENED_AGAIN_STATES, State
from forum.barriers.vocabulary import CATEGORY_BY_CODE, RULE_SOURCE_BY_CODE
from forum.core import clock
from forum.core.db import db
from forum.councils.models import Area, Council, Department
from forum.dashboards.engine.fact_table import (
    ATTRIBUTES,
    Audience,
    FactTable,
    Period,
    Result,
    first_of_month,
    is_open,
    is_state,
    month_number,
)
from forum.dashboards.engine.layout import Array
from forum.dashboards.engine.snapshots import load_fact_table
from forum.dashboards.privacy.guard import Guard, SpanRefusedError, why_not_public

NOT_NAMED = 0
"""The number that stands for "no area named" and "no department yet"."""
PARAMETERS = {name: name.replace("_", "-") for name in ("since", "until", *ATTRIBUTES)}
"""The query string's name of each filter."""


Arguments = ParamSpec("Arguments")


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureFilters:
    """What figures are narrowed by. None means everything; for area and department, 0 means those that have none."""

    since: date | None = None
    until: date | None = None
    area: int | None = None
    category: str | None = None
    department: int | None = None
    rule_source: str | None = None

    def to_args(self) -> dict[str, str]:
        """Write the filters as a query string, the same filters always in the same way."""
        given = {name: getattr(self, name) for name in PARAMETERS}
        return {PARAMETERS[name]: str(value) for name, value in given.items() if value not in (None, "")}

    @property
    def attributes(self) -> dict[str, int | str]:
        """What is set besides the dates, by name."""
        return {name: getattr(self, name) for name in ATTRIBUTES if getattr(self, name) is not None}

    def period(self, today: date) -> Period:
        """Return the days meant: where none are given, the 12 months that end today."""
        until = self.until or today
        return Period(self.since or months_back(until, 12), until)


def months_back(day: date, months: int) -> date:
    """Return the first day of the span of so many whole months that ends with this day's month."""
    return first_of_month(month_number(day) - months + 1)


def period_before(period: Period) -> Period:
    """Return the period to compare with: whole months with the months before, other spans with as many days before."""
    months = month_number(period.until) - month_number(period.since) + 1
    last = period.since - timedelta(days=1)
    if period.since.day == 1:
        return Period(months_back(last, months), last)
    return Period(last - (period.until - period.since), last)


def category_label(code: str) -> str:
    """Return the words for a category, also for one that is in no list any more."""
    return CATEGORY_BY_CODE[code].label if code in CATEGORY_BY_CODE else "Another kind"


def rule_source_label(code: str) -> str:
    """Return the words for a rule source, also for one that is in no list any more."""
    return RULE_SOURCE_BY_CODE[code].label if code in RULE_SOURCE_BY_CODE else "Another source"


@dataclass(frozen=True)
class Names:
    """What a council's areas and departments are called, by number."""

    areas: Mapping[int, str]
    departments: Mapping[int, str]

    @property
    def key(self) -> tuple[tuple[int, str], ...]:
        """The names as a key of a cache."""
        return (*self.areas.items(), *self.departments.items())

    def label(self, attribute: str, value: int | str) -> str:
        """Return the words for one value of an attribute."""
        if attribute == "category":
            return category_label(str(value))
        if attribute == "rule_source":
            return rule_source_label(str(value))
        names, none = (
            (self.areas, "No area named") if attribute == "area" else (self.departments, "No department yet")
        )
        return none if value == NOT_NAMED else names.get(int(value), "Elsewhere")


class Scope:
    """The barriers and days that one request is about, and what may be shown of them."""

    def __init__(  # what is asked, in one place
        self,
        council: Council,
        facts: FactTable,
        filters: FigureFilters,
        audience: Audience,
        period: Period,
        today: date,
        names: Names | None = None,
    ) -> None:
        self.council = council
        self.facts = facts
        self.today = today
        self.filters = filters
        self.audience = audience
        self.period = period
        self.attributes = filters.attributes
        self.is_public = audience == Audience.PUBLIC
        self._names = names
        self._results: dict[object, Any] = {}

    @cached_property
    def names(self) -> Names:
        """What the council's areas and departments are called."""
        return self._names or read_names(self.council)

    def cached(self, key: object, count: Callable[[], Result]) -> Result:
        """Return a result that follows from the facts, the names and the key alone.

        Where nothing is filtered, it is kept as long as these stay, for that page is opened most.
        """
        if self.filters == FigureFilters():
            return self.facts.cached((key, self.period, self.names.key), count)
        if key not in self._results:
            self._results[key] = count()
        result: Result = self._results[key]
        return result

    @cached_property
    def guard(self) -> Guard:
        """What may be shown of these days."""
        return Guard(self.facts, self.period, self.audience, self.today)

    def shows(self, population: str, **more: int | str) -> bool:
        """Return whether figures of this population may be shown; those of a whole council always may."""
        attributes = self.attributes | more
        return not attributes or self.guard.shows(population, attributes)

    @cached_property
    def before(self) -> Scope:
        """The same question about the period before."""
        return self.about(period_before(self.period))

    def about(self, period: Period) -> Scope:
        """Return the same question about other days."""
        return Scope(self.council, self.facts, self.filters, self.audience, period, self.today, self._names)

    @cached_property
    def matching(self) -> Array:
        """The mask of barriers with the attributes asked for."""
        return self.facts.matching(self.attributes)

    @cached_property
    def reported(self) -> Array:
        """Those reported in the period."""
        return self.matching & self.period.contains(self.facts.day)

    @cached_property
    def joined(self) -> Array:
        """The mask of affected rows that were added in the period."""
        joined = self.period.contains(self.facts.affected_day)
        return joined & self.matching[self.facts.affected_barrier] if self.attributes else joined

    @cached_property
    def reported_rows(self) -> Array:
        """The numbers of the affected rows of those reported in the period."""
        return np.flatnonzero(self.reported[self.facts.affected_barrier])

    @cached_property
    def outcomes(self) -> dict[str, Array]:
        """Those reported in the period, by what became of them until its end."""
        by_then = (self.facts.response_day > 0) & (self.facts.response_day <= self.period.until.toordinal())
        return {
            "reported": self.reported,
            "reported-open": self.reported & is_open(self.states),
            "reported-removed": self.reported & is_state(self.states, State.REMOVED),
            "reported-kept": self.reported & is_state(self.states, State.KEPT),
            "reported-answered": self.reported & by_then,
        }

    @cached_property
    def states_since(self) -> tuple[Array, Array]:
        """The state of each barrier at the end of the period, and the day on which it reached it."""
        return self.facts.states_at(self.period.until.toordinal())

    @property
    def states(self) -> Array:
        """The state of each barrier at the end of the period."""
        return self.states_since[0]

    @cached_property
    def open(self) -> Array:
        """Those that wait for the council at the end of the period."""
        return self.matching & is_open(self.states)

    @cached_property
    def answered(self) -> Array:
        """Those first answered in the period."""
        return self.matching & self.period.contains(self.facts.response_day)

    @cached_property
    def reopened(self) -> Array:
        """Those that were opened again in the period, by groups' answers or to be reviewed."""
        facts = self.facts
        moves = is_state(facts.move_to, *OPENED_AGAIN_STATES) & is_state(facts.move_from, *DECIDED_STATES)
        moves &= self.period.contains(facts.move_day)
        mask = np.zeros(facts.size, bool)
        mask[facts.move_barrier[moves]] = True
        return mask & self.matching

    @cached_property
    def removed(self) -> Array:
        """Those confirmed as removed in the period."""
        return self._reached(State.REMOVED)

    @cached_property
    def kept(self) -> Array:
        """Those where the council said in the period that the rule stays."""
        return self._reached(State.KEPT)

    def _reached(self, state: State) -> Array:
        """Return those that reached a state in the period and are still in it at its end."""
        states, since = self.states_since
        return self.matching & is_state(states, state) & self.period.contains(since)

    def cases(self, figure: str, **attributes: int | str) -> dict[str, str]:
        """Return the query string of the list behind a figure."""
        given = {PARAMETERS[name]: str(value) for name, value in attributes.items()}
        return self._args | given | {"figure": figure}

    @cached_property
    def _args(self) -> dict[str, str]:
        return self.filters.to_args()


def kept(
    count: Callable[Concatenate[Scope, Arguments], Result],
) -> Callable[Concatenate[Scope, Arguments], Result]:
    """Cache what a figure counts, as `Scope.cached` says."""

    @wraps(count)
    def counted(scope: Scope, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        key = (count.__qualname__, args, tuple(kwargs.items()))
        return scope.cached(key, lambda: count(scope, *args, **kwargs))

    return counted


def open_scope(
    council: Council, filters: FigureFilters, audience: Audience, names: Names | None = None
) -> Scope:
    """Load a council's facts and ask them with these filters; with `names` where they were read already.

    Raises SpanRefusedError where the public asks for other than whole months.
    """
    today = clock.today()
    period = filters.period(today)
    is_chosen = filters.since is not None or filters.until is not None
    reason = why_not_public(period, today) if is_chosen and audience == Audience.PUBLIC else ""
    if reason:
        raise SpanRefusedError(reason)
    facts = load_fact_table(council.id, audience)
    return Scope(council, facts, filters, audience, period, today, names)


def read_names(council: Council) -> Names:
    """Read what a council's areas and departments are called, in one statement."""
    areas = select(literal("area"), Area.id, Area.name).where(Area.council_id == council.id)
    departments = select(literal("department"), Department.id, Department.name).where(
        Department.council_id == council.id
    )
    names: dict[str, dict[int, str]] = {"area": {}, "department": {}}
    for kind, number, name in db.session.execute(union_all(areas, departments)).tuples():
        names[kind][number] = name
    return Names(names["area"], names["department"])
