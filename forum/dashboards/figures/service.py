"""Lists what there is: every table by its key, and the cases behind a figure, suppressed already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from forum.barriers.models import Barrier
from forum.core.db import db
from forum.core.paging import Page
from forum.councils.identity import VISITOR
from forum.councils.models import Council
from forum.councils.thresholds import council_rules
from forum.dashboards.engine.fact_table import Audience, Period
from forum.dashboards.engine.layout import Array
from forum.dashboards.figures import definitions
from forum.dashboards.figures.breakdowns import by_area, by_department, by_rule_source, wards
from forum.dashboards.figures.case_list import cases_behind
from forum.dashboards.figures.over_time import time_to_removal, trend
from forum.dashboards.figures.people import left_out, silence, unmet_needs
from forum.dashboards.figures.recurring import recurring
from forum.dashboards.figures.schema import Table
from forum.dashboards.figures.scope import FigureFilters, Scope, open_scope
from forum.threads.models import Thread
from forum.threads.visibility import readable

ROWS_A_PAGE = 20
_NONE_SHOWN = "These are not listed here, because so few groups are behind them."


TABLES: dict[str, Callable[[Scope], Table]] = {
    definitions.RECURRING.key: lambda scope: recurring(scope).table,
    definitions.BY_AREA.key: by_area,
    definitions.BY_RULE_SOURCE.key: by_rule_source,
    definitions.BY_DEPARTMENT.key: by_department,
    definitions.WARDS.key: wards,
    definitions.LEFT_OUT.key: left_out,
    definitions.TREND.key: lambda scope: trend(scope).table,
    definitions.TIME_TO_REMOVAL.key: lambda scope: time_to_removal(scope).table,
    definitions.SILENT_AREAS.key: lambda scope: silence(scope).areas,
    definitions.SILENT_KINDS.key: lambda scope: silence(scope).kinds,
    definitions.WHO_SPOKE.key: lambda scope: silence(scope).shares,
    definitions.UNMET_NEEDS.key: unmet_needs,
}
"""Every table by its key: what can be taken away as a file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseList:
    """The barriers behind one figure, a page of them; `number` is how many in all, 0 where none may be shown."""

    title: str
    words: str
    number: int
    note: str
    period: Period
    page: Page[Barrier]


def list_cases(
    council: Council, filters: FigureFilters, audience: Audience, figure: str, cursor: str | None = None
) -> CaseList:
    """List the barriers behind a figure, newest number first; an unknown figure shows those reported."""
    scope = open_scope(council, filters, audience)
    rules = council_rules(council)
    found = cases_behind(scope, figure, rules) or cases_behind(scope, definitions.REPORTED.key, rules)
    assert found is not None  # noqa: S101  # the figure of those reported is always known
    definition = definitions.DEFINITIONS.get(figure.partition(":")[0])
    numbers = scope.facts.id[found.mask] if found.mask is not None else np.zeros(0, "i4")
    return CaseList(
        title=found.title,
        words=definition.words if definition else "",
        number=len(numbers),
        note=_NONE_SHOWN if found.mask is None else "",
        period=found.period or scope.period,
        page=_page(council, audience, numbers, cursor),
    )


def _page(council: Council, audience: Audience, numbers: Array, cursor: str | None) -> Page[Barrier]:
    """Read one page; what was hidden since the figures were counted is not shown."""
    descending = np.sort(numbers)[::-1]
    start = _start(descending, cursor)
    ids = descending[start : start + ROWS_A_PAGE].tolist()
    may_read = readable(VISITOR) if audience == Audience.PUBLIC else Thread.is_in_sight
    query = select(Barrier).where(Barrier.id.in_(ids), may_read)
    query = query.options(joinedload(Barrier.council), joinedload(Barrier.area), lazyload(Barrier.tags))
    found = db.session.scalars(query.order_by(Barrier.id.desc()))
    # Not in the statement: SQLite would then walk through all that the council was ever told.
    rows = [one for one in found if one.council_id == council.id]
    following = start + ROWS_A_PAGE
    return Page(
        rows=rows,
        previous=f"from-{descending[max(start - ROWS_A_PAGE, 0)]}" if start > 0 else None,
        next=f"from-{descending[following]}" if following < len(descending) else None,
    )


def _start(descending: Array, cursor: str | None) -> int:
    """Find where a page begins: at the barrier that its cursor names, or at the next that is still there."""
    name, _, number = (cursor or "").partition("-")
    if name != "from" or not number.isascii() or not number.isdecimal() or len(number) > 10:  # noqa: PLR2004  # 32 bits
        return 0
    place = int(np.searchsorted(-descending.astype("i8"), -int(number)))
    return place if place < len(descending) else 0
