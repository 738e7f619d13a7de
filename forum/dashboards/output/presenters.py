"""Turns what was counted into what templates write down: words, addresses and weights, made once for each cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote_plus, urlencode

from flask import url_for

from forum.core.formatting import count, day, pounds
from forum.councils.maps import ward_map
from forum.councils.models import Council
from forum.dashboards.engine.fact_table import Audience, Period
from forum.dashboards.figures import definitions
from forum.dashboards.figures.breakdowns import by_department, wards
from forum.dashboards.figures.headline import headline
from forum.dashboards.figures.over_time import Curve, time_to_removal, trend
from forum.dashboards.figures.people import silence
from forum.dashboards.figures.recurring import Obstacle, recurring
from forum.dashboards.figures.schema import Args, Cell, Definition, Figure, Row, Table
from forum.dashboards.figures.scope import FigureFilters, Scope
from forum.dashboards.output.svg_charts import draw_lines, draw_steps, level_of

HIDDEN = "withheld"
NOTHING = "–"
GLANCE = "glance"
WITH, COUNCIL_ONLY = "with", "council-only"
"""The parameter by which an officer asks for the council-only cases too; nobody else's is heard."""
STAR = "*"
"""What stands for a number that is withheld where cells are narrow; heat_table says it in words too."""
PLAIN_UNITS = frozenset({"", "barriers", "groups", "times"})
"""Units that a column's own words, or the words above its table, say already."""
A_HUNDRED = 100
Part = Callable[[Scope, "Addresses"], object]
"""Prepares one part of a dashboard's page for its template."""


# Words.


def number_words(value: float | str | None) -> str:
    """Write a number as people read it: 1,234; 6.5; a dash for none; words as they are."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    rounded = round(value, 1) if abs(value) < A_HUNDRED else round(value)
    return f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,}"


def figure_words(figure: Figure) -> str:
    """Write a figure's number, or that it is withheld."""
    return HIDDEN if figure.is_suppressed else number_words(figure.value)


def month_words(when: date) -> str:
    """Write a date for narrow places, as in May 2026."""
    return f"{when:%b %Y}"


def period_words(period: Period) -> str:
    """Write a span of days."""
    return f"{day(period.since)} to {day(period.until)}"


def unit_words(definition: Definition) -> str:
    """Return the unit to stand behind a number; none where the label says it."""
    return definition.unit.partition(",")[0] if "days" in definition.unit else ""


def _compared(figure: Figure) -> str:
    """Compare a figure with the period before; without judging, as more can be good news."""
    now, was = figure.value, figure.previous
    if figure.is_suppressed or now is None:
        return ""
    if was is None:
        return "Nothing to compare with in the period before."
    if now == was:
        return f"The same as in the period before ({number_words(was)})."
    unit = unit_words(figure.definition)
    more, less = ("longer", "shorter") if unit else ("more", "fewer")
    by = f"{number_words(abs(now - was))} {unit}".strip()
    return f"{by} {more if now > was else less} than in the period before ({number_words(was)})."


def _rests_on(figure: Figure) -> str:
    """Return how many cases a figure rests on, where it is not itself their number."""
    if figure.n is None or figure.is_suppressed or (figure.value == figure.n and figure.value):
        return ""
    if not figure.n:
        return "" if figure.value == 0 else "There is nothing to count"
    return f"From {figure.n:,} {figure.n_words}"


def _curve_words(curve: Curve) -> str:
    """Return the percentiles of the time to removal in a sentence, the unfinished ones counted."""
    if curve.is_suppressed:
        return "Too few groups reported this, so it is withheld."
    if not curve.number_of_cases:
        return "Nothing was reported in these dates."
    told = (
        f"Of {curve.number_of_cases:,} barriers reported in these dates, {curve.number_removed:,} are gone."
    )
    if curve.quarter is None:
        return f"{told} Fewer than a quarter are gone so far, so no middle time can be given yet."
    quarter = f"A quarter were gone within {curve.quarter:,} days"
    if curve.median is None:
        return f"{told} {quarter}. Fewer than half are gone so far."
    return f"{told} {quarter}, half within {curve.median:,} days."


# Addresses.


@dataclass(frozen=True)
class Addresses:
    """The addresses of one council's figures, with the filters and the audience kept."""

    council: Council
    filters: FigureFilters
    audience: Audience
    chapter: str = GLANCE

    @property
    def kept(self) -> dict[str, str]:
        """What every address of this page carries."""
        return self.filters.to_args() | self._audience

    def cases(self, args: Args | None) -> str | None:
        """Return the address of the list behind a figure; None where no list may be shown."""
        if args is None:
            return None
        # A page has a thousand of these, so its path is made once, and each value is quoted once.
        return self._cases + "&".join([f"{name}={_quoted(value)}" for name, value in args.items()])

    def table(self, key: str) -> str:
        """Return the address of a table as CSV."""
        return with_args(url_for("dashboard.table", slug=self.council.slug, table=key), self.kept)

    def dashboard(self, **changed: str | None) -> str:
        """Return the address of the page with some arguments changed, or left out where they are None."""
        args = {name: value for name, value in (self.kept | changed).items() if value is not None}
        if self.chapter == GLANCE:
            return with_args(url_for("dashboard.dashboard", slug=self.council.slug), args)
        return with_args(url_for("dashboard.chapter", slug=self.council.slug, chapter=self.chapter), args)

    @property
    def _audience(self) -> dict[str, str]:
        return {WITH: COUNCIL_ONLY} if self.audience is Audience.OFFICER else {}

    @cached_property
    def _cases(self) -> str:
        return with_args(url_for("dashboard.cases", slug=self.council.slug), self._audience) + (
            "&" if self._audience else "?"
        )


