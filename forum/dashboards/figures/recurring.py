"""Obstacles that keep coming back: one kind, one source of rule, one department, met by enough different groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.states import State
from forum.councils.thresholds import CouncilRules, council_rules
from forum.dashboards.engine.fact_table import Period, cross, is_open, is_state, median, month_number
from forum.dashboards.engine.layout import STATE_CODES, Array
from forum.dashboards.figures import definitions
from forum.dashboards.figures.schema import Args, Column, Table, rows_of
from forum.dashboards.figures.scope import Names, Scope, kept, months_back
from forum.dashboards.privacy.guard import MOST_TOGETHER, RECURRENCE
from forum.dashboards.privacy.suppression import MINIMUM_GROUPS
from forum.dashboards.queries.obstacles import read_elsewhere

MOST_SHOWN = 20
SPARKLINE = 24
_NAMES = ("category", "department", "rule_source")
_OVERLAP = "Groups overlap: a group that met several of these obstacles counts once in each, so groups must not be added up."
Pair = tuple[str, str]
"""Category and rule source."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Obstacle:
    """A recurring obstacle: one category, rule source and department, met by enough groups."""

    key: str
    category: str
    category_label: str
    rule_source: str
    rule_source_label: str
    department: str
    number_of_groups: int
    number_nameless: int
    """How many of the groups asked not to be named."""
    number_of_barriers: int
    number_open: int
    number_removed: int
    first_seen: date
    last_seen: date
    monthly: Sequence[int]
    """New barriers in each of the last 24 months, oldest first."""
    cost_pounds: int | None
    cost_n: int
    median_delay_days: float | None
    delay_n: int
    states: Sequence[tuple[str, int]]
    """The label of each state it is in and how many are, most first."""
    elsewhere: str
    """What other councils did with the same category and rule source, in a sentence; empty when nobody did."""
    cases: Args


