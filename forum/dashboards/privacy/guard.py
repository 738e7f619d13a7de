"""Decides what readers may be shown: officers everything, the public nothing that rests on few groups (ADR 0020, 0032).

The public may narrow figures by MOST_TOGETHER attributes at once, those of a table's rows and columns among
them, and by whole months: of this small family of tables each is suppressed as a whole, from the facts alone, so
that it does not matter by which filters one comes to a cell. A span that cuts a rolling year shows a cell only
where each piece of that year may be shown, so that no two spans differ by few groups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from forum.dashboards.engine.fact_table import ATTRIBUTES, Dimension, Ledger, crossed, is_open
from forum.dashboards.engine.layout import EXCLUDED_CODES, Array
from forum.dashboards.figures.definitions import MINIMUM_GROUPS
from forum.dashboards.figures.schema import Audience, Period
from forum.dashboards.privacy.spans import Part, parts_of, pieces_of, whole_months
from forum.dashboards.privacy.suppression import Small, withhold_in_all

MOST_TOGETHER = 2
RECURRENCE = frozenset({"category", "department", "rule_source"})


class Guard:
    """What may be shown of one ledger in one period; rolling years end in the month of `today`, or of the period."""

    def __init__(self, ledger: Ledger, period: Period, audience: Audience, today: date | None = None) -> None:
        self.ledger = ledger
        self.period = period
        self.is_public = audience == Audience.PUBLIC
        self.today = today or period.until
        self.parts = tuple(parts_of(period, self.today))
        self._found: dict[tuple[str, Period], Array] = {}

    def shows(self, population: str, attributes: Mapping[str, int | str]) -> bool:
        """Tell whether figures of the barriers with these attributes may be shown; of all together they may."""
        return not attributes or not bool(self.hides(population, attributes, ()))

    def hides(self, population: str, attributes: Mapping[str, int | str], names: Sequence[str]) -> Array:
        """Tell which cells of a table are withheld: one dimension for each name, of barriers with these attributes."""
        shape = tuple(len(self.dimension(name).values) for name in names)
        if not self.is_public:
            return np.zeros(shape, bool)
        order = sorted({*attributes, *names}, key=ATTRIBUTES.index)
        places = [self.dimension(name).place(value) for name, value in attributes.items()]
        if -1 in places:
            return np.zeros(shape, bool)  # nobody has it, and that may be said
        whole = np.logical_or.reduce([self._withheld(population, tuple(order), one) for one in self.parts])
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
        place = self.dimension(name).place(attributes[name]) if name else 0
        if place < 0:
            return np.zeros(codes, bool)
        found: Array = np.logical_or.reduce([self._left_out(name, one)[place] for one in self.parts])
        return found

    def _left_out(self, name: str | None, part: Part) -> Array:
        return self.ledger.remember(("left-out", part, name), lambda: self._work_out_left_out(name, part))

    def _work_out_left_out(self, name: str | None, part: Part) -> Array:
        layers = [self._count_left_out(name, piece) for piece in pieces_of(part)]
        shape = layers[0][0].shape
        lost = self._withheld("reported", (name,), part)[:, None] & np.ones(shape, bool) if name else None
        below = self._left_out(name, part._replace(level=part.level - 1)) if part.level else None
        return withhold_in_all(layers, inherited=lost, already=below, axes=(0,) if name else ())

    def _count_left_out(self, name: str | None, period: Period) -> tuple[Array, Small]:
        codes = len(EXCLUDED_CODES)
        size = len(self.dimension(name).values) if name else 1
        groups = np.zeros((size, codes), "i8")
        small: dict[int, frozenset[int]] = {}
        everyone = self._places("reported", period)
        everyone = everyone[self.ledger.excluded[everyone] > 0]
        of = self.dimension(name).codes if name else np.zeros(self.ledger.size, "i4")
        for code in range(codes):
            rows = everyone[(self.ledger.excluded[everyone] >> np.uint32(code) & np.uint32(1)).astype(bool)]
            groups[:, code] = self.ledger.count_groups(rows, of, size)
            few = self._small(rows, of, groups[:, code])
            small |= {place * codes + code: found for place, found in few.items()}
        return groups, small

    def dimension(self, name: str) -> Dimension:
        """Give an attribute of barriers."""
        return self.ledger.dimensions[name]

    def population(self, name: str, period: Period) -> Array:
        """Give the mask of barriers that a kind of figure counts among."""
        ledger = self.ledger
        first, last = period.since.toordinal(), period.until.toordinal()
        reported: Array = (ledger.day >= first) & (ledger.day <= last)
        if name == "in-play":
            states, _ = ledger.stands_at(last)
            reported = reported | is_open(states)
            moves = (ledger.move_day >= first) & (ledger.move_day <= last)
            reported[ledger.move_index[moves]] = True
        return reported

    def _rows(self, population: str, period: Period | None = None) -> Array:
        """Give the mask of affected rows whose groups a kind of figure rests on."""
        period = period or self.period
        if population == "said":
            day = self.ledger.affected_day
            return (day >= period.since.toordinal()) & (day <= period.until.toordinal())
        rows: Array = self.population(population, period)[self.ledger.index]
        return rows

    def _places(self, population: str, period: Period) -> Array:
        """Give the places of these rows, found once for all tables of a page."""
        key = (population, period)
        if key not in self._found:
            self._found[key] = np.flatnonzero(self._rows(population, period))
        return self._found[key]

    def _withheld(self, population: str, names: tuple[str, ...], part: Part) -> Array:
        key = ("withheld", population, part, names)
        return self.ledger.remember(key, lambda: self._work_out(population, names, part))

    def count(self, population: str, names: tuple[str, ...], period: Period | None = None) -> Array:
        """Count the different groups in each cell of a whole table; nothing is later than today."""
        period = period or (whole_months(self.period, self.today) if self.is_public else self.period)
        key = ("groups", population, period, names)
        return self.ledger.remember(key, lambda: self._count(population, names, period))

    def _count(self, population: str, names: tuple[str, ...], period: Period) -> Array:
        places, shape = crossed([self.dimension(name) for name in names])
        rows = self._places(population, period)
        return self.ledger.count_groups(rows, places, int(np.prod(shape))).reshape(shape)

    def _work_out(self, population: str, names: tuple[str, ...], part: Part) -> Array:
        places, shape = crossed([self.dimension(name) for name in names])
        if len(names) > MOST_TOGETHER and set(names) != RECURRENCE:
            return np.ones(shape, bool)
        layers = []
        for piece in pieces_of(part):
            groups = self.count(population, names, piece)
            small = self._small(self._places(population, piece), places, groups.reshape(-1))
            layers.append((groups, small))
        lost = np.zeros(shape, bool)
        for name in names if len(names) > 1 else ():
            others = tuple(other for other in names if other != name)
            above = others if len(names) > MOST_TOGETHER else (name,)
            lost |= _spread(self._withheld(population, above, part), above, names)
        below = self._withheld(population, names, part._replace(level=part.level - 1)) if part.level else None
        return withhold_in_all(layers, inherited=lost, already=below)

    def _small(self, rows: Array, of: Array, groups: Array) -> dict[int, frozenset[int]]:
        """Name the groups of each cell that has few; `rows` are places of affected rows, `of` is the cell of a barrier."""
        cells = of[self.ledger.index[rows]]
        few = groups[cells] < MINIMUM_GROUPS
        found: dict[int, set[int]] = {}
        for cell, entity in zip(cells[few].tolist(), self.ledger.entity[rows[few]].tolist(), strict=True):
            found.setdefault(cell, set()).add(entity)
        return {cell: frozenset(these) for cell, these in found.items()}


def _spread(table: Array, names: tuple[str, ...], over: tuple[str, ...]) -> Array:
    """Repeat a table along the dimensions that it lacks."""
    shape = [table.shape[names.index(name)] if name in names else 1 for name in over]
    return table.reshape(shape)
