"""The fact table: all barriers of one council in memory, with who is affected and how their states moved. No database.

A fact table never changes: when a snapshot does, a new one is made. Masks and codes are arrays with one entry for
each barrier; `affected_barrier` and `move_barrier` hold the row number of the barrier that a row belongs to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from forum.barriers.lifecycle.states import OPEN_STATES, State
from forum.dashboards.engine.layout import (
    CATEGORY_CODES,
    FOREIGN_KEYS,
    RULE_SOURCE_CODES,
    STATE_CODES,
    Array,
    Columns,
    empty,
)

ATTRIBUTES = ("area", "category", "department", "rule_source")
STATE_CODE = {code: place for place, code in enumerate(STATE_CODES)}
_CODE_LISTS: dict[str, tuple[str, ...]] = {"category": CATEGORY_CODES, "rule_source": RULE_SOURCE_CODES}
_IS_OPEN = np.array([code in OPEN_STATES for code in STATE_CODES])
_WIDEST = 16_000_000  # cells times groups; beyond it, sorting is quicker than marking
_WIDEST_IDS = 20_000_000
_CACHED_DAYS = 6
_CACHED_RESULTS = 300
Result = TypeVar("Result")


class Audience(StrEnum):
    """Whom figures are for: officers' count the cases that only the council may see, and suppress nothing."""

    PUBLIC = "public"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Period:
    """The days that figures are about, both included."""

    since: date
    until: date

    def contains(self, days: Array) -> Array:
        """Return which of these days lie in the period."""
        inside: Array = (days >= self.since.toordinal()) & (days <= self.until.toordinal())
        return inside


@dataclass(frozen=True, slots=True)
class Dimension:
    """One attribute of barriers: its values, and the code of each barrier's value."""

    values: tuple[int | str, ...]
    codes: Array

    def code(self, value: int | str) -> int:
        """Return the code of a value; -1 when no barrier has it."""
        return self.values.index(value) if value in self.values else -1


