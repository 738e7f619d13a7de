"""Each table and chart of a council's figures as a file: one row of heads, what is withheld in a column of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from itertools import chain
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from forum.core import clock
from forum.core.spreadsheets import Cell as Written
from forum.core.spreadsheets import file_name, stream_csv
from forum.councils.identity import current_identity
from forum.councils.models import Council
from forum.dashboards.figures.definitions import HEADLINE as FIGURES
from forum.dashboards.figures.definitions import SUPPRESSED
from forum.dashboards.figures.filters import Filters
from forum.dashboards.figures.schema import Audience, Cell, Column, Dashboard, Figure, Period, Row, Table
from forum.dashboards.figures.scope import Names
from forum.dashboards.figures.service import read_dashboard, read_headline
from forum.dashboards.output.words import period_words
from forum.dashboards.views.filter_form import audience_of, date_errors, filters_asked, options_of
from forum.dashboards.views.places import council_at, whole_address
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("figures_as_csv", __name__)

HEADLINE = "headline"
NOTES_FILE = "-notes"
NOTES, BELOW = "notes", "below"
"""The argument by which the notes stand in the table's own file, below a blank line."""
NOT_TO_PUBLISH = "Includes cases for the council only: do not publish."
Lines = Iterator[Sequence[Written]]


@blueprint.get("/councils/<slug>/dashboard/<table>.csv")
@public
def table(slug: str, table: str) -> ResponseReturnValue:
    """Give one table as CSV, or the notes on it; with `bom=1` so that Excel reads its letters right."""
    council, identity = council_at(slug), current_identity()
    if identity.person is None:
        keep_for_visitors()
    options, audience = options_of(council), audience_of(identity, council)
    asked = filters_asked(options)
    refusals = [*date_errors(asked, audience).values(), *asked.notices]
    if refusals:
        return Response("\n".join(refusals), HTTPStatus.BAD_REQUEST, mimetype="text/plain")
    key = table.removesuffix(NOTES_FILE)
    found = _read(council, key, asked.filters, audience, options.names)
    if found is None:
        abort(HTTPStatus.NOT_FOUND, "There is no such table.")
    head, lines, notes = found
    if table != key:
        head, lines = ["Note", "Text"], iter(notes)
    elif request.args.get(NOTES) == BELOW:
        lines = chain(lines, [[]], notes)
    return _answer(council, table, stream_csv(head, lines, with_bom=request.args.get("bom") == "1"))


def _answer(council: Council, table: str, written: Iterator[bytes]) -> Response:
    response = Response(written, mimetype="text/csv")
    name = file_name(council.slug, table, clock.today())
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _read(
    council: Council, key: str, filters: Filters, audience: Audience, names: Names
) -> tuple[list[str], Lines, list[list[Written]]] | None:
    """Give the heads, the rows and the notes of a table; None when there is no such table."""
    if key == HEADLINE:
        figures = read_headline(council, filters, audience)
        return _FIGURE_HEAD, map(_figure, figures), [*_about(figures), *_notes(council, key, audience)]
    shown = _tables(read_dashboard(council, filters, audience, names)).get(key)
    if shown is None:
        return None
    rows = [*shown.rows, *([shown.totals] if shown.totals else [])]
    heads = [_head(one) for one in shown.columns]
    lines = ([*_row(row), *_days(shown.period), _withheld(row, heads)] for row in rows)
    return [*heads, "From", "To", "Withheld"], lines, [*_words(shown), *_notes(council, key, audience)]


def _tables(counted: Dashboard) -> dict[str, Table]:
    silence = counted.silence
    tables = (
        counted.recurring.table, counted.by_area, counted.by_rule_source, counted.by_department, counted.wards,
        counted.left_out, counted.trend.table, counted.time_to_removal.table, silence.areas, silence.kinds,
        silence.shares, counted.unmet_needs,
    )  # fmt: skip
    return {one.key: one for one in tables}


def _words(shown: Table) -> list[list[Written]]:
    """Say what a table counts, in which days, and what to beware of."""
    is_cut = any(cell.is_suppressed for row in shown.rows for cell in row.cells)
    notes = {
        "Title": shown.title,
        "What it counts": shown.words,
        "Dates": f"{period_words(shown.period)}." if shown.period else "",
        "Groups overlap": shown.overlap,
        "Withheld": SUPPRESSED if is_cut else "",
        "More": "" if shown.note in {SUPPRESSED, shown.words} else shown.note,
    }
    return [[name, text] for name, text in notes.items() if text]


def _notes(council: Council, key: str, audience: Audience) -> list[list[Written]]:
    """Say whose figures a file holds, where they came from, and when."""
    args = {name: value for name, value in request.args.items() if name in _KEPT}
    path = url_for(".table", slug=council.slug, table=key)
    address = whole_address(f"{path}?{urlencode(args)}" if args else path)
    notes: list[list[Written]] = [
        ["Council", council.official_name or council.name],
        ["Taken from", address],
        ["On", clock.today()],
    ]
    return [*notes, ["For officers", NOT_TO_PUBLISH]] if audience is Audience.OFFICER else notes


_KEPT = frozenset({"since", "until", "area", "category", "department", "rule-source", "with"})


def _head(column: Column) -> str:
    """Name a column with its unit, unless its label says it: no "Groups (groups)"."""
    is_said = not column.unit or column.unit.lower() in column.label.lower()
    return column.label if is_said else f"{column.label} ({column.unit})"


def _row(row: Row) -> list[Written]:
    return [row.label, *(_value(cell) for cell in row.cells)]


def _value(cell: Cell) -> Written:
    return None if cell.is_suppressed else cell.value


def _withheld(row: Row, heads: Sequence[str]) -> str:
    """Name the columns whose numbers are withheld in a row."""
    return "; ".join(head for head, cell in zip(heads[1:], row.cells, strict=True) if cell.is_suppressed)


def _days(period: Period | None) -> tuple[Written, Written]:
    return (period.since, period.until) if period else (None, None)


_FIGURE_HEAD = [
    "Figure", "Value", "Unit", "Number of cases", "Period before", "From", "To", "Withheld",
]  # fmt: skip


def _figure(one: Figure) -> list[Written]:
    hidden = "Value" if one.is_suppressed else ""
    what = one.definition
    return [what.label, one.value, what.unit, one.n, one.previous, *_days(one.period), hidden]


def _about(figures: Sequence[Figure]) -> list[list[Written]]:
    notes: list[list[Written]] = [[one.label, one.words] for one in FIGURES]
    if any(one.is_suppressed for one in figures):
        notes.append(["Withheld", SUPPRESSED])
    period = figures[0].period
    return [*notes, ["Dates", f"{period_words(period)}."]] if period else notes
