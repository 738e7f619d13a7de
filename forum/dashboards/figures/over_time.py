"""Figures over time: what happened month by month, and how long it takes until a barrier is gone."""

from __future__ import annotations

from datetime import date

import numpy as np

from forum.barriers.lifecycle.states import State
from forum.dashboards.engine.fact_table import CODE, first_of_month, is_state, month_number
from forum.dashboards.engine.layout import Array
from forum.dashboards.figures import definitions as words
from forum.dashboards.figures import survival
from forum.dashboards.figures.schema import Cell, Column, Curve, Period, Row, Series, Table, Trend
from forum.dashboards.figures.scope import Scope
from forum.dashboards.privacy.spans import last_of_month

MONTHS = 24
_BITS = 20  # more than any month needs
MARKS = (30, 90, 182, 365)
_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_LABELS = {
    "open-before": "Open before",
    "reported": "Reported",
    "reopened": "Reopened",
    "closed": "Closed",
    "open": "Open after",
    "removed": "Removed and confirmed",
}
"""Open before, reported and reopened, less closed, is open after."""
_LINES = {"reported": "Reported", "removed": "Removed and confirmed", "open": "Still open"}
LISTED = frozenset(_LABELS) - {"open-before"}


def trend(scope: Scope) -> Trend:
    """Count the last 24 months of the period, one by one."""
    first = month_number(scope.period.until) - MONTHS + 1
    months = [first_of_month(first + place) for place in range(MONTHS)]
    hidden = [hides_month(scope, month) for month in months]
    numbers = {
        key: [None if hide else int(number) for number, hide in zip(count, hidden, strict=True)]
        for key, count in _monthly(scope, first).items()
    }
    rows = [
        _month_row(scope, month, {key: numbers[key][place] for key in _LABELS})
        for place, month in enumerate(months)
    ]
    columns = [
        Column("month", "Month", is_number=False),
        *(Column(key, label) for key, label in _LABELS.items()),
    ]
    return Trend(
        definition=words.TREND,
        months=months,
        series=[Series(key, label, numbers[key]) for key, label in _LINES.items()],
        table=Table(
            key=words.TREND.key,
            title=words.TREND.label,
            words=words.TREND.words,
            columns=columns,
            rows=rows,
            note=words.SUPPRESSED if any(hidden) else "",
        ),
    )


def _month_row(scope: Scope, month: date, numbers: dict[str, int | None]) -> Row:
    name = f"{month:%Y-%m}"
    cells = [
        Cell(
            value=number,
            is_suppressed=number is None,
            rows_args=scope.args(f"{key}:{name}") if number and key in LISTED else None,
        )
        for key, number in numbers.items()
    ]
    return Row(key=name, label=month_label(month), cells=cells)


def month_label(month: date) -> str:
    """Name a month as people read it."""
    return f"{_MONTH_NAMES[month.month - 1]} {month.year}"


def removed_in_months(scope: Scope) -> tuple[Array, Array]:
    """Give barrier and month of each removal that groups confirmed, once for a barrier and month."""
    ledger = scope.ledger
    moves = (ledger.move_to == CODE[State.REMOVED]) & scope.chosen[ledger.move_index]
    moves &= ledger.move_day <= scope.period.until.toordinal()
    pairs = np.sort(ledger.move_index[moves].astype("i8") << _BITS | ledger.move_month[moves])
    first = np.concatenate([pairs[:1] >= 0, pairs[1:] != pairs[:-1]])
    return pairs[first] >> _BITS, pairs[first] & (1 << _BITS) - 1


def turned_in_months(scope: Scope, first: int) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """Give barrier and month of what was closed, and of what was opened again, from a first month on.

    Once for a barrier and month: one that was closed and opened again in the same month is in both, one that was
    closed again after that is in the first alone.
    """
    ledger = scope.ledger
    moves = (ledger.move_change != 0) & (ledger.move_from > 0) & scope.chosen[ledger.move_index]
    moves &= (ledger.move_month >= first) & (ledger.move_day <= scope.period.until.toordinal())
    keys = ledger.move_index[moves].astype("i8") << _BITS | ledger.move_month[moves]
    pairs, of = np.unique(keys, return_inverse=True)
    opens = ledger.move_change[moves] > 0
    opened = np.bincount(of[opens], minlength=len(pairs))
    closed = np.bincount(of[~opens], minlength=len(pairs))
    barriers, months = pairs >> _BITS, pairs & (1 << _BITS) - 1
    is_closed, is_opened = (closed > 0) & (closed >= opened), (opened > 0) & (opened >= closed)
    return (barriers[is_closed], months[is_closed]), (barriers[is_opened], months[is_opened])


