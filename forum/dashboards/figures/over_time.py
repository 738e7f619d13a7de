"""Figures over time: what happened month by month, and how long it takes until a barrier is gone.

The Kaplan–Meier estimate counts fairly when many are not gone yet. E. L. Kaplan and P. Meier, "Nonparametric estimation
from incomplete observations", Journal of the American Statistical Association 53 (1958), 457-481: at each day on which
something was removed, the share that is left is multiplied by 1 - removed / still waiting. A case that is not removed
counts among those waiting as long as it was watched, up to the very day of a removal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from forum.barriers.lifecycle.states import State
from forum.dashboards.engine.fact_table import (
    STATE_CODE,
    Period,
    first_of_month,
    is_state,
    last_of_month,
    month_number,
)
from forum.dashboards.engine.layout import Array
from forum.dashboards.figures import definitions
from forum.dashboards.figures.schema import Column, Table, rows_of
from forum.dashboards.figures.scope import Scope, kept

MONTHS = 24
MARKS = (30, 90, 182, 365)
_BITS = 20  # more than any month needs
_LINES = {"reported": "Reported", "removed": "Removed and confirmed", "open": "Still open"}
Points = tuple[tuple[int, float], ...]
Pairs = tuple[Array, Array]
"""Barriers and months, side by side."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trend:
    """Lines over the same months, each a label and a value a month (None where it is suppressed), and their table."""

    months: Sequence[date]
    lines: Sequence[tuple[str, Sequence[float | None]]]
    table: Table


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """How long it takes until a barrier is gone, unfinished ones counted while they last.

    `points` are (days, share not yet removed), a step at each; `median` and `quarter` are days, None where the
    curve never falls so far. All is empty where it is suppressed.
    """

    points: Points
    number_of_cases: int
    number_removed: int
    median: int | None
    quarter: int | None
    table: Table
    is_suppressed: bool


@dataclass(frozen=True, slots=True)
class _Month:
    """The numbers of one month of the trend."""

    scope: Scope
    first: date
    numbers: dict[str, int]
    is_hidden: bool


def _monthly(key: str, label: str, *, is_listed: bool = True) -> Column:
    def cases(month: _Month) -> dict[str, str] | None:
        return month.scope.cases(f"{key}:{month.first:%Y-%m}") if is_listed and month.numbers[key] else None

    return Column(key, label, "", lambda month: month.numbers[key], cases, lambda month: month.is_hidden)


_TREND = (
    Column("month", "Month", "", lambda month: month_label(month.first), is_number=False),
    _monthly("open-before", "Open before", is_listed=False),
    _monthly("reported", "Reported"),
    _monthly("reopened", "Reopened"),
    _monthly("closed", "Closed"),
    _monthly("open", "Open after"),
    _monthly("removed", "Removed and confirmed"),
)
"""Open before, reported and reopened, less closed, is open after."""
LISTED = frozenset(column.key for column in _TREND[2:])


@kept
def trend(scope: Scope) -> Trend:
    """Count the last 24 months of the period, one by one."""
    first = month_number(scope.period.until) - MONTHS + 1
    months = [first_of_month(first + place) for place in range(MONTHS)]
    counts = {key: numbers.tolist() for key, numbers in _count_months(scope, first).items()}
    items = [
        _Month(
            scope,
            month,
            {key: numbers[place] for key, numbers in counts.items()},
            hides_month(scope, month),
        )
        for place, month in enumerate(months)
    ]
    return Trend(
        months=months,
        lines=[
            (label, [None if one.is_hidden else one.numbers[key] for one in items])
            for key, label in _LINES.items()
        ],
        table=Table(
            definition=definitions.TREND,
            columns=_TREND,
            rows=rows_of(_TREND, ((f"{one.first:%Y-%m}", one) for one in items)),
            note=definitions.SUPPRESSED if any(one.is_hidden for one in items) else "",
        ),
    )


def month_label(month: date) -> str:
    """Name a month as people read it."""
    return f"{month:%B %Y}"


def removed_by_month(scope: Scope) -> Pairs:
    """Return barrier and month of each removal that groups confirmed, once for a barrier and month."""
    facts = scope.facts
    moves = (facts.move_to == STATE_CODE[State.REMOVED]) & scope.matching[facts.move_barrier]
    moves &= facts.move_day <= scope.period.until.toordinal()
    return _unpack(np.unique(_pack(scope, moves)))


def turns_by_month(scope: Scope, first: int) -> tuple[Pairs, Pairs]:
    """Return barrier and month of what was closed, and of what was opened again, from a first month on.

    Once for a barrier and month: one that was closed and opened again in the same month is in both, one that was
    closed again after that is in the first alone.
    """
    facts = scope.facts
    moves = (facts.move_change != 0) & (facts.move_from > 0) & scope.matching[facts.move_barrier]
    moves &= (facts.move_month >= first) & (facts.move_day <= scope.period.until.toordinal())
    pairs, of = np.unique(_pack(scope, moves), return_inverse=True)
    opens = facts.move_change[moves] > 0
    opened = np.bincount(of[opens], minlength=len(pairs))
    closed = np.bincount(of[~opens], minlength=len(pairs))
    is_closed, is_opened = (closed > 0) & (closed >= opened), (opened > 0) & (opened >= closed)
    return _unpack(pairs[is_closed]), _unpack(pairs[is_opened])


