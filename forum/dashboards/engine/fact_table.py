"""All facts of one council side by side in memory, and the few ways to count them. No database.

A ledger never changes: when a pack does, a new ledger is made. Masks and codes are arrays with one entry for
each barrier; `affected` and `moves` say by `index` to which barrier they belong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from forum.barriers.lifecycle.states import OPEN_STATES, State
from forum.dashboards.engine.layout import (
    CATEGORY_CODES,
    RULE_SOURCE_CODES,
    STATE_CODES,
    Array,
    Columns,
    empty,
)

ATTRIBUTES = ("area", "category", "department", "rule_source")
_LISTS: dict[str, tuple[str, ...]] = {"category": CATEGORY_CODES, "rule_source": RULE_SOURCE_CODES}
_IS_OPEN = np.array([code in OPEN_STATES for code in STATE_CODES])
_WIDEST = 16_000_000  # places in a table of cells by groups; beyond it, sorting is quicker than adding up
_WIDEST_IDS = 20_000_000
_MOST_DAYS = 6
Remembered = TypeVar("Remembered")
_MOST_REMEMBERED = 300
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

    def __init__(
        self, packs: Sequence[Columns], *, is_public: bool = False, known_areas: frozenset[int] = frozenset()
    ) -> None:
        """Hold these facts; of reports without a name, only the ward that is one of `known_areas`."""
        columns = _stacked([_public(one) for one in packs] if is_public else packs)
        columns["area"] = _known_area(columns, known_areas)
        self.id = columns["id"]
        self.size = len(self.id)
        self.day = columns["day"]
        self.is_public = columns["is_public"].astype(bool)
        self.response_day = columns["response_day"]
        self.response_days = columns["response_days"]
        self.dimensions = {name: _dimension(name, columns[name]) for name in ATTRIBUTES}
        self.index = columns["affected.barrier"]
        self.entity, self.entities = _numbered(columns["affected.entity"])
        self.affected_day = columns["affected.day"]
        self.cost = columns["affected.cost"]
        self.delay = columns["affected.delay"]
        self.excluded = columns["affected.excluded"]
        self.is_named = columns["affected.is_named"].astype(bool)
        self.move_index = columns["move.barrier"]
        self.move_day = columns["move.day"]
        self.move_from = columns["move.from"]
        self.move_to = columns["move.to"]
        self._stands: dict[int, tuple[Array, Array]] = {}
        self._remembered: dict[object, Any] = {}

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
        day = min(day, self._last_move)
        if day not in self._stands:
            if len(self._stands) >= _MOST_DAYS:
                self._stands.clear()
            self._stands[day] = self._stood_at(day)
        return self._stands[day]

    def _stood_at(self, day: int) -> tuple[Array, Array]:
        state, since = np.zeros(self.size, "u1"), np.zeros(self.size, "i4")
        rows = slice(None) if day >= self._last_move else self.move_day <= day
        where = self.move_index[rows]
        state[where] = self.move_to[rows]  # of several for one barrier, the last one stays
        since[where] = self.move_day[rows]
        return state, since

    @cached_property
    def _last_move(self) -> int:
        return int(self.move_day.max(initial=0))

    def count_groups(self, rows: Array, cells: Array | None = None, number: int = 1) -> Array:
        """Count different groups among these affected rows, in each of so many cells.

        `rows` is a mask, or the places of some rows; `cells` has an entry for each barrier.
        """
        entity = self.entity[rows]
        if cells is None:
            return np.array([len(self.named(rows))])
        width = len(self.entities)
        fits = number * width < 2**31
        keys = cells.astype("i4" if fits else "i8")[self.index[rows]] * width + entity
        if number * width <= _WIDEST:
            seen = np.zeros(number * width, bool)
            seen[keys] = True
            # Row by row: NumPy counts the bytes of one row many times as fast as it adds up the rows of a table.
            return np.fromiter(map(np.count_nonzero, seen.reshape(number, width)), "i8", number)
        keys = np.sort(keys)
        first = np.concatenate([[True], keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, bool)
        different: Array = np.bincount(keys[first] // width, minlength=number)
        return different

    def remember(self, key: object, count: Callable[[], Remembered]) -> Remembered:
        """Count once what many requests ask for: it follows from the facts, so it stays as long as they do."""
        if key not in self._remembered:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = count()
        remembered: Remembered = self._remembered[key]
        return remembered

    def named(self, rows: Array) -> Array:
        """Name the different groups among these affected rows, by number, in order."""
        seen = np.zeros(len(self.entities), bool)
        seen[self.entity[rows]] = True
        return self.entities[seen]

    def touched(self, rows: Array) -> Array:
        """The mask of barriers to which these affected rows belong."""
        mask = np.zeros(self.size, bool)
        mask[self.index[rows]] = True
        return mask


def is_open(states: Array) -> Array:
    """Tell for each state whether the council still owes a word or a deed."""
    opened: Array = _IS_OPEN[states]
    return opened


def is_state(states: Array, *wanted: State) -> Array:
    """Tell for each state whether it is one of these."""
    table = np.zeros(len(STATE_CODES), bool)
    table[[CODE[one] for one in wanted]] = True
    found: Array = table[states]
    return found


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


def indexed(columns: Columns) -> Columns:
    """Have affected and moves say by place, not by number, to which barrier of their pack they belong."""
    places = {
        name: np.searchsorted(columns["id"], columns[name]).astype("i4")
        for name in ("affected.barrier", "move.barrier")
    }
    return columns | places


def _public(pack: Columns) -> Columns:
    """Leave out what only the council may see, with all that belongs to it."""
    kept = pack["is_public"].astype(bool)
    if kept.all():
        return pack
    places = (np.cumsum(kept) - 1).astype("i4")
    rows = {"": kept} | {table: kept[pack[f"{table}.barrier"]] for table in ("affected", "move")}
    left = {name: column[rows[name.rpartition(".")[0]]] for name, column in pack.items()}
    return left | {name: places[left[name]] for name in ("affected.barrier", "move.barrier")}


def _stacked(packs: Sequence[Columns]) -> Columns:
    """Put packs one behind the other; the places in them go on."""
    packs = packs or [empty()]
    starts = np.concatenate([[0], np.cumsum([len(one["id"]) for one in packs])[:-1]]).astype("i4")
    together = {name: np.concatenate([one[name] for one in packs]) for name in packs[0]}
    for name in ("affected.barrier", "move.barrier"):
        together[name] = together[name] + np.repeat(starts, [len(one[name]) for one in packs])
    return together


def crossed(dimensions: Sequence[Dimension]) -> tuple[Array, tuple[int, ...]]:
    """Give for each barrier its place in the table of these dimensions, and the table's shape."""
    shape = tuple(len(one.values) for one in dimensions)
    places: Any = 0
    for one in dimensions:
        places = places * len(one.values) + one.codes.astype("i8")
    return places, shape


def _known_area(columns: Columns, known: frozenset[int]) -> Array:
    """Return the ward of each barrier, 0 where it must not be known."""
    is_known = columns["is_named"].astype(bool) | np.isin(columns["area"], np.array(sorted(known), "<i4"))
    return np.where(is_known, columns["area"], 0)


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