def _monthly(scope: Scope, first: int) -> dict[str, Array]:
    ledger = scope.ledger
    until = scope.period.until.toordinal()
    reported = scope.chosen & (ledger.day <= until)
    rows = scope.chosen[ledger.move_index] & (ledger.move_day <= until)
    change = ledger.move_change[rows]
    changed = np.clip(ledger.move_month[rows] - first + 1, 0, MONTHS)
    opened = np.bincount(changed, weights=change, minlength=MONTHS + 1).cumsum()
    closed, reopened = turned_in_months(scope, first)
    return {
        "open-before": np.rint(opened[:-1]).astype("i8"),
        "reported": _by_month(ledger.month[reported], first)[:MONTHS],
        "reopened": _by_month(reopened[1], first)[:MONTHS],
        "closed": _by_month(closed[1], first)[:MONTHS],
        "removed": _by_month(removed_in_months(scope)[1], first)[:MONTHS],
        "open": np.rint(opened[1:]).astype("i8"),
    }


def _by_month(months: Array, first: int) -> Array:
    counted: Array = np.bincount(months[months >= first] - first, minlength=MONTHS)
    return counted


def month_of(scope: Scope, month: date) -> Scope:
    """Ask the same about one month, as far as it has come in the period."""
    return scope.about(Period(month, min(last_of_month(month), scope.period.until)))


def hides_month(scope: Scope, month: date) -> bool:
    """Tell whether the numbers of one month are withheld; those of a whole council never are."""
    if not scope.is_public or not scope.attributes:
        return False
    guard = month_of(scope, month).guard
    return not all(guard.shows(population, scope.attributes) for population in ("reported", "in-play"))


def time_to_removal(scope: Scope) -> Curve:
    """Estimate how long it takes, of the barriers reported in the period, the unfinished ones counted."""
    if not scope.guard.shows("reported", scope.attributes):
        return _curve(scope, (), None, None)
    days, removed = lasting(scope)
    return _curve(scope, survival.curve(days, removed), len(days), int(removed.sum()))


def lasting(scope: Scope) -> tuple[Array, Array]:
    """Give for each barrier reported in the period how many days it lasted or was watched, and whether it was removed.

    One that its reporter took back was watched until then.
    """
    ledger, until = scope.ledger, scope.period.until.toordinal()
    states, since = ledger.stands_at(until)
    removed = is_state(states, State.REMOVED)
    ended = removed | is_state(states, State.WITHDRAWN)
    days = np.where(ended, since, until) - ledger.day
    return np.maximum(days, 0)[scope.reported], removed[scope.reported]


def _curve(scope: Scope, points: survival.Points, number: int | None, removed: int | None) -> Curve:
    hidden = number is None
    rows = []
    for mark in MARKS:
        left = survival.left_after(points, mark)
        cell = Cell(value=None if left is None else round(100 * (1 - left)), is_suppressed=hidden)
        rows.append(Row(key=str(mark), label=f"{mark} days after the report", cells=[cell]))
    table = Table(
        key=words.TIME_TO_REMOVAL.key,
        title=words.TIME_TO_REMOVAL.label,
        words=words.TIME_TO_REMOVAL.words,
        columns=[Column("after", "After", is_number=False), Column("removed", "Removed", "per cent")],
        rows=rows,
        note=words.SUPPRESSED if hidden else _rests_on(number or 0, removed or 0),
        period=scope.period,
    )
    return Curve(
        definition=words.TIME_TO_REMOVAL,
        points=points,
        number_of_cases=number,
        number_removed=removed,
        median=survival.percentile(points, 0.5),
        quarter=survival.percentile(points, 0.25),
        table=table,
        is_suppressed=hidden,
    )


def _rests_on(number: int, removed: int) -> str:
    return (
        f"Of {number} barriers reported, {removed} are removed; {number - removed} are not, and count for as long as they "
        "lasted. This table says the share that is removed by then: 100 less the share that is not."
    )