class FactTable:
    """One council's barriers, who is affected, and how they moved."""

    def __init__(
        self,
        snapshots: Sequence[Columns],
        *,
        is_public: bool = False,
        known_areas: frozenset[int] = frozenset(),
    ) -> None:
        """Hold these facts; of reports without a name, only the ward that is one of `known_areas`."""
        columns = _stack([_public_part(one) for one in snapshots] if is_public else snapshots)
        columns["area"] = _known_area(columns, known_areas)
        self.id = columns["id"]
        self.size = len(self.id)
        self.day = columns["day"]
        self.response_day = columns["response_day"]
        self.response_days = columns["response_days"]
        self.dimensions = {name: _dimension(name, columns[name]) for name in ATTRIBUTES}
        self.affected_barrier = columns["affected.barrier"]
        self.affected_day = columns["affected.day"]
        self.cost = columns["affected.cost"]
        self.delay = columns["affected.delay"]
        self.excluded = columns["affected.excluded"]
        self.is_named = columns["affected.is_named"].astype(bool)
        voices = _number_nameless(columns["affected.entity"], self.is_named, self.affected_barrier)
        self.entity, self.entities = _renumber(voices)
        self.move_barrier = columns["move.barrier"]
        self.move_day = columns["move.day"]
        self.move_from = columns["move.from"]
        self.move_to = columns["move.to"]
        self._states: dict[int, tuple[Array, Array]] = {}
        self._results: dict[object, Any] = {}

    @cached_property
    def month(self) -> Array:
        """The month in which each was reported: years times twelve plus months."""
        return months_of(self.day)

    @cached_property
    def move_month(self) -> Array:
        """The month of each move."""
        return months_of(self.move_day)

    @cached_property
    def move_change(self) -> Array:
        """For each move, whether it opened a barrier (1), closed it (-1), or neither (0)."""
        change: Array = is_open(self.move_to).astype("i1") - is_open(self.move_from).astype("i1")
        return change

    def matching(self, attributes: Mapping[str, int | str]) -> Array:
        """Return the mask of barriers with these attributes."""
        mask = np.ones(self.size, bool)
        for name, value in attributes.items():
            dimension = self.dimensions[name]
            mask &= dimension.codes == dimension.code(value)
        return mask

    def states_at(self, day: int) -> tuple[Array, Array]:
        """Return each barrier's state at the end of a day, and the day on which it reached it; 0 before its report."""
        day = min(day, self._last_move)
        if day not in self._states:
            if len(self._states) >= _CACHED_DAYS:
                self._states.clear()
            state, since = np.zeros(self.size, "u1"), np.zeros(self.size, "i4")
            rows = slice(None) if day >= self._last_move else self.move_day <= day
            where = self.move_barrier[rows]
            state[where] = self.move_to[rows]  # of several for one barrier, the last one stays
            since[where] = self.move_day[rows]
            self._states[day] = state, since
        return self._states[day]

    @cached_property
    def _last_move(self) -> int:
        return int(self.move_day.max(initial=0))

    def count_groups(self, rows: Array, cells: Array | None = None, number: int = 1) -> Array:
        """Count groups among these affected rows, in each of `number` cells: each that asked not to be named by itself.

        `rows` is a mask or row numbers; `cells` has an entry for each barrier. Whether a nameless voice is one of the
        named groups, or one that spoke elsewhere, is in no number: whoever narrows figures learns nothing (ADR 0049).
        """
        counts: Array = self.count_certain_groups(_of_rows(rows, self.is_named), cells, number)
        counts += self.count_nameless(rows, cells, number)
        return counts

    def count_nameless(self, rows: Array, cells: Array | None = None, number: int = 1) -> Array:
        """Count in the same way those alone that asked not to be named."""
        nameless = _of_rows(rows, ~self.is_named)
        if cells is None:
            return np.array([len(nameless)])
        return np.bincount(cells[self.affected_barrier[nameless]], minlength=number)

    def count_certain_groups(self, rows: Array, cells: Array | None = None, number: int = 1) -> Array:
        """Count groups in the same way, nameless voices as different only where they speak in one barrier.

        One group may have written all of several nameless reports, so this is what a minimum of groups is held against.
        """
        entity = self.entity[rows]
        if cells is None:
            return np.array([len(self.distinct_groups(rows))])
        width = len(self.entities)
        fits = number * width < 2**31
        keys = cells.astype("i4" if fits else "i8")[self.affected_barrier[rows]] * width + entity
        if number * width <= _WIDEST:
            seen = np.zeros(number * width, bool)
            seen[keys] = True
            # Row by row: NumPy counts the bytes of one row many times as fast as it adds up the rows of a table.
            return np.fromiter(map(np.count_nonzero, seen.reshape(number, width)), "i8", number)
        keys = np.sort(keys)
        first = np.concatenate([[True], keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, bool)
        distinct: Array = np.bincount(keys[first] // width, minlength=number)
        return distinct

    def cached(self, key: object, count: Callable[[], Result]) -> Result:
        """Return a result that follows from the facts alone, counted once for as long as they stay."""
        if key not in self._results:
            if len(self._results) >= _CACHED_RESULTS:
                self._results.clear()
            self._results[key] = count()
        result: Result = self._results[key]
        return result

    def distinct_groups(self, rows: Array) -> Array:
        """Return the ids of the distinct groups among these affected rows, sorted; nameless voices have none."""
        seen = np.zeros(len(self.entities), bool)
        seen[self.entity[rows]] = True
        return self.entities[seen]

    def barriers_of(self, rows: Array) -> Array:
        """Return the mask of barriers that these affected rows belong to."""
        mask = np.zeros(self.size, bool)
        mask[self.affected_barrier[rows]] = True
        return mask

    def excludes(self, code: int, rows: Array | None = None) -> Array:
        """Return which affected rows, of all or of some, named these people as left out; `code` is a place in EXCLUDED_CODES."""
        excluded = self.excluded if rows is None else self.excluded[rows]
        named: Array = (excluded >> np.uint32(code) & np.uint32(1)).astype(bool)
        return named


def is_open(states: Array) -> Array:
    """Return for each state whether the council still has to act."""
    opened: Array = _IS_OPEN[states]
    return opened


def is_state(states: Array, *wanted: State) -> Array:
    """Return for each state whether it is one of these."""
    table = np.zeros(len(STATE_CODES), bool)
    table[[STATE_CODE[one] for one in wanted]] = True
    found: Array = table[states]
    return found


def median(numbers: Array) -> float | None:
    """Return the middle number, or None when there is none."""
    return float(np.median(numbers)) if len(numbers) else None


def months_of(days: Array) -> Array:
    """Return the month numbers of days: years times twelve plus months, counted from 0."""
    epoch = date(1970, 1, 1).toordinal()
    dates = (days.astype("i8") - epoch).astype("datetime64[D]")
    months: Array = dates.astype("datetime64[M]").astype("i8") + 1970 * 12
    return months


def month_number(day: date) -> int:
    """Return a day's month as months_of does."""
    return day.year * 12 + day.month - 1


def first_of_month(number: int) -> date:
    """Return the first day of a month number."""
    return date(number // 12, number % 12 + 1, 1)


def last_of_month(day: date) -> date:
    """Return the last day of a day's month."""
    return first_of_month(month_number(day) + 1) - timedelta(days=1)


def cross(dimensions: Sequence[Dimension]) -> tuple[Array, tuple[int, ...]]:
    """Return each barrier's place in the flattened table of these dimensions, and the table's shape."""
    shape = tuple(len(one.values) for one in dimensions)
    places: Any = 0
    for one in dimensions:
        places = places * len(one.values) + one.codes.astype("i8")
    return places, shape


def _public_part(snapshot: Columns) -> Columns:
    """Leave out what only the council may see, with all that belongs to it."""
    kept = snapshot["is_public"].astype(bool)
    if kept.all():
        return snapshot
    places = (np.cumsum(kept) - 1).astype("i4")
    rows = {"": kept} | {name.partition(".")[0]: kept[snapshot[name]] for name in FOREIGN_KEYS}
    left = {name: column[rows[name.rpartition(".")[0]]] for name, column in snapshot.items()}
    return left | {name: places[left[name]] for name in FOREIGN_KEYS}


def _stack(snapshots: Sequence[Columns]) -> Columns:
    """Concatenate snapshots, their row numbers counted on."""
    snapshots = snapshots or [empty()]
    starts = np.concatenate([[0], np.cumsum([len(one["id"]) for one in snapshots])[:-1]]).astype("i4")
    together = {name: np.concatenate([one[name] for one in snapshots]) for name in snapshots[0]}
    for name in FOREIGN_KEYS:
        together[name] = together[name] + np.repeat(starts, [len(one[name]) for one in snapshots])
    return together


def _known_area(columns: Columns, known: frozenset[int]) -> Array:
    """Return the ward of each barrier, 0 where it must not be known."""
    is_known = columns["is_named"].astype(bool) | np.isin(columns["area"], np.array(sorted(known), "<i4"))
    return np.where(is_known, columns["area"], 0)


def _of_rows(rows: Array, wanted: Array) -> Array:
    """Return the numbers of those of these rows that are wanted; `rows` is a mask or row numbers."""
    return np.flatnonzero(rows & wanted) if rows.dtype == bool else rows[wanted[rows]]


def _number_nameless(entity: Array, is_named: Array, barrier: Array) -> Array:
    """Give nameless voices numbers of their own: the first in each barrier the same, the second the next, and so on."""
    nameless = np.flatnonzero(~is_named)
    numbered = entity.astype("i8")
    if len(nameless):
        nameless = nameless[np.argsort(barrier[nameless], kind="stable")]
        of = barrier[nameless]
        begins = np.flatnonzero(np.concatenate([[True], of[1:] != of[:-1]]))
        rank = np.arange(len(of)) - np.repeat(begins, np.diff([*begins, len(of)]))
        numbered[nameless] = numbered.max(initial=0) + 1 + rank
    return numbered


def _dimension(name: str, column: Array) -> Dimension:
    if name in _CODE_LISTS:
        return Dimension(_CODE_LISTS[name], column)
    codes, values = _renumber(column)
    return Dimension(tuple(values.tolist()), codes)


def _renumber(column: Array) -> tuple[Array, Array]:
    """Number the distinct values from 0 in their order; returns the numbers and the values."""
    if not len(column):
        return column, column
    least = int(column.min())
    width = int(column.max()) - least + 1
    if width > _WIDEST_IDS:
        values, numbers = np.unique(column, return_inverse=True)
        return numbers, values
    seen = np.zeros(width, bool)
    seen[column - least] = True
    numbers = (np.cumsum(seen) - 1).astype("i4")
    return numbers[column - least], np.flatnonzero(seen) + least
