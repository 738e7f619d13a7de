"""The figures at the top: each with what it rests on, and what it was in the council's own period before."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from forum.dashboards.engine.layout import Array
from forum.dashboards.figures import definitions as words
from forum.dashboards.figures.schema import Definition, Figure
from forum.dashboards.figures.scope import Scope


class Counted(NamedTuple):
    """A number, how many cases it rests on, and what these are."""

    value: float | None
    n: int
    n_words: str


def headline(scope: Scope) -> list[Figure]:
    """Count the figures at the top."""
    return [_figure(scope, definition, count) for definition, count in _COUNTS.items()]


def count_figure(scope: Scope, definition: Definition) -> Figure:
    """Count one figure of the headline, or how many were reported."""
    return _figure(scope, definition, _COUNTS.get(definition, _reported))


def median(numbers: Array) -> float | None:
    """Give the middle number, or None when there is none."""
    return float(np.median(numbers)) if len(numbers) else None


def _figure(scope: Scope, definition: Definition, count: Callable[[Scope], Counted]) -> Figure:
    population = _POPULATIONS.get(definition, "in-play")
    if not scope.guard.shows(population, scope.attributes):
        return Figure(definition=definition, value=None, is_suppressed=True, period=scope.period)
    counted = count(scope)
    known_before = scope.before.guard.shows(population, scope.attributes)
    return Figure(
        definition=definition,
        value=counted.value,
        n=counted.n,
        n_words=counted.n_words,
        previous=count(scope.before).value if known_before else None,
        rows_args=scope.args(definition.key),
        period=scope.period,
    )


def _reported(scope: Scope) -> Counted:
    return _number(scope.reported)


def _open(scope: Scope) -> Counted:
    return _number(scope.open)


def _open_age(scope: Scope) -> Counted:
    ages = scope.period.until.toordinal() - scope.ledger.day[scope.open]
    return Counted(median(ages), len(ages), "open barriers")


def _groups(scope: Scope) -> Counted:
    groups = int(scope.ledger.count_groups(scope.said)[0])
    return Counted(groups, number_said(scope), "barriers")


def number_said(scope: Scope) -> int:
    """Count the barriers that groups said in the period affect them."""
    return int(scope.ledger.touched(scope.said).sum())


def _first_response(scope: Scope) -> Counted:
    days = scope.ledger.response_days[scope.answered]
    return Counted(median(days), len(days), "barriers first answered")


def _removed(scope: Scope) -> Counted:
    return _number(scope.removed)


def _kept(scope: Scope) -> Counted:
    return _number(scope.kept)


def _reopened(scope: Scope) -> Counted:
    return _number(scope.reopened)


def _number(mask: Array) -> Counted:
    number = int(mask.sum())
    return Counted(number, number, "barriers")


_POPULATIONS = {words.GROUPS: "said", words.REPORTED: "reported"}
_COUNTS: dict[Definition, Callable[[Scope], Counted]] = {
    words.OPEN: _open,
    words.OPEN_AGE: _open_age,
    words.GROUPS: _groups,
    words.FIRST_RESPONSE: _first_response,
    words.REMOVED: _removed,
    words.KEPT: _kept,
    words.REOPENED: _reopened,
}
