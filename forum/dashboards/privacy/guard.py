"""Decides what readers may be shown: officers everything, the public nothing that rests on few groups (ADR 0020, 0032).

The public may narrow figures by MOST_TOGETHER attributes at once, those of a table's rows and columns among
them, and by whole months: of this small family of tables each is suppressed as a whole, from the facts alone, so
that it does not matter by which filters one comes to a cell. A span that cuts a rolling year shows a cell only
where each piece of that year may be shown, so that no two spans differ by few groups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from forum.dashboards.engine.fact_table import (
    ATTRIBUTES,
    Audience,
    Dimension,
    FactTable,
    Period,
    cross,
    is_open,
    last_of_month,
)
from forum.dashboards.engine.layout import EXCLUDED_CODES, Array
from forum.dashboards.privacy.spans import Part, parts_of, pieces_of
from forum.dashboards.privacy.suppression import MINIMUM_GROUPS, Small, withhold_in_all

MOST_TOGETHER = 2
RECURRENCE = frozenset({"category", "department", "rule_source"})
WHOLE_MONTHS = (
    "Public figures cover whole months, so small groups cannot be worked out. Choose the first day of a month and the "
    "last day of a month, or today."
)


class SpanRefusedError(Exception):
    """Public figures cannot be about these days; its text says why."""


def why_not_public(period: Period, today: date) -> str:
    """Return why public figures cannot be about these days; empty when they can."""
    ends = period.until == today or (period.until + timedelta(days=1)).day == 1
    return "" if period.since.day == 1 and ends else WHOLE_MONTHS


class Guard:
    """What may be shown of one fact table in one period; rolling years end in the month of `today`, or of the period.

    A population names the barriers that a kind of figure counts among: those reported in the period ("reported"), those
    reported, moved or open in it ("in-play"), or those that groups joined in it ("said").
    """

    def __init__(
        self, facts: FactTable, period: Period, audience: Audience, today: date | None = None
    ) -> None:
        self.facts = facts
        self.period = period
        self.is_public = audience == Audience.PUBLIC
        self.today = today or period.until
        self.parts = tuple(parts_of(period, self.today))
        self._found: dict[tuple[str, Period], Array] = {}

    def shows(self, population: str, attributes: Mapping[str, int | str]) -> bool:
        """Return whether figures of the barriers with these attributes may be shown; of all together they may."""
        return not attributes or not bool(self.hides(population, attributes, ()))

    def hides(self, population: str, attributes: Mapping[str, int | str], names: Sequence[str]) -> Array:
        """Return which cells of a table are withheld: one dimension for each name, of barriers with these attributes."""
        shape = tuple(len(self.dimension(name).values) for name in names)
        if not self.is_public:
            return np.zeros(shape, bool)
        order = sorted({*attributes, *names}, key=ATTRIBUTES.index)
        codes = [self.dimension(name).code(value) for name, value in attributes.items()]
        if -1 in codes:
            return np.zeros(shape, bool)  # nobody has it, and that may be said
        whole = np.logical_or.reduce([self._withheld(population, tuple(order), one) for one in self.parts])
        fixed = dict(zip(attributes, codes, strict=True))
        part = whole[tuple(fixed.get(name, slice(None)) for name in order)]
        left = [name for name in order if name not in fixed]
        return np.asarray(part.transpose([left.index(name) for name in names]))

    def hides_left_out(self, attributes: Mapping[str, int | str]) -> Array:
        """Return for each code of those left out whether its number is withheld."""
        codes = len(EXCLUDED_CODES)
        if not self.is_public:
            return np.zeros(codes, bool)
        if len(attributes) >= MOST_TOGETHER:
            return np.ones(codes, bool)
        name = next(iter(attributes), None)
        code = self.dimension(name).code(attributes[name]) if name else 0
        if code < 0:
            return np.zeros(codes, bool)
        found: Array = np.logical_or.reduce([self._left_out(name, one)[code] for one in self.parts])
        return found

    def _left_out(self, name: str | None, part: Part) -> Array:
        return self.facts.cached(("left-out", part, name), lambda: self._work_out_left_out(name, part))

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
        everyone = self._rows("reported", period)
        everyone = everyone[self.facts.excluded[everyone] > 0]
        cells = self.dimension(name).codes if name else np.zeros(self.facts.size, "i4")
        for code in range(codes):
            rows = everyone[self.facts.excludes(code, everyone)]
            groups[:, code] = self.facts.count_certain_groups(rows, cells, size)
            few = self._small(rows, cells, groups[:, code])
            small |= {cell * codes + code: found for cell, found in few.items()}
        return groups, small

    def dimension(self, name: str) -> Dimension:
        """Return an attribute of barriers."""
        return self.facts.dimensions[name]

    def population(self, name: str, period: Period) -> Array:
        """Return the mask of barriers that a kind of figure counts among."""
        facts = self.facts
        reported = period.contains(facts.day)
        if name == "in-play":
            states, _ = facts.states_at(period.until.toordinal())
            reported = reported | is_open(states)
            reported[facts.move_barrier[period.contains(facts.move_day)]] = True
        return reported

    def _rows(self, population: str, period: Period) -> Array:
        """Return the numbers of the affected rows whose groups a kind of figure rests on, found once for all tables."""
        key = (population, period)
        if key not in self._found:
            facts = self.facts
            if population == "said":
                mask = period.contains(facts.affected_day)
            else:
                mask = self.population(population, period)[facts.affected_barrier]
            self._found[key] = np.flatnonzero(mask)
        return self._found[key]

    def _withheld(self, population: str, names: tuple[str, ...], part: Part) -> Array:
        key = ("withheld", population, part, names)
        return self.facts.cached(key, lambda: self._work_out(population, names, part))

    def count(self, population: str, names: tuple[str, ...], period: Period | None = None) -> Array:
        """Count the certainly different groups in each cell of a whole table; nothing is later than today."""
        if period is None:
            # A public span that ends today ends with its month, so that it is the same span until then.
            to_the_end = self.is_public and self.period.until == self.today
            until = last_of_month(self.today) if to_the_end else self.period.until
            period = Period(self.period.since, until)
        return self.facts.cached(
            ("groups", population, period, names), lambda: self._count(population, names, period)
        )

    def _count(self, population: str, names: tuple[str, ...], period: Period) -> Array:
        cells, shape = cross([self.dimension(name) for name in names])
        rows = self._rows(population, period)
        return self.facts.count_certain_groups(rows, cells, int(np.prod(shape))).reshape(shape)

    def _work_out(self, population: str, names: tuple[str, ...], part: Part) -> Array:
        cells, shape = cross([self.dimension(name) for name in names])
        if len(names) > MOST_TOGETHER and set(names) != RECURRENCE:
            return np.ones(shape, bool)
        layers = []
        for piece in pieces_of(part):
            groups = self.count(population, names, piece)
            layers.append((groups, self._small(self._rows(population, piece), cells, groups.reshape(-1))))
        lost = np.zeros(shape, bool)
        for name in names if len(names) > 1 else ():
            others = tuple(other for other in names if other != name)
            above = others if len(names) > MOST_TOGETHER else (name,)
            lost |= _spread(self._withheld(population, above, part), above, names)
        below = self._withheld(population, names, part._replace(level=part.level - 1)) if part.level else None
        return withhold_in_all(layers, inherited=lost, already=below)

    def _small(self, rows: Array, cells: Array, groups: Array) -> dict[int, frozenset[int]]:
        """Return the groups of each cell that has few; `rows` are affected rows, `cells` has the cell of each barrier."""
        of = cells[self.facts.affected_barrier[rows]]
        few = groups[of] < MINIMUM_GROUPS
        found: dict[int, set[int]] = {}
        for cell, entity in zip(of[few].tolist(), self.facts.entity[rows[few]].tolist(), strict=True):
            found.setdefault(cell, set()).add(entity)
        return {cell: frozenset(these) for cell, these in found.items()}


def _spread(table: Array, names: tuple[str, ...], over: tuple[str, ...]) -> Array:
    """Repeat a table along the dimensions that it lacks."""
    shape = [table.shape[names.index(name)] if name in names else 1 for name in over]
    return table.reshape(shape)
