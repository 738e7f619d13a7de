"""Reads a council's figures for its pages, files and mails: the door through which they all come, suppressed already."""

from __future__ import annotations

from typing import Any

import numpy as np
from sqlalchemy import String, cast, func, literal, select, union_all
from sqlalchemy.orm import joinedload, lazyload

from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.db import db
from forum.core.paging import Page
from forum.councils.models import Area, Council, Department
from forum.councils.thresholds import council_rules
from forum.dashboards.engine.layout import Array
from forum.dashboards.engine.snapshots import open_ledger
from forum.dashboards.figures import definitions as words
from forum.dashboards.figures.breakdowns import by_area, by_department, by_rule_source, wards
from forum.dashboards.figures.case_list import behind
from forum.dashboards.figures.filters import Filters
from forum.dashboards.figures.headline import headline
from forum.dashboards.figures.needs import unmet_needs
from forum.dashboards.figures.over_time import time_to_removal, trend
from forum.dashboards.figures.people import Known, left_out, silence
from forum.dashboards.figures.recurring import describe_recurring, find_recurring
from forum.dashboards.figures.schema import Audience, Dashboard, Figure, Recurring, RowsBehind, Silence
from forum.dashboards.figures.scope import Names, Scope, open_scope
from forum.dashboards.queries.obstacles import read_elsewhere
from forum.groups.models import Group
from forum.threads.models import Thread, Visibility

ROWS_A_PAGE = 20
MOST_GROUPS = 20_000
_TOO_FEW = "So few groups are behind these figures that they are not shown."
_NONE_SHOWN = "These are not listed here, because so few groups are behind them."


def read_dashboard(
    council: Council, filters: Filters, audience: Audience, names: Names | None = None
) -> Dashboard:
    """Count everything that a council's dashboard shows; with `names` where they were read already."""
    scope = _scope(council, filters, audience)
    names = names or read_names(council)
    counted = _counted(scope, names)
    return Dashboard(
        period=scope.period,
        previous=scope.before.period,
        audience=audience,
        recurring=_recurring(council, scope, names),
        silence=_silence(council, scope, names),
        unmet_needs=unmet_needs(council, scope),
        notices=_notices(scope),
        **counted,
    )


def _counted(scope: Scope, names: Names) -> dict[str, Any]:
    """Count what follows from the packs alone; without filters once for each change, for that is the page most open."""
    if scope.filters != Filters():
        return _count(scope, names)
    key = ("counted", scope.period, names.key)
    return scope.ledger.remember(key, lambda: _count(scope, names))


def _count(scope: Scope, names: Names) -> dict[str, Any]:
    return {
        "headline": headline(scope),
        "by_area": by_area(scope, names),
        "by_rule_source": by_rule_source(scope, names),
        "by_department": by_department(scope, names),
        "wards": wards(scope, names),
        "left_out": left_out(scope),
        "trend": trend(scope),
        "time_to_removal": time_to_removal(scope),
    }


def read_headline(council: Council, filters: Filters, audience: Audience) -> list[Figure]:
    """Count the figures at the top alone; of a whole council they may be about any days, such as a month."""
    return headline(_scope(council, filters, audience))


def read_recurring(council: Council, filters: Filters, audience: Audience) -> Recurring:
    """Find the recurring obstacles alone."""
    return _recurring(council, _scope(council, filters, audience), read_names(council))


def list_rows(
    council: Council, filters: Filters, audience: Audience, figure: str, cursor: str | None = None
) -> RowsBehind:
    """List the barriers behind a figure, newest number first; an unknown figure shows those reported."""
    scope = _scope(council, filters, audience)
    rules = council_rules(council)
    found = behind(scope, figure, rules) or behind(scope, words.REPORTED.key, rules)
    assert found is not None  # noqa: S101  # the figure of those reported is always known
    definition = words.DEFINITIONS.get(figure.partition(":")[0])
    numbers = scope.ledger.id[found.mask] if found.mask is not None else np.zeros(0, "i4")
    return RowsBehind(
        title=found.title,
        words=definition.words if definition else "",
        number=len(numbers),
        note=_NONE_SHOWN if found.mask is None else "",
        period=found.period or scope.period,
        page=_page(council, audience, numbers, cursor),
    )


