"""What people looked for at a council and did not find."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from forum.core import clock
from forum.councils.models import Council
from forum.dashboards.figures import definitions as words
from forum.dashboards.figures.schema import Cell, Column, Row, Table
from forum.dashboards.figures.scope import Scope
from forum.needs.queries import FEWEST_IN_PUBLIC, list_needs

MOST_SHOWN = 20


def unmet_needs(council: Council, scope: Scope) -> Table:
    """List what was looked for in vain in the period, most often first; of the whole council, whatever it is narrowed by."""
    fewest = FEWEST_IN_PUBLIC if scope.is_public else 1
    since, until = (
        datetime.combine(day, time.min, tzinfo=clock.LOCAL)
        for day in (scope.period.since, scope.period.until + timedelta(days=1))
    )
    sought = list_needs(council=council, since=since, until=until, fewest=fewest, limit=MOST_SHOWN)
    few = f"What was looked for fewer than {fewest} times is not shown." if scope.is_public else ""
    return Table(
        key=words.UNMET_NEEDS.key,
        title=words.UNMET_NEEDS.label,
        words=words.UNMET_NEEDS.words,
        columns=[Column("words", "Looked for", is_number=False), Column("times", "Times", "times")],
        rows=[Row(key=one.words, label=one.words, cells=[Cell(value=one.times)]) for one in sought],
        note=few,
        period=scope.period,
    )
