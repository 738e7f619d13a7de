"""Which barriers are behind a figure: the same masks that counted it, so that the total equals the figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from forum.barriers.vocabulary import EXCLUDED_BY_CODE
from forum.councils.thresholds import CouncilRules
from forum.dashboards.engine.fact_table import Period, month_number
from forum.dashboards.engine.layout import EXCLUDED_CODES, Array
from forum.dashboards.figures import definitions
from forum.dashboards.figures.headline import HEADLINE
from forum.dashboards.figures.over_time import (
    LISTED,
    MONTHS,
    hides_month,
    month_label,
    month_of,
    removed_by_month,
    turns_by_month,
)
from forum.dashboards.figures.recurring import barriers_behind, find_recurring
from forum.dashboards.figures.scope import Scope
from forum.dashboards.privacy.guard import RECURRENCE


@dataclass(frozen=True, slots=True)
class Cases:
    """The barriers behind one figure: a mask over the fact table, None when it may not be shown; and what they are."""

    title: str
    mask: Array | None
    period: Period | None = None
    """The days it is about, where they are not those asked for."""


_OUTCOME_TITLES = {
    "reported": "Reported",
    "reported-open": "Reported in these dates and still open",
    "reported-removed": "Reported in these dates and removed",
    "reported-kept": "Reported in these dates and kept with a reason",
    "reported-answered": "Reported in these dates and answered",
}
_HEADLINE = {one.definition.key: one for one in HEADLINE}


def cases_behind(scope: Scope, figure: str, rules: CouncilRules) -> Cases | None:
    """Find the barriers behind a figure, named as in its query string; None when there is no such figure."""
    key, _, more = figure.partition(":")
    if key == definitions.RECURRING.key:
        return _recurring(scope, rules)
    if key == definitions.LEFT_OUT.key:
        return _left_out(scope, more)
    if more:
        return _in_month(scope, key, more)
    if key in _HEADLINE:
        one = _HEADLINE[key]
        return _shown(scope, one.title or one.definition.label, one.population, one.barriers)
    if key in _OUTCOME_TITLES:
        return _shown(scope, _OUTCOME_TITLES[key], "reported", lambda scope: scope.outcomes[key])
    return None


def _shown(scope: Scope, title: str, population: str, barriers: Callable[[Scope], Array]) -> Cases:
    return Cases(title, barriers(scope) if scope.shows(population) else None)


def _recurring(scope: Scope, rules: CouncilRules) -> Cases:
    found = find_recurring(scope, rules)
    mask = barriers_behind(found) if found.places else None
    if scope.is_public and set(scope.attributes) != RECURRENCE and found.withheld:
        mask = None
    return Cases(definitions.RECURRING.label, mask, found.scope.period)


def _left_out(scope: Scope, code: str) -> Cases | None:
    if code not in EXCLUDED_CODES:
        return None
    place, facts = EXCLUDED_CODES.index(code), scope.facts
    title = f"Where groups had to leave out: {EXCLUDED_BY_CODE[code].label}"
    if scope.guard.hides_left_out(scope.attributes)[place]:
        return Cases(title, None)
    return Cases(title, facts.barriers_of(facts.excludes(place)) & scope.reported)


def _in_month(scope: Scope, key: str, text: str) -> Cases | None:
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    number = month_number(month)
    if key not in LISTED or not 0 <= month_number(scope.period.until) - number < MONTHS:
        return None
    title, one = f"{key.capitalize()} in {month_label(month)}", month_of(scope, month)
    if hides_month(scope, month):
        return Cases(title, None, one.period)
    if key in {"reported", "open"}:
        return Cases(title, one.reported if key == "reported" else one.open, one.period)
    closed, reopened = turns_by_month(one, number)
    barriers, months = {"closed": closed, "reopened": reopened, "removed": removed_by_month(one)}[key]
    mask = np.zeros(scope.facts.size, bool)
    mask[barriers[months == number]] = True
    return Cases(title, mask, one.period)