def read_names(council: Council) -> Names:
    """Read what a council's areas and departments are called, in one statement."""
    areas = select(literal("area"), Area.id, Area.name).where(Area.council_id == council.id)
    departments = select(literal("department"), Department.id, Department.name).where(
        Department.council_id == council.id
    )
    names: dict[str, dict[int, str]] = {"area": {}, "department": {}}
    for kind, number, name in db.session.execute(union_all(areas, departments)).tuples():
        names[kind][number] = name
    return Names(names["area"], names["department"])


def _scope(council: Council, filters: Filters, audience: Audience) -> Scope:
    ledger = open_ledger(council.id, audience)
    return open_scope(ledger, filters, audience, today=clock.today())


def _recurring(council: Council, scope: Scope, names: Names) -> Recurring:
    rules = council_rules(council)
    if scope.filters != Filters():
        found = find_recurring(scope, rules)
        return describe_recurring(found, names, read_elsewhere(sorted(found.pairs()), without=council.id))
    key = ("recurring", scope.period, rules)
    found = scope.ledger.remember(key, lambda: find_recurring(scope, rules))
    elsewhere = read_elsewhere(sorted(found.pairs()), without=council.id)
    described = (*key, names.key, tuple(sorted(elsewhere.items())))
    return scope.ledger.remember(described, lambda: describe_recurring(found, names, elsewhere))


def _silence(council: Council, scope: Scope, names: Names) -> Silence:
    """Compare with the directory, again only when it or the facts have changed; filters other than dates do not matter."""
    written = _directory(council)
    key = ("silence", scope.period, names.key, written)
    return scope.ledger.remember(key, lambda: silence(scope, names, _known(written)))


def _directory(council: Council) -> str:
    """Read what the directory says of a council's groups as one text, which is compared sooner than thousands of rows."""
    listed = select(Group.id, Group.area_id, Group.legal_form).where(Group.council_id == council.id)
    group = listed.order_by(Group.id).limit(MOST_GROUPS).subquery().c
    fields = (
        cast(group.id, String),
        func.coalesce(cast(group.area_id, String), ""),
        func.coalesce(group.legal_form, ""),
    )
    one = fields[0] + ":" + fields[1] + ":" + fields[2]
    return db.session.scalar(select(func.aggregate_strings(one, ","))) or ""


def _known(written: str) -> list[Known]:
    groups = (one.split(":") for one in written.split(",") if one)
    return [Known(int(number), int(area) if area else None, form or None) for number, area, form in groups]


def _notices(scope: Scope) -> list[str]:
    return [] if scope.guard.shows("reported", scope.attributes) else [_TOO_FEW]


def _page(council: Council, audience: Audience, numbers: Array, cursor: str | None) -> Page[Barrier]:
    """Read one page; what was hidden since the figures were counted is not shown."""
    descending = np.sort(numbers)[::-1]
    start = _start(descending, cursor)
    ids = descending[start : start + ROWS_A_PAGE].tolist()
    query = select(Barrier).where(Barrier.id.in_(ids), Thread.hidden_at.is_(None))
    if audience == Audience.PUBLIC:
        query = query.where(Thread.visibility != Visibility.COUNCIL)
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
    """Find where a page begins: at the barrier that its address names, or at the next that is still there."""
    name, _, number = (cursor or "").partition("-")
    if name != "from" or not number.isascii() or not number.isdecimal() or len(number) > 10:  # noqa: PLR2004  # 32 bits
        return 0
    place = int(np.searchsorted(-descending.astype("i8"), -int(number)))
    return place if place < len(descending) else 0