def with_args(path: str, args: Mapping[str, str]) -> str:
    """Return an address with its query string."""
    return f"{path}?{urlencode(args)}" if args else path


@lru_cache(maxsize=2_000)
def _quoted(value: str) -> str:
    return quote_plus(value, safe=":")


# Tables.


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


def present_table(table: Table, addresses: Addresses) -> ShownTable:
    """Prepare a table whose cells are words or links."""
    rows = [_row(row, addresses) for row in table.rows if not _is_hidden(row)]
    return _present(table, addresses, rows, _row(table.totals, addresses) if table.totals else None)


def present_heat_table(table: Table, addresses: Addresses) -> ShownTable:
    """Prepare a table whose cells weigh more the more they count; the sums at its edges have no weight."""
    rows = [_weighed_row(row, addresses) for row in table.rows if not _is_hidden(row)]
    return _present(table, addresses, rows, [_weighed_row(table.totals, addresses)] if table.totals else None)


def _present(table: Table, addresses: Addresses, rows: list[Any], totals: list[Any] | None) -> ShownTable:
    return ShownTable(
        key=table.definition.key,
        title=table.definition.label,
        words=table.definition.words,
        note=table.note,
        head=[
            f"{one.label}, {one.unit}" if one.unit not in PLAIN_UNITS else one.label for one in table.columns
        ],
        numeric=[at for at, one in enumerate(table.columns) if one.is_number and at],
        rows=rows,
        totals=totals,
        csv_url=addresses.table(table.definition.key),
        has_hidden=any(row.is_suppressed for row in table.rows),
        overlap=table.overlap,
        left_out=", ".join(row.label for row in table.rows if _is_hidden(row)),
    )


def _is_hidden(row: Row) -> bool:
    """Return whether a row has no number to show."""
    return row.is_suppressed and not any(cell.value for cell in row.cells)


def _row(row: Row, addresses: Addresses) -> list[Any]:
    return [_linked(row.label, row.cases, addresses), *(_cell(one, addresses) for one in row.cells)]


def _cell(cell: Cell, addresses: Addresses) -> str | tuple[str, str]:
    words = HIDDEN if cell.is_suppressed else number_words(cell.value)
    return _linked(words, cell.cases if cell.value else None, addresses)


def _linked(words: str, args: Args | None, addresses: Addresses) -> str | tuple[str, str]:
    url = addresses.cases(args)
    return (words, url) if url else words


def _weighed_row(row: Row, addresses: Addresses) -> tuple[str, str | None, list[Any]]:
    return row.label, addresses.cases(row.cases), [_weighed(cell, addresses) for cell in row.cells]


def _weighed(cell: Cell, addresses: Addresses) -> tuple[str, str | None, int | str]:
    if cell.is_suppressed:
        return STAR, None, "hidden"
    words = "·" if cell.value == 0 else number_words(cell.value)
    return words, addresses.cases(cell.cases), level_of(cell.share, 1)


# The parts of a page: what each chapter of a dashboard shows.


def present_figures(figures: Sequence[Figure], addresses: Addresses) -> list[dict[str, object]]:
    """Prepare the headline figures."""
    return [
        {
            "key": one.definition.key,
            "label": one.definition.label,
            "number": figure_words(one),
            "unit": "" if one.value is None else unit_words(one.definition),
            "n_words": _rests_on(one),
            "compared": _compared(one),
            "url": addresses.cases(one.cases),
            "definition": one.definition.words,
        }
        for one in figures
    ]


def present_headline(scope: Scope, addresses: Addresses) -> list[dict[str, object]]:
    """Prepare a dashboard's headline figures."""
    return present_figures(headline(scope), addresses)


def table_part(table: Callable[[Scope], Table], *, is_heat: bool = False) -> Part:
    """Return the part of a page that is one table."""
    present = present_heat_table if is_heat else present_table
    return lambda scope, addresses: present(table(scope), addresses)


def present_recurring(scope: Scope, addresses: Addresses) -> dict[str, object]:
    """Prepare the table of what keeps coming back, and the rule it was found by."""
    found = recurring(scope)
    rule = f"{found.minimum_groups} or more different groups within {found.months} months"
    if found.table.period:
        rule += f", here from {period_words(found.table.period)}"
    withheld = ""
    if found.number_withheld:
        held = count(found.number_withheld, "more is", "more are")
        withheld = f"{held} withheld: fewer than 5 groups met them, or such a number could be worked out."
    return {
        "words": definitions.RECURRING.words,
        "rule": f"{rule}.",
        "withheld": withheld,
        "obstacles": [_obstacle(one, addresses) for one in found.obstacles],
        "shown": present_table(found.table, addresses),
    }