_COLUMNS = (
    Column(
        "category",
        "Kind of barrier",
        "",
        lambda one: one.category_label,
        lambda one: one.cases,
        is_number=False,
    ),
    Column("rule-source", "Whose rule", "", lambda one: one.rule_source_label, is_number=False),
    Column("department", "Department", "", lambda one: one.department, is_number=False),
    Column("groups", "Groups", "groups", lambda one: one.number_of_groups, lambda one: one.cases),
    Column("nameless", definitions.NAMELESS.label, "groups", lambda one: one.number_nameless),
    Column("barriers", "Barriers", "barriers", lambda one: one.number_of_barriers, lambda one: one.cases),
    Column("open", "Still open", "barriers", lambda one: one.number_open),
    Column("removed", "Removed and confirmed", "barriers", lambda one: one.number_removed),
    Column("first-seen", "First seen", "", lambda one: one.first_seen.isoformat(), is_number=False),
    Column("last-seen", "Last seen", "", lambda one: one.last_seen.isoformat(), is_number=False),
    Column("cost", "Cost reported", "pounds", lambda one: one.cost_pounds),
    Column("delay", "Delay reported", "days, median", lambda one: one.median_delay_days),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Recurring:
    """The recurring obstacles, most groups first, with the rule they were found by."""

    minimum_groups: int
    months: int
    obstacles: Sequence[Obstacle]
    table: Table
    number_withheld: int


@dataclass(frozen=True)
class RecurringTriples:
    """The recurring obstacles before they are described: their places in the table of all triples, most groups first."""

    scope: Scope
    rules: CouncilRules
    places: list[int]
    groups: Array
    withheld: int
    triples: Array
    shape: tuple[int, ...]

    def value(self, place: int) -> dict[str, int | str]:
        """Return the attributes of one triple."""
        codes = np.unravel_index(place, self.shape)
        return {
            name: self.scope.facts.dimensions[name].values[int(code)]
            for name, code in zip(_NAMES, codes, strict=True)
        }

    def pairs(self) -> set[Pair]:
        """Return category and rule source of those that are described."""
        return {_pair(self.value(place)) for place in self.places[:MOST_SHOWN]}


def _pair(value: Mapping[str, int | str]) -> Pair:
    return str(value["category"]), str(value["rule_source"])


@kept
def find_recurring(scope: Scope, rules: CouncilRules) -> RecurringTriples:
    """Find the triples that enough groups met in the months of the rule; the public sees those that are not withheld."""
    until = scope.period.until
    scope = scope.about(Period(months_back(until, rules.recurrence_months), until))
    facts = scope.facts
    triples, shape = cross([facts.dimensions[name] for name in _NAMES])
    joined, number = np.flatnonzero(scope.joined), int(np.prod(shape))
    groups = facts.count_groups(joined, triples, number)
    certain = (
        facts.count_certain_groups(joined, triples, number)
        if scope.attributes
        else scope.guard.count("said", _NAMES).reshape(-1)
    )
    enough = certain >= rules.recurrence_groups
    hidden = np.zeros(len(groups), bool)
    if scope.is_public and enough.any():
        outside = set(scope.attributes) - RECURRENCE
        hidden = np.ones(len(groups), bool) if outside else scope.guard.hides("said", {}, _NAMES).reshape(-1)
    places = np.flatnonzero(enough & ~hidden)
    order = places[np.lexsort((places, -groups[places]))]
    return RecurringTriples(
        scope, rules, order.tolist(), groups, int((enough & hidden).sum()), triples, shape
    )


def recurring(scope: Scope) -> Recurring:
    """Describe what keeps coming back, and what other councils did about it, which is read each time."""
    rules = council_rules(scope.council)
    pairs = sorted(find_recurring(scope, rules).pairs())
    elsewhere = read_elsewhere(pairs, without=scope.council.id)
    return _describe_all(scope, rules, tuple(sorted(elsewhere.items())))


@kept
def _describe_all(scope: Scope, rules: CouncilRules, elsewhere: tuple[tuple[Pair, str], ...]) -> Recurring:
    found = find_recurring(scope, rules)
    rows = _RowsOf(found)
    obstacles = [
        _describe(found, rows, place, scope.names, dict(elsewhere)) for place in found.places[:MOST_SHOWN]
    ]
    rule = f"Here: {found.rules.recurrence_groups} groups in {found.rules.recurrence_months} months."
    table = Table(
        definition=replace(definitions.RECURRING, words=f"{definitions.RECURRING.words} {rule}"),
        columns=_COLUMNS,
        rows=rows_of(_COLUMNS, ((one.key, one) for one in obstacles)),
        note=_note(found),
        period=found.scope.period,
        overlap=_OVERLAP,
    )
    return Recurring(
        minimum_groups=found.rules.recurrence_groups,
        months=found.rules.recurrence_months,
        obstacles=obstacles,
        table=table,
        number_withheld=found.withheld,
    )


def barriers_behind(found: RecurringTriples) -> Array:
    """Return the mask of barriers behind all of them: those that a group met in the months of the rule."""
    is_found = np.zeros(len(found.groups), bool)
    is_found[found.places] = True
    mask: Array = found.scope.facts.barriers_of(found.scope.joined) & is_found[found.triples]
    return mask


class _RowsOf:
    """The rows of the obstacles that are described, looked up once for all of them."""

    def __init__(self, found: RecurringTriples) -> None:
        wanted = np.zeros(len(found.groups), bool)
        wanted[found.places[:MOST_SHOWN]] = True
        self.facts, self.triples = found.scope.facts, found.triples
        self.ever = np.flatnonzero(found.scope.matching & wanted[found.triples])
        self.joined = np.flatnonzero(found.scope.joined & wanted[found.triples][self.facts.affected_barrier])

    def at(self, place: int) -> tuple[Array, Array, Array]:
        """Return the barriers ever reported, those met in the months of the rule, and the affected rows of these."""
        joined = self.joined[self.triples[self.facts.affected_barrier[self.joined]] == place]
        met = np.unique(self.facts.affected_barrier[joined])
        return self.ever[self.triples[self.ever] == place], met, joined


def _describe(
    found: RecurringTriples, rows: _RowsOf, place: int, names: Names, elsewhere: Mapping[Pair, str]
) -> Obstacle:
    scope, facts = found.scope, found.scope.facts
    ever, met, joined = rows.at(place)
    cost, delay = (column[joined][column[joined] >= 0] for column in (facts.cost, facts.delay))
    states = scope.states[met]
    return Obstacle(
        **_named(found.value(place), names),
        number_of_groups=int(found.groups[place]),
        number_nameless=int(facts.count_nameless(joined)[0]),
        number_of_barriers=len(met),
        number_open=int(is_open(states).sum()),
        number_removed=int(is_state(states, State.REMOVED).sum()),
        first_seen=date.fromordinal(int(facts.day[ever].min())),
        last_seen=date.fromordinal(int(facts.affected_day[joined].max())),
        monthly=_monthly(scope, ever),
        cost_pounds=int(cost.sum(dtype="i8")) if len(cost) else None,
        cost_n=len(cost),
        median_delay_days=median(delay),
        delay_n=len(delay),
        states=_count_states(states),
        elsewhere=elsewhere.get(_pair(found.value(place)), ""),
        cases=scope.cases(definitions.RECURRING.key, **found.value(place)),
    )


def _named(value: Mapping[str, int | str], names: Names) -> dict[str, str]:
    """Name what an obstacle is: kind, whose rule, department, and the key of all three."""
    category, rule_source = _pair(value)
    return {
        "key": f"{category}-{rule_source}-{value['department']}",
        "category": category,
        "category_label": names.label("category", category),
        "rule_source": rule_source,
        "rule_source_label": names.label("rule_source", rule_source),
        "department": names.label("department", value["department"]),
    }


def _monthly(scope: Scope, ever: Array) -> list[int]:
    first = month_number(scope.period.until) - SPARKLINE + 1
    months = scope.facts.month[ever[scope.facts.day[ever] <= scope.period.until.toordinal()]]
    counts: list[int] = np.bincount(months[months >= first] - first, minlength=SPARKLINE).tolist()
    return counts


def _count_states(states: Array) -> list[tuple[str, int]]:
    counts = np.bincount(states, minlength=len(STATE_CODES)).tolist()
    found = [
        (STATE_LABELS[State(code)], number)
        for code, number in zip(STATE_CODES, counts, strict=True)
        if code and number
    ]
    return sorted(found, key=lambda one: -one[1])


def _note(found: RecurringTriples) -> str:
    scope = found.scope
    if scope.is_public and (len(scope.attributes) > MOST_TOGETHER or set(scope.attributes) - RECURRENCE):
        return definitions.TOO_MANY_FILTERS if found.withheld else ""
    parts = []
    if len(found.places) > MOST_SHOWN:
        parts.append(f"The first {MOST_SHOWN} of {len(found.places)} are shown.")
    if found.withheld:
        parts.append(
            f"{found.withheld} more are not shown, because fewer than {MINIMUM_GROUPS} groups met them or could be worked out."
        )
    return " ".join(parts)
