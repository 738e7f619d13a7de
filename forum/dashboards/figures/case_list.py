"""Which barriers are behind a figure: the same masks that counted it, so that the total equals the figure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

from forum.barriers.vocabulary import EXCLUDED_BY_CODE
from forum.councils.thresholds import CouncilRules
from forum.dashboards.engine.fact_table import month_number
from forum.dashboards.engine.layout import EXCLUDED_CODES, Array
from forum.dashboards.figures import definitions as words
from forum.dashboards.figures.over_time import (
    LISTED,
    MONTHS,
    hides_month,
    month_label,
    month_of,
    removed_in_months,
    turned_in_months,
)
from forum.dashboards.figures.recurring import barriers_of, find_recurring
from forum.dashboards.figures.schema import Period
from forum.dashboards.figures.scope import Scope
from forum.dashboards.privacy.guard import RECURRENCE


class Behind:
    """The barriers behind one figure: a mask over the ledger, None when it may not be shown; and what they are."""

    def __init__(self, title: str, mask: Array | None, period: Period | None = None) -> None:
        self.title = title
        self.mask = mask
        self.period = period
        """The days it is about, where they are not those asked for."""


def behind(scope: Scope, figure: str, rules: CouncilRules) -> Behind | None:
    """Find the barriers behind a figure named as in `rows_args`; None when there is no such figure."""
    key, _, more = figure.partition(":")
    if key == words.RECURRING.key:
        return _recurring(scope, rules)
    if key == words.LEFT_OUT.key:
        return _left_out(scope, more)
    if more:
        return _in_month(scope, key, more)
    if key not in _MASKS:
        return None
    title, population, mask = _MASKS[key]
    return Behind(title, mask(scope) if scope.guard.shows(population, scope.attributes) else None)


def _groups(scope: Scope) -> Array:
    return scope.ledger.touched(scope.said)


_MASKS: dict[str, tuple[str, str, Callable[[Scope], Array]]] = {
    "reported": ("Reported", "reported", lambda scope: scope.reported),
    "open": (words.OPEN.label, "in-play", lambda scope: scope.open),
    "open-age": (words.OPEN.label, "in-play", lambda scope: scope.open),
    "groups": ("Barriers that groups said affect them", "said", _groups),
    "first-response": ("First answered in these dates", "in-play", lambda scope: scope.answered),
    "removed": (words.REMOVED.label, "in-play", lambda scope: scope.removed),
    "kept": (words.KEPT.label, "in-play", lambda scope: scope.kept),
    "reopened": (words.REOPENED.label, "in-play", lambda scope: scope.reopened),
    "reported-open": (
        "Reported in these dates and still open",
        "reported",
        lambda scope: scope.outcomes["reported-open"],
    ),
    "reported-removed": (
        "Reported in these dates and removed",
        "reported",
        lambda scope: scope.outcomes["reported-removed"],
    ),
    "reported-kept": (
        "Reported in these dates and kept with a reason",
        "reported",
        lambda scope: scope.outcomes["reported-kept"],
    ),
    "reported-answered": (
        "Reported in these dates and answered",
        "reported",
        lambda scope: scope.outcomes["reported-answered"],
    ),
}


def _recurring(scope: Scope, rules: CouncilRules) -> Behind:
    found = find_recurring(scope, rules)
    mask = barriers_of(found)
    if scope.is_public and set(scope.attributes) != RECURRENCE and found.withheld:
        return Behind(words.RECURRING.label, None, found.scope.period)
    return Behind(words.RECURRING.label, mask if found.places else None, found.scope.period)


def _left_out(scope: Scope, code: str) -> Behind | None:
    if code not in EXCLUDED_CODES:
        return None
    place, ledger = EXCLUDED_CODES.index(code), scope.ledger
    title = f"Where groups had to leave out: {EXCLUDED_BY_CODE[code].label}"
    if scope.guard.hides_left_out(scope.attributes)[place]:
        return Behind(title, None)
    named = (ledger.excluded >> np.uint32(place) & np.uint32(1)).astype(bool)
    return Behind(title, ledger.touched(named) & scope.reported)


def _in_month(scope: Scope, key: str, text: str) -> Behind | None:
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    number = month_number(month)
    back = month_number(scope.period.until) - number
    if key not in LISTED or not 0 <= back < MONTHS:
        return None
    title = f"{key.capitalize()} in {month_label(month)}"
    if hides_month(scope, month):
        return Behind(title, None, month_of(scope, month).period)
    one = month_of(scope, month)
    if key in {"reported", "open"}:
        return Behind(title, one.reported if key == "reported" else one.open, one.period)
    closed, reopened = turned_in_months(one, number)
    barriers, months = {"closed": closed, "reopened": reopened, "removed": removed_in_months(one)}[key]
    mask = np.zeros(scope.ledger.size, bool)
    mask[barriers[months == number]] = True
    return Behind(title, mask, one.period)