def _obstacle(one: Obstacle, addresses: Addresses) -> dict[str, object]:
    delay = ""
    if one.median_delay_days is not None:
        delay = f"Held up {number_words(one.median_delay_days)} days, the middle of {one.delay_n:,}"
    half = len(one.monthly) // 2
    return {
        "category": one.category_label,
        "rule_source": one.rule_source_label,
        "department": one.department,
        "groups": number_words(one.number_of_groups),
        "nameless": one.number_nameless,
        "barriers": one.number_of_barriers,
        "rows_url": addresses.cases(one.cases),
        "monthly": one.monthly,
        "drawn": _draw_spark(one.monthly),
        "monthly_words": f"{sum(one.monthly[:half]):,} in the first year, {sum(one.monthly[half:]):,} in the second.",
        "seen": f"{month_words(one.first_seen)} to {month_words(one.last_seen)}",
        "cost": "No cost given"
        if one.cost_pounds is None
        else f"{pounds(one.cost_pounds)}, given by {one.cost_n:,}",
        "delay": delay,
        "states": one.states,
        "elsewhere": one.elsewhere,
        "elsewhere_url": obstacle_url(one.category, one.rule_source),
    }


def _draw_spark(values: Sequence[int]) -> tuple[str, float]:
    """Draw a line as small as a word: its path in a box of 128 by 32, and the height at which it ends."""
    low, high = min(values, default=0), max(values, default=0)
    step = 116 / max(len(values) - 1, 1)
    heights = [round(26 - 20 * (value - low) / max(high - low, 1), 1) for value in values]
    path = "L".join(f"{6 + at * step:.0f} {height:g}" for at, height in enumerate(heights))
    return f"M{path}" if path else "", heights[-1] if heights else 26


def obstacle_url(category: str, rule_source: str) -> str:
    """Return the address of an obstacle in all councils."""
    return url_for(
        "obstacles.obstacle",
        category=category.replace("_", "-"),
        rule_source=rule_source.replace("_", "-"),
    )


def present_silence(scope: Scope, addresses: Addresses) -> dict[str, object]:
    """Prepare the tables of whom nobody has heard from."""
    found = silence(scope)
    tables = (found.areas, found.kinds, found.shares)
    return {
        "title": definitions.SILENCE.label,
        "words": definitions.SILENCE.words,
        "tables": [present_table(one, addresses) for one in tables],
    }


def present_outcomes(scope: Scope, addresses: Addresses) -> dict[str, object]:
    """Prepare the bars of each department's reports: how many are open, gone or kept; the rest is in between."""
    table = by_department(scope)
    keys = [column.key for column in table.columns[1:]]
    rows = []
    for row in table.rows:
        cells = dict(zip(keys, row.cells, strict=True))
        if not cells["reported"].is_suppressed:
            parts = [_whole(cells[key]) for key in ("open", "removed", "kept")]
            rest = max(_whole(cells["reported"]) - sum(parts), 0)
            rows.append((row.label, [*parts, rest], addresses.cases(cells["reported"].cases)))
    parts_named = ["Still open", "Removed and confirmed", "Kept, with a reason", "Otherwise answered"]
    return {"parts": parts_named, "rows": rows}


def _whole(cell: Cell) -> int:
    return int(cell.value or 0)


def present_map(scope: Scope, _addresses: Addresses) -> object:
    """Shade the wards by the numbers of their table, whose rows are keyed by the area's number."""
    counts = {
        int(row.key): None if row.cells[0].is_suppressed else _whole(row.cells[0])
        for row in wards(scope).rows
        if row.key.isdecimal()
    }
    return ward_map(scope.council, counts, HIDDEN)


def present_trend(scope: Scope, addresses: Addresses) -> dict[str, object]:
    """Prepare the lines of what happened month by month, and their table."""
    found = trend(scope)
    names = [month_words(month) for month in found.months]
    drawing = draw_lines(names, found.lines)
    ends = [f"{line.label.lower()} {line.end_words}" for line in drawing.lines if line.end_words]
    return {
        "title": definitions.TREND.label,
        "words": definitions.TREND.words,
        "sentence": f"In {names[-1]}: {', '.join(ends)}." if names and ends else "",
        "drawing": drawing,
        "shown": present_table(found.table, addresses),
    }


def present_times(scope: Scope, addresses: Addresses) -> dict[str, object]:
    """Prepare the curve of the time to removal, and its table."""
    curve = time_to_removal(scope)
    longest = max((days for days, _ in curve.points), default=0)
    return {
        "title": definitions.TIME_TO_REMOVAL.label,
        "words": definitions.TIME_TO_REMOVAL.words,
        "sentence": _curve_words(curve),
        "drawing": draw_steps([("Not yet gone", curve.points)], max(longest, 1)) if curve.points else None,
        "shown": present_table(curve.table, addresses),
    }