def _pack(scope: Scope, moves: Array) -> Array:
    """Return barrier and month of these moves in one number each."""
    packed: Array = scope.facts.move_barrier[moves].astype("i8") << _BITS | scope.facts.move_month[moves]
    return packed


def _unpack(pairs: Array) -> Pairs:
    return pairs >> _BITS, pairs & (1 << _BITS) - 1


def _count_months(scope: Scope, first: int) -> dict[str, Array]:
    facts = scope.facts
    until = scope.period.until.toordinal()
    reported = scope.matching & (facts.day <= until)
    rows = scope.matching[facts.move_barrier] & (facts.move_day <= until)
    changed = np.clip(facts.move_month[rows] - first + 1, 0, MONTHS)
    opened = np.bincount(changed, weights=facts.move_change[rows], minlength=MONTHS + 1).cumsum()
    opened = np.rint(opened).astype("i8")
    closed, reopened = turns_by_month(scope, first)
    return {
        "open-before": opened[:-1],
        "reported": _by_month(facts.month[reported], first),
        "reopened": _by_month(reopened[1], first),
        "closed": _by_month(closed[1], first),
        "open": opened[1:],
        "removed": _by_month(removed_by_month(scope)[1], first),
    }


def _by_month(months: Array, first: int) -> Array:
    return np.bincount(months[months >= first] - first, minlength=MONTHS)[:MONTHS]


def month_of(scope: Scope, month: date) -> Scope:
    """Return the same question about one month, as far as it has come in the period."""
    return scope.about(Period(month, min(last_of_month(month), scope.period.until)))


def hides_month(scope: Scope, month: date) -> bool:
    """Return whether the numbers of one month are withheld; those of a whole council never are."""
    if not scope.is_public or not scope.attributes:
        return False
    one = month_of(scope, month)
    return not (one.shows("reported") and one.shows("in-play"))


class _Left(NamedTuple):
    """The share of barriers that is left after so many days."""

    days: int
    share: float | None
    is_hidden: bool


_TIME_TO_REMOVAL = (
    Column("after", "After", "", lambda left: f"{left.days} days after the report", is_number=False),
    Column(
        "removed",
        "Removed",
        "per cent",
        lambda left: None if left.share is None else round(100 * (1 - left.share)),
        is_suppressed=lambda left: left.is_hidden,
    ),
)


@kept
def time_to_removal(scope: Scope) -> Curve:
    """Estimate how long it takes, of the barriers reported in the period, the unfinished ones counted."""
    is_hidden = not scope.shows("reported")
    lasted, removed = (np.zeros(0, "i8"), np.zeros(0, bool)) if is_hidden else _lasting(scope)
    points, number_removed = survival_curve(lasted, removed), int(removed.sum())
    lefts = [_Left(days, left_after(points, days), is_hidden) for days in MARKS]
    return Curve(
        points=points,
        number_of_cases=len(lasted),
        number_removed=number_removed,
        median=percentile(points, 0.5),
        quarter=percentile(points, 0.25),
        is_suppressed=is_hidden,
        table=Table(
            definition=definitions.TIME_TO_REMOVAL,
            columns=_TIME_TO_REMOVAL,
            rows=rows_of(_TIME_TO_REMOVAL, ((str(one.days), one) for one in lefts)),
            note=definitions.SUPPRESSED if is_hidden else _rests_on(len(lasted), number_removed),
            period=scope.period,
        ),
    )


def _lasting(scope: Scope) -> tuple[Array, Array]:
    """Return for each barrier reported in the period how many days it lasted or was watched, and whether it was removed.

    One that its reporter took back was watched until then.
    """
    until = scope.period.until.toordinal()
    states, since = scope.states_since
    removed = is_state(states, State.REMOVED)
    ended = removed | is_state(states, State.WITHDRAWN)
    days = np.where(ended, since, until) - scope.facts.day
    return np.maximum(days, 0)[scope.reported], removed[scope.reported]


def _rests_on(number: int, removed: int) -> str:
    return (
        f"Of {number} barriers reported, {removed} are removed; {number - removed} are not, and count for as long as they "
        "lasted. This table says the share that is removed by then: 100 less the share that is not."
    )


def survival_curve(days: Array | Sequence[int], removed: Array | Sequence[bool]) -> Points:
    """Return (days, share not yet removed) at each step, beginning with (0, 1); `days` is to the removal, or watched."""
    lasted, gone = np.asarray(days, "i8"), np.asarray(removed, bool)
    if not len(lasted):
        return ()
    ended = np.bincount(lasted)
    events = np.bincount(lasted[gone], minlength=len(ended))
    waiting = len(lasted) - np.concatenate([[0], np.cumsum(ended)[:-1]])
    at = np.flatnonzero(events)
    left = np.cumprod(1 - events[at] / waiting[at])
    steps = tuple(zip(at.tolist(), left.tolist(), strict=True))
    return steps if steps and steps[0][0] == 0 else ((0, 1.0), *steps)


def percentile(points: Points, share: float) -> int | None:
    """Return the first day on which at least this share was removed; None when it was never so many."""
    return next((day for day, left in points if 1 - left >= share - 1e-9), None)


def left_after(points: Points, days: int) -> float | None:
    """Return the share that was not yet removed after so many days; None when there is nothing to say."""
    return next((left for day, left in reversed(points) if day <= days), None)
