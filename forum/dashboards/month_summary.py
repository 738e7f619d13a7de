"""One month of a council in one place: for its page, its mail and its picture. Public cases alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from forum.barriers.models import Barrier, Response
from forum.core import clock
from forum.councils.models import Council
from forum.dashboards.figures.definitions import OPEN
from forum.dashboards.figures.filters import Filters
from forum.dashboards.figures.schema import Audience, Figure
from forum.dashboards.figures.service import read_headline
from forum.dashboards.models import MonthNote
from forum.dashboards.month import Month
from forum.dashboards.output.words import HIDDEN, number_words, unit_words
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
    filters: Filters
    headline: Sequence[Figure]
    note: MonthNote | None
    reported: Sequence[Barrier]
    answered: Sequence[tuple[Response, Barrier]]
    removed: Sequence[Barrier]

    @property
    def has_news(self) -> bool:
        """Whether there is anything to write about."""
        return bool(self.reported or self.answered or self.removed or self.note)

    @property
    def lines(self) -> list[str]:
        """The headline figures in words, a line each."""
        return [f"{one.definition.label}: {_value(one)}" for one in self.headline]


def summarise(council: Council, month: Month) -> MonthSummary:
    """Gather a month; one that is not over ends today."""
    today = clock.today()
    is_over = month < Month.of(today)
    filters = Filters(since=month.first, until=month.last if is_over else None)
    return MonthSummary(
        council=council,
        month=month,
        is_over=is_over,
        filters=filters,
        headline=[
            _as_it_was(one) if is_over else one for one in read_headline(council, filters, Audience.PUBLIC)
        ],
        note=find_month_note(council, month),
        reported=list_reported_in(council, month),
        answered=list_answered_in(council, month),
        removed=list_removed_in(council, month),
    )


def _as_it_was(figure: Figure) -> Figure:
    """Say of a month that is over what was open on its last day, not now."""
    return replace(figure, definition=_OPEN_THEN) if figure.definition == OPEN else figure


def _value(figure: Figure) -> str:
    words = HIDDEN if figure.is_suppressed else number_words(figure.value)
    return f"{words} {unit_words(figure.definition)}".strip()
