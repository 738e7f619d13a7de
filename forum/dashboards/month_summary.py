"""One month of a council in one place: for its page, its email and its picture. Public cases alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from forum.barriers.models import Barrier, Response
from forum.core import clock
from forum.councils.models import Council
from forum.dashboards.engine.fact_table import Audience
from forum.dashboards.figures.definitions import OPEN
from forum.dashboards.figures.headline import headline
from forum.dashboards.figures.schema import Figure
from forum.dashboards.figures.scope import FigureFilters, open_scope
from forum.dashboards.models import MonthNote
from forum.dashboards.month import Month
from forum.dashboards.output.presenters import figure_words, unit_words
from forum.dashboards.queries.months import (
    find_month_note,
    list_answered_in,
    list_removed_in,
    list_reported_in,
)

_OPEN_THEN = replace(OPEN, label="Open on its last day")


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthSummary:
    """What happened at a council in one month."""

    council: Council
    month: Month
    is_over: bool
    filters: FigureFilters
    headline: Sequence[Figure]
    note: MonthNote | None
    reported: Sequence[Barrier]
    answered: Sequence[tuple[Response, Barrier]]
    removed: Sequence[Barrier]

    @property
    def has_news(self) -> bool:
        """Return whether there is anything to write about."""
        return bool(self.reported or self.answered or self.removed or self.note)

    @property
    def lines(self) -> list[str]:
        """The headline figures in words, a line each, but those of which there is nothing to say."""
        return [
            f"{one.definition.label}: {figure_words(one)} {unit_words(one.definition)}".strip()
            for one in self.headline
            if one.is_suppressed or one.value is not None
        ]


def month_filters(month: Month) -> FigureFilters:
    """Return the days of a month; one that is not over ends today."""
    return FigureFilters(since=month.first, until=month.last if month < Month.of(clock.today()) else None)


def summarise(council: Council, month: Month) -> MonthSummary:
    """Gather a month; of one that is over, say what was open on its last day, not now."""
    is_over, filters = month < Month.of(clock.today()), month_filters(month)
    figures = headline(open_scope(council, filters, Audience.PUBLIC))
    if is_over:
        figures = [replace(one, definition=_OPEN_THEN) if one.definition == OPEN else one for one in figures]
    return MonthSummary(
        council=council,
        month=month,
        is_over=is_over,
        filters=filters,
        headline=figures,
        note=find_month_note(council, month),
        reported=list_reported_in(council, month),
        answered=list_answered_in(council, month),
        removed=list_removed_in(council, month),
    )
