"""What a dashboard is made of, as pages, files and mails receive it: already counted, already suppressed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forum.dashboards.engine.fact_table import Period

Args = Mapping[str, str]
"""The query string of the list of cases behind a figure: the filters, and `figure`."""
Value = float | str | None


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure counts, in the words that its page prints."""

    key: str
    label: str
    unit: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One number with its definition, how many cases it rests on, and what it was in the period before.

    `value` is None when there is nothing to count, or when it is suppressed; `cases` is None when no list may be shown.
    """

    definition: Definition
    value: float | None
    n: int | None = None
    n_words: str = ""
    previous: float | None = None
    is_suppressed: bool = False
    cases: Args | None = None
    period: Period | None = None
    """The days that were counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One place of a table: a number or words; `cases` leads to the barriers that it counts.

    `share` is a number between 0 and 1 that a heat table may shade by.
    """

    value: Value = None
    is_suppressed: bool = False
    cases: Args | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column, defined once for the page, the file and whatever else reads the table.

    `value` returns what stands in it for one item of the table, `cases` the list behind that, and `is_suppressed` whether
    it is withheld. The first column of a table heads its rows.
    """

    key: str
    label: str
    unit: str = ""
    value: Callable[[Any], Value] | None = None
    cases: Callable[[Any], Args | None] | None = None
    is_suppressed: Callable[[Any], bool] | None = None
    is_number: bool = True

    def cell(self, item: Any) -> Cell:  # noqa: ANN401  # whatever the table is made of
        """Return the cell of one item."""
        if self.is_suppressed and self.is_suppressed(item):
            return Cell(is_suppressed=True)
        return Cell(
            value=self.value(item) if self.value else None, cases=self.cases(item) if self.cases else None
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row of a table: its head, and a cell for each column after the first."""

    key: str
    label: str
    cells: Sequence[Cell]
    cases: Args | None = None

    @property
    def is_suppressed(self) -> bool:
        """Return whether a number is withheld in it."""
        return any(cell.is_suppressed for cell in self.cells)


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """One table with its definition, and a note on what is left out of it and why.

    `columns[0]` heads the rows' labels; `totals` is the last row where the numbers add up.
    """

    definition: Definition
    columns: Sequence[Column]
    rows: Sequence[Row]
    totals: Row | None = None
    note: str = ""
    period: Period | None = None
    """The days that were counted, which every page and file names; None where the rows name them."""
    overlap: str = ""
    """Why the rows add up to more than their total, where they do."""


def rows_of(columns: Sequence[Column], items: Iterable[tuple[str, Any]]) -> list[Row]:
    """Return a row for each (key, item): the first column is its head, the others make its cells."""
    first, *others = columns
    rows = []
    for key, item in items:
        label = first.cell(item)
        cells = [column.cell(item) for column in others]
        rows.append(Row(key=key, label=str(label.value), cells=cells, cases=label.cases))
    return rows
