"""All facts of one council side by side in memory, and the few ways to count them. No database.

A ledger never changes: when a pack does, a new ledger is made. Masks and codes are arrays with one entry for
each barrier; `affected` and `moves` say by `index` to which barrier they belong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from forum.barriers.lifecycle import OPEN_STATES, State
from forum.dashboards.columns import CATEGORY_CODES, RULE_SOURCE_CODES, STATE_CODES, Array, Columns

ATTRIBUTES = ("area", "category", "department", "rule_source")
_LISTS: dict[str, tuple[str, ...]] = {"category": CATEGORY_CODES, "rule_source": RULE_SOURCE_CODES}
_IS_OPEN = np.array([code in OPEN_STATES for code in STATE_CODES])
_WIDEST = 40_000_000  # places in a table of cells by groups; beyond it, counting sorts instead
_WIDEST_IDS = 20_000_000
CODE = {code: place for place, code in enumerate(STATE_CODES)}


@dataclass(frozen=True, slots=True)
class Dimension:
    """One attribute of barriers: its values, and for each barrier which of them it has."""

    values: tuple[int | str, ...]
    codes: Array

    def place(self, value: int | str) -> int:
        """Give the code of a value; -1 when no barrier has it."""
        return self.values.index(value) if value in self.values else -1


class Ledger:
    """One council's barriers, who is affected, and how they moved."""

    def __init__(self, columns: Columns) -> None:
        self.id = columns["id"]
        self.size = len(self.id)
        self.day = columns["day"]
        self.is_public = columns["is_public"].astype(bool)
        self.response_day = columns["response_day"]
        self.response_days = columns["response_days"]
        self.dimensions = {name: _dimension(name, columns[name]) for name in ATTRIBUTES}
        self.index = np.searchsorted(self.id, columns["affected.barrier"])
        self.entity, self.entities = _numbered(columns["affected.entity"])
        self.affected_day = columns["affected.day"]
        self.cost = columns["affected.cost"]
        self.delay = columns["affected.delay"]
        self.excluded = columns["affected.excluded"]
        self.move_index = np.searchsorted(self.id, columns["move.barrier"])
        self.move_day = columns["move.day"]
        self.move_from = columns["move.from"]
        self.move_to = columns["move.to"]
        self.withheld: dict[object, Array] = {}
        """Which cells are withheld, as the guard has worked out: it follows from the facts, so it stays."""

    @cached_property
    def month(self) -> Array:
        """The month in which each was reported: years times twelve plus months."""
        return months_of(self.day)

    @cached_property
    def _is_single(self) -> Array:
        """For each affected row, whether its group speaks only here, so that it cannot be counted twice."""
        single: Array = np.bincount(self.entity, minlength=len(self.entities))[self.entity] == 1
        return single

    @cached_property
    def _repeated(self) -> tuple[Array, int]:
        """Numbers without gaps for groups that speak more than once, and how many these are."""
        rows = ~self._is_single
        seen = np.zeros(len(self.entities), bool)
        seen[self.entity[rows]] = True
        numbers = np.cumsum(seen) - 1
        return numbers[self.entity], int(seen.sum())

    def everything(self) -> Array:
        """Give a mask of all barriers."""
        return np.ones(self.size, bool)

    def chosen(self, attributes: Mapping[str, int | str]) -> Array:
        """Give the mask of barriers with these attributes."""
        mask = self.everything()
        for name, value in attributes.items():
            dimension = self.dimensions[name]
            mask &= dimension.codes == dimension.place(value)
        return mask

    def stands_at(self, day: int) -> tuple[Array, Array]:
        """Give each barrier's state at the end of a day, and the day on which it came into it; 0 before its report."""
        state, since = np.zeros(self.size, "u1"), np.zeros(self.size, "i4")
        rows = slice(None) if not self.size or day >= self._last_move else self.move_day <= day
        where = self.move_index[rows]
        state[where] = self.move_to[rows]  # of several for one barrier, the last one stays
        since[where] = self.move_day[rows]
        return state, since

    @cached_property
    def _last_move(self) -> int:
        return int(self.move_day.max(initial=0))

    def count_groups(self, rows: Array, cells: Array | None = None, number: int = 1) -> Array:
        """Count different groups among these affected rows, in each of so many cells."""
        places = np.zeros(int(rows.sum()), "i4") if cells is None else cells[rows]
        single = self._is_single[rows]
        counted = np.bincount(places[single], minlength=number)
        numbers, width = self._repeated
        keys = places[~single].astype("i8") * width + numbers[rows][~single]
        if number * width <= _WIDEST:
            seen = np.zeros(number * width, bool)
            seen[keys] = True
            repeated: Array = seen.reshape(number, width).sum(axis=1, dtype="i8")
            return counted + repeated
        keys.sort()
        first = np.concatenate([[True], keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, bool)
        more: Array = np.bincount(keys[first] // width, minlength=number)
        return counted + more

    def groups_in(self, rows: Array) -> frozenset[int]:
        """Name the different groups among few affected rows."""
        return frozenset(self.entities[self.entity[rows]].tolist())


def is_open(states: Array) -> Array:
    """Tell for each state whether the council still owes a word or a deed."""
    opened: Array = _IS_OPEN[states]
    return opened


def is_state(states: Array, *wanted: State) -> Array:
    """Tell for each state whether it is one of these."""
    return np.isin(states, [CODE[one] for one in wanted])


def months_of(days: Array) -> Array:
    """Give the months of days: years times twelve plus months, counted from 0."""
    epoch = date(1970, 1, 1).toordinal()
    dates = (days.astype("i8") - epoch).astype("datetime64[D]")
    months: Array = dates.astype("datetime64[M]").astype("i8") + 1970 * 12
    return months


def month_number(day: date) -> int:
    """Give a day's month as months_of does."""
    return day.year * 12 + day.month - 1


def first_of_month(number: int) -> date:
    """Give the first day of a month that is named by months_of."""
    return date(number // 12, number % 12 + 1, 1)


def public_columns(columns: Columns) -> Columns:
    """Leave out what only the council may see, with all that belongs to it."""
    kept = columns["is_public"].astype(bool)
    if kept.all():
        return columns
    ids = columns["id"][kept]
    rows = {"": kept}
    for table in ("affected", "move"):
        rows[table] = np.isin(columns[f"{table}.barrier"], ids)
    return {name: column[rows[name.rpartition(".")[0]]] for name, column in columns.items()}


def crossed(dimensions: Sequence[Dimension]) -> tuple[Array, tuple[int, ...]]:
    """Give for each barrier its place in the table of these dimensions, and the table's shape."""
    shape = tuple(len(one.values) for one in dimensions)
    places: Any = 0
    for one in dimensions:
        places = places * len(one.values) + one.codes.astype("i8")
    return places, shape


def _dimension(name: str, column: Array) -> Dimension:
    if name in _LISTS:
        return Dimension(_LISTS[name], column)
    values = np.flatnonzero(np.bincount(column)) if len(column) else np.zeros(0, "i8")
    lookup = np.zeros(int(values[-1]) + 1 if len(values) else 1, "i4")
    lookup[values] = np.arange(len(values))
    return Dimension(tuple(values.tolist()), lookup[column])


def _numbered(column: Array) -> tuple[Array, Array]:
    """Number the different values from 0 without gaps, in their order; gives numbers and values."""
    if not len(column):
        return column, column
    least = int(column.min())
    width = int(column.max()) - least + 1
    if width > _WIDEST_IDS:
        values, numbers = np.unique(column, return_inverse=True)
        return numbers, values
    seen = np.zeros(width, bool)
    seen[column - least] = True
    numbers = np.cumsum(seen) - 1
    return numbers[column - least], np.flatnonzero(seen) + least
