"""Tables of the barriers reported in a period: by kind and area, by kind and rule, by department, by ward."""

from __future__ import annotations

import numpy as np

from forum.barriers.lifecycle import State
from forum.dashboards import definitions as words
from forum.dashboards.columns import Array
from forum.dashboards.headline import median
from forum.dashboards.ledger import crossed, is_open, is_state
from forum.dashboards.scope import Names, Scope
from forum.dashboards.shapes import Cell, Column, Definition, Row, Table

_HEADS = {
    "area": "Area",
    "category": "Kind of barrier",
    "department": "Department",
    "rule_source": "Whose rule",
}
TOTAL = "All"
TOO_MANY = (
    "The numbers inside this table are left out: with so many filters at once, small groups could be worked out. "
    "Take a filter away to see them."
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
    rows = _order(scope, names, down, counts.sum(axis=1))
    columns = _order(scope, names, across, counts.sum(axis=0))
    hidden = _hidden(scope, down, across)
    most = int(counts.max(initial=0, where=~hidden))
    lines = [
        Row(
            key=str(dimensions[0].values[row]),
            label=names.label(down, dimensions[0].values[row]),
            cells=[
                *(
                    _cell(
                        scope,
                        int(counts[row, column]),
                        bool(hidden[row, column]),
                        most,
                        {down: dimensions[0].values[row], across: dimensions[1].values[column]},
                    )
                    for column in columns
                ),
                _margin(scope, {down: dimensions[0].values[row]}, counts[row]),
            ],
        )
        for row in rows
    ]
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
        rows=lines,
        totals=Row(key="all", label=TOTAL, cells=[*totals, _margin(scope, {}, counts)]),
        note=note(scope, [*lines], down, across),
    )


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
    found = np.flatnonzero(counts).tolist()
    if name in {"area", "department"}:
        found.sort(key=lambda place: (values[place] == 0, names.label(name, values[place])))
    return [int(place) for place in found]


def _cell(scope: Scope, count: int, is_hidden: bool, most: int, attributes: dict[str, int | str]) -> Cell:
    if is_hidden:
        return Cell(is_suppressed=True)
    args = scope.args("reported", **attributes) if count else None
    return Cell(value=count, rows_args=args, share=count / most if most else 0.0)


def _margin(scope: Scope, attributes: dict[str, int | str], counts: Array) -> Cell:
    if not scope.guard.shows("reported", scope.attributes | attributes):
        return Cell(is_suppressed=True)
    count = int(counts.sum())
    return Cell(value=count, rows_args=scope.args("reported", **attributes) if count else None)


def _outcomes(scope: Scope, names: Names, definition: Definition, name: str) -> Table:
    dimension = scope.ledger.dimensions[name]
    hidden = scope.guard.hides(
        "reported", {other: value for other, value in scope.attributes.items() if other != name}, (name,)
    )
    size = len(dimension.values)
    masks = _masks(scope)
    counts = {key: np.bincount(dimension.codes[mask], minlength=size) for key, mask in masks.items()}
    rows_said = scope.reported[scope.ledger.index]
    groups = scope.ledger.count_groups(rows_said, dimension.codes[scope.ledger.index], size)
    waits = [
        median(scope.ledger.response_days[masks[_ANSWERED] & (dimension.codes == one)]) for one in range(size)
    ]
    lines = []
    for place in _order(scope, names, name, counts["reported"]):
        numbers: list[tuple[str, float | None]] = [
            ("reported", int(counts["reported"][place])),
            ("", int(groups[place])),
        ]
        numbers += [(key, int(counts[key][place])) for key in _OUTCOMES] + [(_ANSWERED, waits[place])]
        value = dimension.values[place]
        lines.append(_outcome_row(scope, names, name, value, numbers, is_hidden=bool(hidden[place])))
    everybody = int(scope.ledger.count_groups(rows_said)[0])
    totals: list[tuple[str, float | None]] = [("reported", int(scope.reported.sum())), ("", everybody)]
    totals += [(key, int(masks[key].sum())) for key in _OUTCOMES]
    totals += [(_ANSWERED, median(scope.ledger.response_days[masks[_ANSWERED]]))]
    shown = scope.guard.shows("reported", scope.attributes)
    return Table(
        key=definition.key,
        title=definition.label,
        words=definition.words,
        columns=[Column(name, _HEADS[name], is_number=False), *_OUTCOME_COLUMNS],
        rows=lines,
        totals=Row(key="all", label=TOTAL, cells=_outcome_cells(scope, {}, totals, is_hidden=not shown)),
        note=note(scope, lines, name),
    )


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


def _masks(scope: Scope) -> dict[str, Array]:
    return {
        "reported": scope.reported,
        "reported-open": scope.reported & is_open(scope.states),
        "reported-removed": scope.reported & is_state(scope.states, State.REMOVED),
        "reported-kept": scope.reported & is_state(scope.states, State.KEPT),
        _ANSWERED: answered_by_the_end(scope),
    }


def answered_by_the_end(scope: Scope) -> Array:
    """Those reported in the period that were answered by its end."""
    ledger = scope.ledger
    by_then = (ledger.response_day > 0) & (ledger.response_day <= scope.period.until.toordinal())
    mask: Array = scope.reported & by_then
    return mask


def _outcome_row(
    scope: Scope,
    names: Names,
    name: str,
    value: int | str,
    numbers: list[tuple[str, float | None]],
    *,
    is_hidden: bool,
) -> Row:
    cells = _outcome_cells(scope, {name: value}, numbers, is_hidden=is_hidden)
    return Row(key=str(value), label=names.label(name, value), cells=cells)


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
