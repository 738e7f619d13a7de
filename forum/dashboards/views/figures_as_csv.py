"""Each table and chart of a council's figures as a file, suppressed as on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from forum.core import clock
from forum.core.spreadsheets import Cell as Written
from forum.core.spreadsheets import file_name, stream_csv
from forum.councils.standing import current_standing
from forum.dashboards.definitions import SUPPRESSED, TREND
from forum.dashboards.reading import read_dashboard, read_headline
from forum.dashboards.shapes import Audience, Cell, Column, Dashboard, Figure, Row, Table
from forum.dashboards.views.options import audience_of, filters_asked, options_of
from forum.dashboards.views.places import council_at
from forum.dashboards.words import HIDDEN, period_words
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("figures_as_csv", __name__)

HEADLINE = "headline"


@blueprint.get("/councils/<slug>/dashboard/<table>.csv")
@public
def table(slug: str, table: str) -> ResponseReturnValue:
    """Give one table as CSV; with `bom=1` so that Excel reads its letters right."""
    council, standing = council_at(slug), current_standing()
    if standing.person is None:
        keep_for_visitors()
    options = options_of(council)
    filters = filters_asked(options).filters
    audience = audience_of(standing, council)
    period = period_words(filters.period(clock.today()))
    if table == HEADLINE:
        head, rows = _headline(read_headline(council, filters, audience), period)
    else:
        found = _tables(read_dashboard(council, filters, audience, options.names)).get(table)
        if found is None:
            abort(404, "There is no such table.")
        head, rows = _lines(found, period, audience)
    written = stream_csv(head, rows, with_bom=request.args.get("bom") == "1")
    response = Response(written, mimetype="text/csv")
    name = file_name(council.slug, table, clock.today())
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _tables(counted: Dashboard) -> dict[str, Table]:
    silence = counted.silence
    tables = (
        counted.recurring.table, counted.by_area, counted.by_rule_source, counted.by_department, counted.wards,
        counted.left_out, counted.trend.table, counted.time_to_removal.table, silence.areas, silence.kinds,
        silence.shares, counted.unmet_needs,
    )  # fmt: skip
    return {one.key: one for one in tables}


def _lines(shown: Table, period: str, audience: Audience) -> tuple[list[str], Iterator[list[Written]]]:
    """Write a table's rows and totals; what it counts and when stands in the last column of the first row."""
    head = [_head(one) for one in shown.columns]
    is_cut = any(cell.is_suppressed for row in shown.rows for cell in row.cells)
    parts = (
        shown.words,
        "" if shown.key == TREND.key else f"{period}.",
        SUPPRESSED if is_cut else "",
        shown.note,
    )
    note = " ".join(dict.fromkeys(filter(None, parts)))
    if audience is Audience.OFFICER:
        note += " Cases for the council only are counted too: not to be published."
    rows = [*shown.rows, *([shown.totals] if shown.totals else [])]
    return [*head, "Notes"], ([*_row(row), "" if at else note] for at, row in enumerate(rows))


def _head(column: Column) -> str:
    """Name a column with its unit, unless its label says it: no "Groups (groups)"."""
    is_said = not column.unit or column.unit.lower() in column.label.lower()
    return column.label if is_said else f"{column.label} ({column.unit})"


def _row(row: Row) -> list[Written]:
    return [row.label, *(_value(cell) for cell in row.cells)]


def _value(cell: Cell) -> Written:
    return HIDDEN if cell.is_suppressed else cell.value


def _headline(figures: Sequence[Figure], period: str) -> tuple[list[str], Iterator[list[Written]]]:
    head = ["Figure", "Value", "Unit", "Number of cases", "Period before", "Period", "Notes"]
    rows: Iterator[list[Written]] = (
        [
            one.definition.label,
            HIDDEN if one.is_suppressed else one.value,
            one.definition.unit,
            one.n,
            one.previous,
            period,
            one.definition.words,
        ]
        for one in figures
    )
    return head, rows
