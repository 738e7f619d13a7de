"""Tables of the barriers reported in a period: by kind and area, by kind and rule, by department, by ward."""

from __future__ import annotations

import numpy as np

from forum.dashboards.engine.fact_table import crossed
from forum.dashboards.engine.layout import Array
from forum.dashboards.figures import definitions as words
from forum.dashboards.figures.headline import median
from forum.dashboards.figures.schema import Cell, Column, Definition, Row, Table
from forum.dashboards.figures.scope import Names, Scope

_HEADS = {
    "area": "Area",
    "category": "Kind of barrier",
    "department": "Department",
    "rule_source": "Whose rule",
}
TOTAL = "All"
TOO_MANY = (
    "The numbers inside this table are left out: with so many filters at once, small groups could be worked out. "
    "Remove a filter to see them."
)


def by_area(scope: Scope, names: Names) -> Table:
    """Count kinds of barrier by area."""
    return _crossed(scope, names, words.BY_AREA, "category", "area")


def by_rule_source(scope: Scope, names: Names) -> Table:
    """Count kinds of barrier by who owns the rule."""
    return _crossed(scope, names, words.BY_RULE_SOURCE, "category", "rule_source")


def by_department(scope: Scope, names: Names) -> Table:
    """Count by department, with what became of them."""
    return _outcomes(scope, names, words.BY_DEPARTMENT, "department")


def wards(scope: Scope, names: Names) -> Table:
    """Count by ward or place, with what became of them."""
    return _outcomes(scope, names, words.WARDS, "area")


def _crossed(scope: Scope, names: Names, definition: Definition, down: str, across: str) -> Table:
    dimensions = [scope.ledger.dimensions[down], scope.ledger.dimensions[across]]
    places, shape = crossed(dimensions)
    counts = np.bincount(places[scope.reported], minlength=int(np.prod(shape))).reshape(shape)
    hidden = _hidden(scope, down, across)
    lines = _Lines(scope, names, (down, across), counts, hidden)
    columns = _order(scope, names, across, counts.sum(axis=0))
    rows = [lines.row(one, columns) for one in _order(scope, names, down, counts.sum(axis=1))]
    heads = [
        Column(str(dimensions[1].values[one]), names.label(across, dimensions[1].values[one]))
        for one in columns
    ]
    totals = [_margin(scope, {across: dimensions[1].values[one]}, counts[:, one]) for one in columns]
    return Table(
        key=definition.key,
        title=definition.label,
        words=definition.words,
        columns=[Column(down, _HEADS[down], is_number=False), *heads, Column("all", TOTAL)],
        rows=rows,
        totals=Row(key="all", label=TOTAL, cells=[*totals, _margin(scope, {}, counts)]),
        note=note(scope, rows, down, across),
        period=scope.period,
    )


class _Lines:
    """The rows of a crossed table: its numbers, and which of them are withheld."""

    def __init__(
        self, scope: Scope, names: Names, dimensions: tuple[str, str], counts: Array, hidden: Array
    ) -> None:
        self.scope, self.names = scope, names
        self.down, self.across = dimensions
        self.counts, self.hidden = counts, hidden
        self.most = int(counts.max(initial=0, where=~hidden))

    def row(self, row: int, columns: list[int]) -> Row:
        """Give one row with its total."""
        value = self.scope.ledger.dimensions[self.down].values[row]
        cells = [self._cell(row, column) for column in columns]
        total = _margin(self.scope, {self.down: value}, self.counts[row])
        return Row(key=str(value), label=self.names.label(self.down, value), cells=[*cells, total])

    def _cell(self, row: int, column: int) -> Cell:
        if self.hidden[row, column]:
            return Cell(is_suppressed=True)
        count = int(self.counts[row, column])
        dimensions = self.scope.ledger.dimensions
        attributes = {
            self.down: dimensions[self.down].values[row],
            self.across: dimensions[self.across].values[column],
        }
        args = self.scope.args("reported", **attributes) if count else None
        return Cell(value=count, rows_args=args, share=count / self.most if self.most else 0.0)


def _hidden(scope: Scope, down: str, across: str) -> Array:
    """Tell which cells are withheld, in the whole table also where a filter leaves only one line of it."""
    fixed = {name: value for name, value in scope.attributes.items() if name not in {down, across}}
    return scope.guard.hides("reported", fixed, (down, across))


