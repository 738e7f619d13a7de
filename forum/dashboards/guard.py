"""Decides what readers may be shown: officers everything, the public nothing that rests on few groups (ADR 0020).

The public may narrow figures by MOST_TOGETHER attributes at once, those of a table's rows and columns among
them, and by whole spans of 12 months: of this small family of tables each is suppressed as a whole, from the
facts alone, so that it does not matter by which filters one comes to a cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from forum.dashboards.columns import EXCLUDED_CODES, Array
from forum.dashboards.definitions import MINIMUM_GROUPS
from forum.dashboards.filters import Filters, months_back
from forum.dashboards.ledger import (
    ATTRIBUTES,
    Dimension,
    Ledger,
    crossed,
    first_of_month,
    is_open,
    month_number,
)
from forum.dashboards.shapes import Audience, Period
from forum.dashboards.suppression import withhold

MOST_TOGETHER = 2
MONTH = "month"
RECURRENCE = frozenset({"category", "department", "rule_source"})
SPAN = 12


class Guard:
    """What may be shown of one ledger in one period."""

    def __init__(self, ledger: Ledger, period: Period, audience: Audience) -> None:
        self.ledger = ledger
        self.period = period
        self.is_public = audience == Audience.PUBLIC
        self._found: dict[str, Array] = {}

    def shows(self, population: str, attributes: Mapping[str, int | str]) -> bool:
        """Tell whether figures of the barriers with these attributes may be shown; of all together they may."""
        return not attributes or not bool(self.hides(population, attributes, ()))

    def hides(self, population: str, attributes: Mapping[str, int | str], names: Sequence[str]) -> Array:
        """Tell which cells of a table are withheld: one dimension for each name, of barriers with these attributes."""
        shape = tuple(len(self.dimension(name).values) for name in names)
        if not self.is_public:
            return np.zeros(shape, bool)
        order = sorted({*attributes, *names}, key=(*ATTRIBUTES, MONTH).index)
        places = [self.dimension(name).place(value) for name, value in attributes.items()]
        if -1 in places:
            return np.zeros(shape, bool)  # nobody has it, and that may be said
        whole = self._withheld(population, tuple(order))
        fixed = dict(zip(attributes, places, strict=True))
        part = whole[tuple(fixed.get(name, slice(None)) for name in order)]
        left = [name for name in order if name not in fixed]
        return np.asarray(part.transpose([left.index(name) for name in names]))

    def hides_left_out(self, attributes: Mapping[str, int | str]) -> Array:
        """Tell for each code of those left out whether its number is withheld."""
        codes = len(EXCLUDED_CODES)
        if not self.is_public:
            return np.zeros(codes, bool)
        if len(attributes) >= MOST_TOGETHER:
            return np.ones(codes, bool)
        name = next(iter(attributes), None)
        hidden = self.ledger.remember(("left-out", self.period, name), lambda: self._work_out_left_out(name))
        place = self.dimension(name).place(attributes[name]) if name else 0
        return np.zeros(codes, bool) if place < 0 else hidden[place]

    def _work_out_left_out(self, name: str | None) -> Array:
        codes = len(EXCLUDED_CODES)
        size = len(self.dimension(name).values) if name else 1
        groups = np.zeros((size, codes), "i8")
        small: dict[int, frozenset[int]] = {}
        everyone = np.flatnonzero(self._rows("reported") & (self.ledger.excluded > 0))
        of = self.dimension(name).codes if name else np.zeros(self.ledger.size, "i4")
        for code in range(codes):
            rows = everyone[(self.ledger.excluded[everyone] >> np.uint32(code) & np.uint32(1)).astype(bool)]
            groups[:, code] = self.ledger.count_groups(rows, of, size)
            small |= {
                place * codes + code: found for place, found in self._small(rows, of, groups[:, code]).items()
            }
        lost = self._withheld("reported", (name,))[:, None] & np.ones((1, codes), bool) if name else None
        return withhold(groups, small, inherited=lost, axes=(0,) if name else ())

    def dimension(self, name: str) -> Dimension:
        """Give an attribute of barriers, or the months of a span of 12."""
        if name != MONTH:
            return self.ledger.dimensions[name]
        last = month_number(self.period.until)
        values = tuple(first_of_month(last - back).isoformat() for back in range(SPAN - 1, -1, -1))
        return Dimension(values, np.clip(self.ledger.month - (last - SPAN + 1), 0, SPAN - 1))

    def population(self, name: str) -> Array:
        """Give the mask of barriers that a kind of figure counts among."""
        ledger = self.ledger
        first, last = self.period.since.toordinal(), self.period.until.toordinal()
        reported: Array = (ledger.day >= first) & (ledger.day <= last)
        if name == "in-play":
            states, _ = ledger.stands_at(last)
            reported = reported | is_open(states)
            moves = (ledger.move_day >= first) & (ledger.move_day <= last)
            reported[ledger.move_index[moves]] = True
        return reported

    def _rows(self, population: str) -> Array:
        """Give the mask of affected rows whose groups a kind of figure rests on."""
        if population == "said":
            day = self.ledger.affected_day
            return (day >= self.period.since.toordinal()) & (day <= self.period.until.toordinal())
        rows: Array = self.population(population)[self.ledger.index]
        return rows

    def _places(self, population: str) -> Array:
        """Give the places of these rows, found once for all tables of a page."""
        if population not in self._found:
            self._found[population] = np.flatnonzero(self._rows(population))
        return self._found[population]

    def _withheld(self, population: str, names: tuple[str, ...]) -> Array:
        key = ("withheld", population, self.period, names)
        return self.ledger.remember(key, lambda: self._work_out(population, names))

    def count(self, population: str, names: tuple[str, ...]) -> Array:
        """Count the different groups in each cell of a whole table."""
        return self.ledger.remember(
            ("groups", population, self.period, names), lambda: self._count(population, names)
        )

    def _count(self, population: str, names: tuple[str, ...]) -> Array:
        places, shape = crossed([self.dimension(name) for name in names])
        return self.ledger.count_groups(self._places(population), places, int(np.prod(shape))).reshape(shape)

    def _work_out(self, population: str, names: tuple[str, ...]) -> Array:
        places, shape = crossed([self.dimension(name) for name in names])
        if len(names) > MOST_TOGETHER and set(names) != RECURRENCE:
            return np.ones(shape, bool)
        groups = self.count(population, names)
        small = self._small(self._places(population), places, groups.reshape(-1))
        lost = np.zeros(shape, bool)
        for name in names if len(names) > 1 else ():
            if name != MONTH:
                others = tuple(other for other in names if other not in {name, MONTH})
                above = others if len(names) > MOST_TOGETHER else (name,)
                lost |= _spread(self._withheld(population, above), above, names)
        return withhold(groups, small, inherited=lost)

    def _small(self, rows: Array, of: Array, groups: Array) -> dict[int, frozenset[int]]:
        """Name the groups of each cell that has few; `rows` are places of affected rows, `of` is the cell of a barrier."""
        cells = of[self.ledger.index[rows]]
        few = groups[cells] < MINIMUM_GROUPS
        found: dict[int, set[int]] = {}
        for cell, entity in zip(cells[few].tolist(), self.ledger.entity[rows[few]].tolist(), strict=True):
            found.setdefault(cell, set()).add(entity)
        return {cell: frozenset(these) for cell, these in found.items()}


def public_period(filters: Filters, today: date) -> Period:
    """Give the span of 12 whole months into which the last day asked for falls, counted back from this month."""
    until = min(filters.until or today, today)
    spans = (month_number(today) - month_number(until)) // SPAN
    last = first_of_month(month_number(today) - spans * SPAN + 1) - timedelta(days=1) if spans else today
    return Period(months_back(last, SPAN), last)


def _spread(table: Array, names: tuple[str, ...], over: tuple[str, ...]) -> Array:
    """Repeat a table along the dimensions that it lacks."""
    shape = [table.shape[names.index(name)] if name in names else 1 for name in over]
    return table.reshape(shape)
