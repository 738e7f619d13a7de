"""Turns what was counted into what templates write down: words, addresses and weights, made once for each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote_plus, urlencode

from flask import url_for

from forum.councils.models import Council
from forum.dashboards.figures.filters import Filters
from forum.dashboards.figures.schema import Args, Audience, Cell, Figure, Row, Table
from forum.dashboards.output.svg_charts import level_of
from forum.dashboards.output.words import HIDDEN, compared, number_words, unit_words
from forum.dashboards.views.chapters import GLANCE

WITH, COUNCIL_ONLY = "with", "council-only"
"""The argument by which an officer asks for the council-only cases too; nobody else's is heard."""

STAR = "*"
"""What stands for a number that is withheld where cells are narrow; heat_table says it in words too."""
PLAIN_UNITS = frozenset({"", "barriers", "groups", "times"})
"""Units that a column's own words, or the words above its table, say already."""


@dataclass(frozen=True)
class Addresses:
    """The addresses of one council's figures, with the filters and the audience kept."""

    council: Council
    filters: Filters
    audience: Audience
    chapter: str = GLANCE

    @property
    def kept(self) -> dict[str, str]:
        """What every address of this page carries."""
        return self.filters.to_args() | self._more

    def rows(self, args: Args | None) -> str | None:
        """Give the address of the list behind a figure; None where no list may be shown."""
        if args is None:
            return None
        # A page has a thousand of these, so its path is made once, and each value is quoted once.
        return self._rows + "&".join([f"{name}={_quoted(value)}" for name, value in args.items()])

    def table(self, key: str) -> str:
        """Give the address of a table as CSV."""
        return _with(url_for("figures_as_csv.table", slug=self.council.slug, table=key), self.kept)

    def dashboard(self, **changed: str | None) -> str:
        """Give the address of the page with some arguments changed, or left out where they are None."""
        args = {name: value for name, value in (self.kept | changed).items() if value is not None}
        if self.chapter == GLANCE:
            return _with(url_for("dashboard.dashboard", slug=self.council.slug), args)
        return _with(url_for("dashboard.chapter", slug=self.council.slug, chapter=self.chapter), args)

    @property
    def _more(self) -> dict[str, str]:
        return {WITH: COUNCIL_ONLY} if self.audience is Audience.OFFICER else {}

    @cached_property
    def _rows(self) -> str:
        path = url_for("dashboard.rows", slug=self.council.slug)
        return f"{path}?{urlencode(self._more)}&" if self._more else f"{path}?"


def _with(path: str, args: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(args)}" if args else path


@lru_cache(maxsize=2_000)
def _quoted(value: str) -> str:
    return quote_plus(value, safe=":")


@dataclass(frozen=True, slots=True)
class ShownTable:
    """One table as data_table and heat_table take it."""

    key: str
    title: str
    words: str
    note: str
    head: list[str]
    numeric: list[int]
    rows: list[Any]
    totals: list[Any] | None
    csv_url: str
    has_hidden: bool
    overlap: str
    left_out: str
    """Rows of which nothing may be shown, by name in a sentence, so that the table stays short."""


def show_table(table: Table, addresses: Addresses) -> ShownTable:
    """Prepare a table whose cells are words or links."""
    return _shown(table, addresses, [_row(one, addresses) for one in table.rows if not _is_hidden(one)])


def show_heat(table: Table, addresses: Addresses) -> ShownTable:
    """Prepare a table whose cells weigh more the more they count; the sums at its edges have no weight."""
    rows = [
        (row.label, addresses.rows(row.rows_args), [_weighed(cell, addresses) for cell in row.cells])
        for row in table.rows
        if not _is_hidden(row)
    ]
    shown = _shown(table, addresses, rows)
    if table.totals is not None:
        total = (table.totals.label, None, [_weighed(cell, addresses) for cell in table.totals.cells])
        shown = replace(shown, totals=[total])
    return shown


def show_figures(figures: Sequence[Figure], addresses: Addresses) -> list[dict[str, object]]:
    """Prepare the headline figures."""
    return [
        {
            "key": one.definition.key,
            "label": one.definition.label,
            "number": HIDDEN if one.is_suppressed else number_words(one.value),
            "unit": "" if one.value is None else unit_words(one.definition),
            "n_words": _rests_on(one),
            "compared": compared(one),
            "url": addresses.rows(one.rows_args),
            "definition": one.definition.words,
        }
        for one in figures
    ]


def _rests_on(figure: Figure) -> str:
    """Say how many cases a figure rests on, where it is not itself their number."""
    if figure.n is None or figure.is_suppressed or (figure.value == figure.n and figure.value):
        return ""
    if not figure.n:
        return "" if figure.value == 0 else "There is nothing to count"
    return f"From {figure.n:,} {figure.n_words}"


def _shown(table: Table, addresses: Addresses, rows: list[Any]) -> ShownTable:
    cells = [cell for row in table.rows for cell in row.cells]
    return ShownTable(
        key=table.key,
        title=table.title,
        words=table.words,
        note=table.note,
        head=[
            f"{one.label}, {one.unit}" if one.unit not in PLAIN_UNITS else one.label for one in table.columns
        ],
        numeric=[at for at, one in enumerate(table.columns) if one.is_number and at],
        rows=rows,
        totals=_row(table.totals, addresses) if table.totals else None,
        csv_url=addresses.table(table.key),
        has_hidden=any(cell.is_suppressed for cell in cells),
        overlap=table.overlap,
        left_out=", ".join(row.label for row in table.rows if _is_hidden(row)),
    )


def _is_hidden(row: Row) -> bool:
    """Tell whether a row has no number to show."""
    return any(cell.is_suppressed for cell in row.cells) and not any(cell.value for cell in row.cells)


def _row(row: Row, addresses: Addresses) -> list[Any]:
    return [_linked(row.label, row.rows_args, addresses), *(_cell(one, addresses) for one in row.cells)]


def _cell(cell: Cell, addresses: Addresses) -> str | tuple[str, str]:
    args = cell.rows_args if cell.value else None
    return _linked(HIDDEN if cell.is_suppressed else number_words(cell.value), args, addresses)


def _linked(words: str, args: Args | None, addresses: Addresses) -> str | tuple[str, str]:
    url = addresses.rows(args)
    return (words, url) if url else words


def _weighed(cell: Cell, addresses: Addresses) -> tuple[str, str | None, int | str]:
    if cell.is_suppressed:
        return STAR, None, "hidden"
    words = "·" if cell.value == 0 else number_words(cell.value)
    return words, addresses.rows(cell.rows_args), level_of(cell.share, 1)
