"""Tables of the barriers reported in a period: by kind and area, by kind and rule, by department, by ward."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from forum.dashboards.engine.fact_table import cross, median
from forum.dashboards.engine.layout import Array
from forum.dashboards.figures import definitions
from forum.dashboards.figures.schema import Cell, Column, Definition, Row, Table, Value
from forum.dashboards.figures.scope import Scope, kept
from forum.dashboards.privacy.guard import MOST_TOGETHER

_HEADS = {
    "area": Column("area", "Area", is_number=False),
    "category": Column("category", "Kind of barrier", is_number=False),
    "department": Column("department", "Department", is_number=False),
    "rule_source": Column("rule_source", "Whose rule", is_number=False),
}
TOTAL = "All"
Lines = list[tuple[int, int | str]]
"""The code and the value of each line that is shown."""


def by_area(scope: Scope) -> Table:
    """Count kinds of barrier by area."""
    return _cross_table(scope, definitions.BY_AREA, "category", "area")


def by_rule_source(scope: Scope) -> Table:
    """Count kinds of barrier by who owns the rule."""
    return _cross_table(scope, definitions.BY_RULE_SOURCE, "category", "rule_source")


def by_department(scope: Scope) -> Table:
    """Count by department, with what became of them."""
    return _outcome_table(scope, definitions.BY_DEPARTMENT, "department")


def wards(scope: Scope) -> Table:
    """Count by ward or place, with what became of them."""
    return _outcome_table(scope, definitions.WARDS, "area")


@kept
def _cross_table(scope: Scope, definition: Definition, down: str, across: str) -> Table:
    dimensions = scope.facts.dimensions
    places, shape = cross([dimensions[down], dimensions[across]])
    counts = np.bincount(places[scope.reported], minlength=int(np.prod(shape))).reshape(shape)
    columns = [(code, dimensions[across].values[code]) for code in _order(scope, across, counts.sum(0))]
    lines = [(code, dimensions[down].values[code]) for code in _order(scope, down, counts.sum(1))]
    cells = _cross_cells(scope, counts, (down, across), lines, columns)
    margins = [_margin(scope, counts[code], {down: value}) for code, value in lines]
    rows = [
        Row(key=str(value), label=scope.names.label(down, value), cells=[*line, margin])
        for (_, value), line, margin in zip(lines, cells, margins, strict=True)
    ]
    totals = [_margin(scope, counts[:, code], {across: value}) for code, value in columns]
    heads = [Column(str(value), scope.names.label(across, value)) for _, value in columns]
    return Table(
        definition=definition,
        columns=[_HEADS[down], *heads, Column("all", TOTAL)],
        rows=rows,
        totals=Row(key="all", label=TOTAL, cells=[*totals, _margin(scope, counts, {})]),
        note=_note(scope, rows, down, across),
        period=scope.period,
    )


def _cross_cells(
    scope: Scope, counts: Array, names: tuple[str, str], lines: Lines, columns: Lines
) -> list[list[Cell]]:
    """Return the cells inside a table; each is withheld as in the whole table, also where a filter leaves one line of it."""
    down, across = names
    others = {name: value for name, value in scope.attributes.items() if name not in names}
    hidden = scope.guard.hides("reported", others, names)
    most = int(counts.max(initial=0, where=~hidden))
    return [
        [
            Cell(is_suppressed=True)
            if hidden[row, column]
            else _count(scope, int(counts[row, column]), {down: value, across: other}, most)
            for column, other in columns
        ]
        for row, value in lines
    ]


def _count(scope: Scope, number: int, attributes: dict[str, int | str], most: int = 0) -> Cell:
    cases = scope.cases("reported", **attributes) if number else None
    return Cell(value=number, cases=cases, share=number / most if most else None)


def _margin(scope: Scope, counts: Array, attributes: dict[str, int | str]) -> Cell:
    if not scope.shows("reported", **attributes):
        return Cell(is_suppressed=True)
    return _count(scope, int(counts.sum()), attributes)


def _order(scope: Scope, name: str, counts: Array) -> list[int]:
    """List the codes that are shown: those that occur, areas and departments by name, kinds by their list."""
    dimension = scope.facts.dimensions[name]
    if name in scope.attributes:
        code = dimension.code(scope.attributes[name])
        return [code] if code >= 0 else []
    found = [int(code) for code in np.flatnonzero(counts)]
    if name in {"area", "department"}:
        found.sort(
            key=lambda code: (dimension.values[code] == 0, scope.names.label(name, dimension.values[code]))
        )
    return found


@dataclass(frozen=True, slots=True)
class _Grouping:
    """The barriers reported in a period, put into `size` groups by a code for each barrier."""

    scope: Scope
    codes: Array
    size: int

    def count(self, outcome: str) -> list[Value]:
        """Count the barriers of an outcome in each group."""
        counts: list[Value] = np.bincount(
            self.codes[self.scope.outcomes[outcome]], minlength=self.size
        ).tolist()
        return counts

    def affected(self) -> list[Value]:
        """Count the groups affected in each group of barriers."""
        counts: list[Value] = self.scope.facts.count_groups(
            self.scope.reported_rows, self.codes, self.size
        ).tolist()
        return counts

    def nameless(self) -> list[Value]:
        """Count those of them that asked not to be named."""
        counts: list[Value] = self.scope.facts.count_nameless(
            self.scope.reported_rows, self.codes, self.size
        ).tolist()
        return counts

    def waits(self) -> list[Value]:
        """Return the median wait for the first response in each group."""
        answered = self.scope.outcomes["reported-answered"]
        days, codes = self.scope.facts.response_days[answered], self.codes[answered]
        return [median(days[codes == one]) for one in range(self.size)]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A column of a table of outcomes: how it is counted in each group, and the figure whose cases are behind it."""

    key: str
    label: str
    unit: str
    count: Callable[[_Grouping], list[Value]]
    figure: str = ""


