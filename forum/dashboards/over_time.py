"""Figures over time: what happened month by month, and how long it takes until a barrier is gone."""

from __future__ import annotations

from datetime import date

import numpy as np

from forum.barriers.lifecycle import State
from forum.dashboards import definitions as words
from forum.dashboards import survival
from forum.dashboards.columns import Array
from forum.dashboards.guard import MONTH, SPAN
from forum.dashboards.ledger import CODE, first_of_month, is_open, is_state, month_number, months_of
from forum.dashboards.scope import Scope
from forum.dashboards.shapes import Cell, Column, Curve, Row, Series, Table, Trend

MONTHS = 24
MARKS = (30, 90, 182, 365)
_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_LABELS = {"reported": "Reported", "removed": "Removed and confirmed", "open": "Still open"}


def trend(scope: Scope) -> Trend:
    """Count the last 24 months of the period, one by one."""
    last = month_number(scope.period.until)
    first = last - MONTHS + 1
    months = [first_of_month(first + place) for place in range(MONTHS)]
    numbers = {key: count[:MONTHS].tolist() for key, count in _monthly(scope, first).items()}
    hidden = _hidden_months(scope)
    if not scope.guard.shows("in-play", scope.attributes):
        hidden = {key: np.ones(MONTHS, bool) for key in numbers}
    rows = []
    for place, month in enumerate(months):
        cells = []
        for key in _LABELS:
            args = scope.args(f"{key}:{month:%Y-%m}") if numbers[key][place] else None
            is_hidden = bool(hidden[key][place])
            cells.append(
                Cell(is_suppressed=True) if is_hidden else Cell(value=numbers[key][place], rows_args=args)
            )
        rows.append(Row(key=f"{month:%Y-%m}", label=month_label(month), cells=cells))
    columns = [
        Column("month", "Month", is_number=False),
        *(Column(key, label) for key, label in _LABELS.items()),
    ]
    series = [
        Series(
            key,
            label,
            [
                None if hide else number
                for number, hide in zip(numbers[key], hidden[key].tolist(), strict=True)
            ],
        )
        for key, label in _LABELS.items()
    ]
    table = Table(
        key=words.TREND.key,
        title=words.TREND.label,
        words=words.TREND.words,
        columns=columns,
        rows=rows,
        note=words.SUPPRESSED if any(mask.any() for mask in hidden.values()) else "",
    )
    return Trend(definition=words.TREND, months=months, series=series, table=table)


def month_label(month: date) -> str:
    """Name a month as people read it."""
    return f"{_MONTH_NAMES[month.month - 1]} {month.year}"


def removed_in_months(scope: Scope) -> tuple[Array, Array]:
    """Give barrier and month of each removal that groups confirmed, once for a barrier and month."""
    ledger = scope.ledger
    moves = (ledger.move_to == CODE[State.REMOVED]) & scope.chosen[ledger.move_index]
    moves &= ledger.move_day <= scope.period.until.toordinal()
    pairs = np.unique(ledger.move_index[moves].astype("i8") << 20 | months_of(ledger.move_day[moves]))
    return pairs >> 20, pairs & (1 << 20) - 1


def _monthly(scope: Scope, first: int) -> dict[str, Array]:
    ledger = scope.ledger
    until = scope.period.until.toordinal()
    reported = scope.chosen & (ledger.day <= until)
    rows = scope.chosen[ledger.move_index] & (ledger.move_day <= until)
    change = is_open(ledger.move_to[rows]).astype("i4") - is_open(ledger.move_from[rows])
    changed = np.clip(months_of(ledger.move_day[rows]) - first + 1, 0, MONTHS)
    opened = np.bincount(changed, weights=change, minlength=MONTHS + 1).cumsum()
    return {
        "reported": _by_month(ledger.month[reported], first),
        "removed": _by_month(removed_in_months(scope)[1], first),
        "open": np.rint(opened[1:]).astype("i8"),
    }


def _by_month(months: Array, first: int) -> Array:
    counted: Array = np.bincount(months[months >= first] - first, minlength=MONTHS)
    return counted


def _hidden_months(scope: Scope) -> dict[str, Array]:
    """Tell which months are withheld: each of the two spans of 12 is a table of its own, by what is filtered."""
    nothing = np.zeros(MONTHS, bool)
    if not scope.is_public or not scope.attributes:
        return dict.fromkeys(_LABELS, nothing)
    earlier, later = (
        one.guard.hides("reported", scope.attributes, (MONTH,)) for one in (scope.before, scope)
    )
    hidden = np.concatenate([earlier[-SPAN:], later])
    return {"reported": hidden, "removed": hidden, "open": hidden}


def time_to_removal(scope: Scope) -> Curve:
    """Estimate how long it takes, of the barriers reported in the period, the unfinished ones counted."""
    if not scope.guard.shows("reported", scope.attributes):
        return _curve((), None, None)
    days, removed = lasting(scope)
    return _curve(survival.curve(days, removed), len(days), int(removed.sum()))


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


def _curve(points: survival.Points, number: int | None, removed: int | None) -> Curve:
    hidden = number is None
    cells = []
    for mark in MARKS:
        left = survival.left_after(points, mark)
        cells.append(
            Cell(is_suppressed=True)
            if hidden
            else Cell(value=None if left is None else round(100 * (1 - left)))
        )
    rows = [
        Row(key=str(mark), label=f"{mark} days after the report", cells=[cell])
        for mark, cell in zip(MARKS, cells, strict=True)
    ]
    return Curve(
        definition=words.TIME_TO_REMOVAL,
        points=points,
        number_of_cases=number,
        number_removed=removed,
        median=survival.percentile(points, 0.5),
        quarter=survival.percentile(points, 0.25),
        table=Table(
            key=words.TIME_TO_REMOVAL.key,
            title=words.TIME_TO_REMOVAL.label,
            words=words.TIME_TO_REMOVAL.words,
            columns=[Column("after", "After", is_number=False), Column("removed", "Removed", "per cent")],
            rows=rows,
            note=words.SUPPRESSED if hidden else _rests_on(number or 0, removed or 0),
        ),
        is_suppressed=hidden,
    )


def _rests_on(number: int, removed: int) -> str:
    return f"Of {number} barriers reported, {removed} are removed; {number - removed} are not, and count for as long as they lasted."
