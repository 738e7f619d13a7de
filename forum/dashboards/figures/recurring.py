"""Obstacles that keep coming back: one kind, one source of rule, one department, met by enough different groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.states import State
from forum.councils.thresholds import CouncilRules
from forum.dashboards.engine.fact_table import crossed, is_open, is_state, month_number
from forum.dashboards.engine.layout import STATE_CODES, Array
from forum.dashboards.figures import definitions as words
from forum.dashboards.figures.breakdowns import TOO_MANY
from forum.dashboards.figures.definitions import MINIMUM_GROUPS
from forum.dashboards.figures.filters import months_back
from forum.dashboards.figures.headline import median
from forum.dashboards.figures.schema import Cell, Column, Obstacle, Period, Recurring, Row, Table
from forum.dashboards.figures.scope import Names, Scope
from forum.dashboards.privacy.guard import MOST_TOGETHER, RECURRENCE

MOST_SHOWN = 20
SPARKLINE = 24
_NAMES = ("category", "department", "rule_source")
Elsewhere = Mapping[tuple[str, str], str]
"""For category and rule source, what other councils did, in a sentence."""


@dataclass(frozen=True)
class Found:
    """The recurring obstacles before they are described: their places in the table of all triples, most groups first."""

    scope: Scope
    months: int
    minimum_groups: int
    places: list[int]
    groups: Array
    withheld: int
    triples: Array
    shape: tuple[int, ...]

    def value(self, place: int) -> dict[str, int | str]:
        """Give the attributes of one triple."""
        codes = np.unravel_index(place, self.shape)
        dimensions = (self.scope.ledger.dimensions[name] for name in _NAMES)
        return {
            name: one.values[int(code)] for name, one, code in zip(_NAMES, dimensions, codes, strict=True)
        }

    def pairs(self) -> set[tuple[str, str]]:
        """List category and rule source of those that are described."""
        shown = map(self.value, self.places[:MOST_SHOWN])
        return {(str(value["category"]), str(value["rule_source"])) for value in shown}


def recurring_scope(scope: Scope, rules: CouncilRules) -> Scope:
    """Ask the same about the whole months in which recurrence is counted, up to the same last day."""
    until = scope.period.until
    return scope.about(Period(months_back(until, rules.recurrence_months), until))


def find_recurring(scope: Scope, rules: CouncilRules) -> Found:
    """Find the triples that enough groups met in the months of the rule; the public sees those that are not withheld."""
    scope = recurring_scope(scope, rules)
    ledger = scope.ledger
    triples, shape = crossed([ledger.dimensions[name] for name in _NAMES])
    groups = (
        ledger.count_groups(np.flatnonzero(scope.said), triples, int(np.prod(shape)))
        if scope.attributes
        else scope.guard.count("said", _NAMES).reshape(-1)
    )
    enough = groups >= rules.recurrence_groups
    hidden = np.zeros(len(groups), bool)
    if scope.is_public and enough.any():
        outside = set(scope.attributes) - RECURRENCE
        hidden = np.ones(len(groups), bool) if outside else scope.guard.hides("said", {}, _NAMES).reshape(-1)
    places = np.flatnonzero(enough & ~hidden)
    order = places[np.lexsort((places, -groups[places]))]
    return Found(
        scope=scope,
        months=rules.recurrence_months,
        minimum_groups=rules.recurrence_groups,
        places=[int(place) for place in order],
        groups=groups,
        withheld=int((enough & hidden).sum()),
        triples=triples,
        shape=shape,
    )


def describe_recurring(found: Found, names: Names, elsewhere: Elsewhere) -> Recurring:
    """Describe the first of them, most groups first."""
    places = found.places[:MOST_SHOWN]
    parts = _Parts(found, places)
    obstacles = [_describe(found, parts, place, names, elsewhere) for place in places]
    return Recurring(
        definition=words.RECURRING,
        minimum_groups=found.minimum_groups,
        months=found.months,
        obstacles=obstacles,
        table=_table(found, obstacles),
        number_withheld=found.withheld,
    )


def barriers_of(found: Found) -> Array:
    """The mask of barriers behind all of them: those that a group met in the months of the rule."""
    is_found = np.zeros(len(found.groups), bool)
    is_found[found.places] = True
    mask: Array = found.scope.ledger.touched(found.scope.said) & is_found[found.triples]
    return mask


class _Parts:
    """The rows of the obstacles that are described, looked up once for all of them."""

    def __init__(self, found: Found, places: list[int]) -> None:
        ledger = found.scope.ledger
        wanted = np.zeros(len(found.groups), bool)
        wanted[places] = True
        self.ledger = ledger
        self.triples = found.triples
        self.ever = np.flatnonzero(found.scope.chosen & wanted[found.triples])
        self.said = np.flatnonzero(found.scope.said & wanted[found.triples][ledger.index])

    def of(self, place: int) -> tuple[Array, Array, Array]:
        """Give the barriers ever reported, those met in the months of the rule, and the affected rows of these."""
        said = self.said[self.triples[self.ledger.index[self.said]] == place]
        met = np.unique(self.ledger.index[said])
        return self.ever[self.triples[self.ever] == place], met, said


def _describe(found: Found, parts: _Parts, place: int, names: Names, elsewhere: Elsewhere) -> Obstacle:
    scope, ledger, value = found.scope, found.scope.ledger, found.value(place)
    ever, met, said = parts.of(place)
    cost, delay = (column[said][column[said] >= 0] for column in (ledger.cost, ledger.delay))
    states = scope.states[met]
    pair = str(value["category"]), str(value["rule_source"])
    return Obstacle(
        category=pair[0],
        category_label=names.label("category", pair[0]),
        rule_source=pair[1],
        rule_source_label=names.label("rule_source", pair[1]),
        department_id=int(value["department"]) or None,
        department=names.label("department", value["department"]),
        number_of_groups=int(found.groups[place]),
        number_of_barriers=len(met),
        number_open=int(is_open(states).sum()),
        number_removed=int(is_state(states, State.REMOVED).sum()),
        first_seen=date.fromordinal(int(ledger.day[ever].min())),
        last_seen=date.fromordinal(int(ledger.affected_day[said].max())),
        monthly=_monthly(scope, ever),
        **_told(cost, delay),
        states=_states(states),
        elsewhere=elsewhere.get(pair, ""),
        elsewhere_args={"category": pair[0], "rule-source": pair[1]},
        rows_args=scope.args(words.RECURRING.key, **value),
    )


def _told(cost: Array, delay: Array) -> dict[str, Any]:
    return {
        "cost_pounds": int(cost.sum(dtype="i8")),
        "cost_n": len(cost),
        "median_delay_days": median(delay),
        "delay_n": len(delay),
    }


def _monthly(scope: Scope, ever: Array) -> list[int]:
    first = month_number(scope.period.until) - SPARKLINE + 1
    months = scope.ledger.month[ever[scope.ledger.day[ever] <= scope.period.until.toordinal()]]
    counts: list[int] = np.bincount(months[months >= first] - first, minlength=SPARKLINE).tolist()
    return counts


def _states(states: Array) -> list[tuple[str, int]]:
    counts = np.bincount(states, minlength=len(STATE_CODES)).tolist()
    found = [
        (STATE_LABELS[State(code)], number)
        for code, number in zip(STATE_CODES, counts, strict=True)
        if code and number
    ]
    return sorted(found, key=lambda one: -one[1])


def _table(found: Found, obstacles: list[Obstacle]) -> Table:
    return Table(
        key=words.RECURRING.key,
        title=words.RECURRING.label,
        words=f"{words.RECURRING.words} Here: {found.minimum_groups} groups in {found.months} months.",
        columns=_COLUMNS,
        rows=[_row(one) for one in obstacles],
        note=_note(found),
        period=found.scope.period,
        overlap=_OVERLAP,
    )


def _row(one: Obstacle) -> Row:
    return Row(
        key=f"{one.category}-{one.rule_source}-{one.department_id or 0}",
        label=one.category_label,
        rows_args=one.rows_args,
        cells=[
            Cell(value=one.rule_source_label),
            Cell(value=one.department),
            Cell(value=one.number_of_groups, rows_args=one.rows_args),
            Cell(value=one.number_of_barriers, rows_args=one.rows_args),
            Cell(value=one.number_open),
            Cell(value=one.number_removed),
            Cell(value=one.first_seen.isoformat()),
            Cell(value=one.last_seen.isoformat()),
            Cell(value=one.cost_pounds if one.cost_n else None),
            Cell(value=one.median_delay_days),
        ],
    )


_COLUMNS = (
    Column("category", "Kind of barrier", is_number=False),
    Column("rule-source", "Whose rule", is_number=False),
    Column("department", "Department", is_number=False),
    Column("groups", "Groups", "groups"),
    Column("barriers", "Barriers", "barriers"),
    Column("open", "Still open", "barriers"),
    Column("removed", "Removed and confirmed", "barriers"),
    Column("first-seen", "First seen", is_number=False),
    Column("last-seen", "Last seen", is_number=False),
    Column("cost", "Cost reported", "pounds"),
    Column("delay", "Delay reported", "days, median"),
)


_OVERLAP = "Groups overlap: a group that met several of these obstacles counts once in each, so groups must not be added up."


def _note(found: Found) -> str:
    scope = found.scope
    if scope.is_public and (len(scope.attributes) > MOST_TOGETHER or set(scope.attributes) - RECURRENCE):
        return TOO_MANY if found.withheld else ""
    parts = []
    if len(found.places) > MOST_SHOWN:
        parts.append(f"The first {MOST_SHOWN} of {len(found.places)} are shown.")
    if found.withheld:
        parts.append(
            f"{found.withheld} more are not shown, because fewer than {MINIMUM_GROUPS} groups met them or could be worked out."
        )
    return " ".join(parts)