_OUTCOMES = (
    _Outcome("reported", "Reported", "barriers", lambda by: by.count("reported"), "reported"),
    _Outcome("groups", "Groups affected", "groups", lambda by: by.affected()),
    _Outcome("nameless", definitions.NAMELESS.label, "groups", lambda by: by.nameless()),
    _Outcome("open", "Still open", "barriers", lambda by: by.count("reported-open"), "reported-open"),
    _Outcome(
        "removed",
        "Removed and confirmed",
        "barriers",
        lambda by: by.count("reported-removed"),
        "reported-removed",
    ),
    _Outcome(
        "kept", "Kept, with a reason", "barriers", lambda by: by.count("reported-kept"), "reported-kept"
    ),
    _Outcome(
        "first-response",
        "First response",
        "working days, median",
        lambda by: by.waits(),
        "reported-answered",
    ),
)


@kept
def _outcome_table(scope: Scope, definition: Definition, name: str) -> Table:
    dimension = scope.facts.dimensions[name]
    others = {other: value for other, value in scope.attributes.items() if other != name}
    hidden = scope.guard.hides("reported", others, (name,))
    by_value = _Grouping(scope, dimension.codes, len(dimension.values))
    numbers = [one.count(by_value) for one in _OUTCOMES]
    rows = []
    for code in _order(scope, name, np.asarray(numbers[0])):
        value = dimension.values[code]
        line = [] if hidden[code] else [column[code] for column in numbers]
        cells = _outcome_cells(scope, {name: value}, line)
        rows.append(Row(key=str(value), label=scope.names.label(name, value), cells=cells))
    together = _Grouping(scope, np.zeros(scope.facts.size, "i4"), 1)
    total = [one.count(together)[0] for one in _OUTCOMES] if scope.shows("reported") else []
    return Table(
        definition=definition,
        columns=[_HEADS[name], *(Column(one.key, one.label, one.unit) for one in _OUTCOMES)],
        rows=rows,
        totals=Row(key="all", label=TOTAL, cells=_outcome_cells(scope, {}, total)),
        note=_note(scope, rows, name),
        period=scope.period,
        overlap=definitions.GROUPS_OVERLAP,
    )


def _outcome_cells(scope: Scope, attributes: dict[str, int | str], numbers: list[Value]) -> list[Cell]:
    """Return the cells of one line; without numbers, all are withheld."""
    if not numbers:
        return [Cell(is_suppressed=True) for _ in _OUTCOMES]
    return [
        Cell(
            value=number,
            cases=scope.cases(one.figure, **attributes) if one.figure and number is not None else None,
        )
        for one, number in zip(_OUTCOMES, numbers, strict=True)
    ]


def _note(scope: Scope, rows: list[Row], *dimensions: str) -> str:
    """Return what a table leaves out, and why."""
    if not scope.is_public:
        return ""
    if len({*scope.attributes, *dimensions}) > MOST_TOGETHER:
        return definitions.TOO_MANY_FILTERS
    return definitions.SUPPRESSED if any(row.is_suppressed for row in rows) else ""
