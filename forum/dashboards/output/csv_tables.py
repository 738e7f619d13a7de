"""A dashboard's tables as CSV: one row of heads, what is withheld in a column of its own, and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from forum.core.spreadsheets import Cell as Written
from forum.dashboards.engine.fact_table import Period
from forum.dashboards.figures import definitions
from forum.dashboards.figures.headline import headline
from forum.dashboards.figures.schema import Column, Figure, Row, Table
from forum.dashboards.figures.scope import Scope
from forum.dashboards.figures.service import TABLES
from forum.dashboards.output.presenters import period_words

HEADLINE = "headline"
_FIGURE_HEAD = [
    "Figure", "Value", "Unit", "Number of cases", "Period before", "From", "To", "Withheld",
]  # fmt: skip
Note = Sequence[Written]


class CsvTable(NamedTuple):
    """The heads and rows of a file, and what to know about them."""

    head: Sequence[str]
    rows: Iterator[Sequence[Written]]
    notes: Sequence[Note]


def csv_table(scope: Scope, key: str) -> CsvTable | None:
    """Return one table of a dashboard by its key; None when there is no such table."""
    if key == HEADLINE:
        return CsvTable(_FIGURE_HEAD, map(_figure, headline(scope)), _headline_notes(headline(scope)))
    if key not in TABLES:
        return None
    table = TABLES[key](scope)
    heads = [_head(one) for one in table.columns]
    rows = [*table.rows, *([table.totals] if table.totals else [])]
    written = (_row(row, table.period, heads) for row in rows)
    return CsvTable([*heads, "From", "To", "Withheld"], written, _notes(table))


def _notes(table: Table) -> list[Note]:
    """Return what a table counts, in which days, and what to beware of."""
    is_cut = any(row.is_suppressed for row in table.rows)
    words = table.definition.words
    notes = {
        "Title": table.definition.label,
        "What it counts": words,
        "Dates": f"{period_words(table.period)}." if table.period else "",
        "Groups overlap": table.overlap,
        "Withheld": definitions.SUPPRESSED if is_cut else "",
        "More": "" if table.note in {definitions.SUPPRESSED, words} else table.note,
    }
    return [[name, text] for name, text in notes.items() if text]


def _head(column: Column) -> str:
    """Name a column with its unit, unless its label says it: no "Groups (groups)"."""
    is_said = not column.unit or column.unit.lower() in column.label.lower()
    return column.label if is_said else f"{column.label} ({column.unit})"


def _row(row: Row, period: Period | None, heads: Sequence[str]) -> list[Written]:
    """Write a row, its days, and the heads of the columns that are withheld in it."""
    withheld = [head for head, cell in zip(heads[1:], row.cells, strict=True) if cell.is_suppressed]
    return [row.label, *(cell.value for cell in row.cells), *_days(period), "; ".join(withheld)]


def _days(period: Period | None) -> tuple[Written, Written]:
    return (period.since, period.until) if period else (None, None)


def _figure(one: Figure) -> list[Written]:
    what, hidden = one.definition, "Value" if one.is_suppressed else ""
    return [what.label, one.value, what.unit, one.n, one.previous, *_days(one.period), hidden]


def _headline_notes(figures: Sequence[Figure]) -> list[Note]:
    notes: list[Note] = [[one.definition.label, one.definition.words] for one in figures]
    if any(one.is_suppressed for one in figures):
        notes.append(["Withheld", definitions.SUPPRESSED])
    period = figures[0].period
    return [*notes, ["Dates", f"{period_words(period)}."]] if period else notes
