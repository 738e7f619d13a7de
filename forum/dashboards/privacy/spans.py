"""How a public span of days cuts the rolling years in which small numbers are suppressed. Pure (ADR 0032).

Time is divided into rolling years of 12 months, the last of which ends this month. A span that begins or ends inside
such a year cuts it. Cuts have levels: the fewer people ask for one, the higher it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from forum.dashboards.engine.fact_table import Period, first_of_month, month_number

SPAN = 12
_APRIL, _JANUARY = 4, 1
_LEVELS = {_APRIL: 1, _JANUARY: 2, 7: 3, 10: 3}
_ANY_MONTH = 4


class Part(NamedTuple):
    """What a span takes of one rolling year: the year's last month, and the level of the finest cut that it makes."""

    year: int
    level: int


def parts_of(period: Period, today: date) -> Iterator[Part]:
    """Yield the rolling years that a span of whole months touches, with the level of its cuts in each."""
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
    """Return the level of a cut at the beginning of a month: financial years, calendar years, quarters, any month."""
    return _LEVELS.get(month % SPAN + 1, _ANY_MONTH)
