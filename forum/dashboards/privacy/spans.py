"""Which spans of days public figures may be about, and how each lies in the years that are suppressed. Pure (ADR 0032).

Time is divided into rolling years of 12 months, the last of which ends this month. A span that begins or ends inside
such a year cuts it. Cuts have levels: the fewer people ask for one, the higher it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from forum.dashboards.engine.fact_table import first_of_month, month_number
from forum.dashboards.figures.schema import Period

SPAN = 12
_APRIL, _JANUARY = 4, 1
_LEVELS = {_APRIL: 1, _JANUARY: 2, 7: 3, 10: 3}
_ANY_MONTH = 4
WHOLE_MONTHS = (
    "Public figures cover whole months, so small groups cannot be worked out. Choose the first day of a month and the "
    "last day of a month, or today."
)


class Part(NamedTuple):
    """What a span takes of one rolling year: the year's last month, and the level of the finest cut that it makes."""

    year: int
    level: int


def why_not_public(period: Period, today: date) -> str:
    """Say why public figures cannot be about these days; empty when they can."""
    ends = period.until == today or (period.until + timedelta(days=1)).day == 1
    return "" if period.since.day == 1 and ends else WHOLE_MONTHS


def whole_months(period: Period, today: date) -> Period:
    """Give a span that ends today the end of its month, so that it is the same span until then."""
    return Period(period.since, last_of_month(today)) if period.until == today else period


def last_of_month(day: date) -> date:
    """Give the last day of a day's month."""
    return first_of_month(month_number(day) + 1) - timedelta(days=1)


def parts_of(period: Period, today: date) -> Iterator[Part]:
    """List the rolling years that a span of whole months touches, with the level of its cuts in each."""
    first, last, this = month_number(period.since), month_number(period.until), month_number(today)
    year = this - (this - last) // SPAN * SPAN
    while year >= first:
        begins, ends = year - SPAN + 1, year
        cuts = [cut for cut in (first, last + 1) if begins < cut <= ends]
        yield Part(year, max(map(_level, cuts), default=0))
        year -= SPAN


def pieces_of(part: Part) -> list[Period]:
    """Divide a rolling year at every cut of the part's level or a lower one."""
    begins = part.year - SPAN + 1
    cuts = [month for month in range(begins + 1, part.year + 1) if _level(month) <= part.level]
    edges = [begins, *cuts, part.year + 1]
    days = [first_of_month(month) for month in edges]
    return [Period(start, end - timedelta(days=1)) for start, end in pairwise(days)]


def _level(month: int) -> int:
    """Give the level of a cut at the beginning of a month: financial years, calendar years, quarters, any month."""
    return _LEVELS.get(month % SPAN + 1, _ANY_MONTH)