def _order(scope: Scope, names: Names, name: str, counts: Array) -> list[int]:
    """List the values that are shown: those that occur, areas and departments by name, kinds by their list."""
    values = scope.ledger.dimensions[name].values
    if name in scope.attributes:
        place = scope.ledger.dimensions[name].place(scope.attributes[name])
        return [place] if place >= 0 else []
    found = [int(place) for place in np.flatnonzero(counts)]
    if name in {"area", "department"}:
        found.sort(key=lambda place: (values[place] == 0, names.label(name, values[place])))
    return found


def _margin(scope: Scope, attributes: dict[str, int | str], counts: Array) -> Cell:
    if not scope.guard.shows("reported", scope.attributes | attributes):
        return Cell(is_suppressed=True)
    count = int(counts.sum())
    return Cell(value=count, rows_args=scope.args("reported", **attributes) if count else None)


def _outcomes(scope: Scope, names: Names, definition: Definition, name: str) -> Table:
    dimension = scope.ledger.dimensions[name]
    others = {other: value for other, value in scope.attributes.items() if other != name}
    hidden = scope.guard.hides("reported", others, (name,))
    numbers = _numbers(scope, dimension.codes, len(dimension.values))
    rows = []
    for place in _order(scope, names, name, np.asarray(numbers[0][1])):
        value = dimension.values[place]
        line = [(figure, column[place]) for figure, column in numbers]
        cells = _outcome_cells(scope, {name: value}, line, is_hidden=bool(hidden[place]))
        rows.append(Row(key=str(value), label=names.label(name, value), cells=cells))
    is_hidden = not scope.guard.shows("reported", scope.attributes)
    return Table(
        key=definition.key,
        title=definition.label,
        words=definition.words,
        columns=[Column(name, _HEADS[name], is_number=False), *_OUTCOME_COLUMNS],
        rows=rows,
        totals=Row(
            key="all", label=TOTAL, cells=_outcome_cells(scope, {}, _totals(scope), is_hidden=is_hidden)
        ),
        note=note(scope, rows, name),
        period=scope.period,
        overlap=words.GROUPS_OVERLAP,
    )


def _numbers(scope: Scope, codes: Array, size: int) -> list[tuple[str, list[float | None]]]:
    """Count each column of a table of outcomes, with the figure whose list is behind it."""
    masks, ledger = scope.outcomes, scope.ledger
    counts = {key: np.bincount(codes[mask], minlength=size).tolist() for key, mask in masks.items()}
    groups = ledger.count_groups(scope.reported_rows, codes, size).tolist()
    days, of = ledger.response_days[masks[_ANSWERED]], codes[masks[_ANSWERED]]
    waits = [median(days[of == one]) for one in range(size)]
    outcomes = [(key, counts[key]) for key in _OUTCOMES]
    return [("reported", counts["reported"]), ("", groups), *outcomes, (_ANSWERED, waits)]


def _totals(scope: Scope) -> list[tuple[str, float | None]]:
    masks, ledger = scope.outcomes, scope.ledger
    groups = int(ledger.count_groups(scope.reported_rows)[0])
    outcomes = [(key, int(masks[key].sum())) for key in _OUTCOMES]
    wait = median(ledger.response_days[masks[_ANSWERED]])
    return [("reported", int(scope.reported.sum())), ("", groups), *outcomes, (_ANSWERED, wait)]


_ANSWERED = "reported-answered"
_OUTCOMES = ("reported-open", "reported-removed", "reported-kept")
_OUTCOME_COLUMNS = (
    Column("reported", "Reported", "barriers"),
    Column("groups", "Groups affected", "groups"),
    Column("open", "Still open", "barriers"),
    Column("removed", "Removed and confirmed", "barriers"),
    Column("kept", "Kept, with a reason", "barriers"),
    Column("first-response", "First response", "working days, median"),
)


def _outcome_cells(
    scope: Scope,
    attributes: dict[str, int | str],
    numbers: list[tuple[str, float | None]],
    *,
    is_hidden: bool,
) -> list[Cell]:
    if is_hidden:
        return [Cell(is_suppressed=True) for _ in numbers]
    return [
        Cell(
            value=value, rows_args=scope.args(figure, **attributes) if figure and value is not None else None
        )
        for figure, value in numbers
    ]


def note(scope: Scope, rows: list[Row], *dimensions: str) -> str:
    """Say what a table leaves out, and why."""
    if not scope.is_public:
        return ""
    if len({*scope.attributes, *dimensions}) > 2:  # noqa: PLR2004  # guard.MOST_TOGETHER
        return TOO_MANY
    cells = [cell for row in rows for cell in row.cells]
    return words.SUPPRESSED if any(cell.is_suppressed for cell in cells) else ""
