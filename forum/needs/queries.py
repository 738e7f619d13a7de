"""Reads what was looked for in vain, the same words together, never who looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from forum.core import clock
from forum.core.db import db
from forum.councils.models import Area, Council
from forum.needs.models import UnmetNeed

KEPT = timedelta(days=365)
MOST_SHOWN = 50
FEWEST_IN_PUBLIC = 3  # what one person typed once is for the council alone: it may tell who they are


@dataclass(frozen=True, slots=True)
class Sought:
    """Words that were searched for in vain: as they were typed last, how often, and when last."""

    words: str
    times: int
    last_at: datetime


def list_needs(
    *,
    council: Council | None = None,
    area: Area | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    fewest: int = 1,
    limit: int = MOST_SHOWN,
) -> Sequence[Sought]:
    """List what was looked for in vain in a place (or anywhere), most often first, then latest; the last year of it.

    `fewest` leaves out what was typed less often: pages for everybody pass FEWEST_IN_PUBLIC.
    """
    where = _conditions(council, area, since, until)
    times, last = func.count(UnmetNeed.id), func.max(UnmetNeed.id)
    counted = (
        select(times.label("times"), last.label("last"))
        .where(*where)
        .group_by(UnmetNeed.normalised)
        .having(times >= fewest)
        .order_by(times.desc(), last.desc())
        .limit(min(limit, MOST_SHOWN))
        .subquery()
    )
    query = (
        select(UnmetNeed.words, counted.c.times, UnmetNeed.created_at)
        .join(counted, counted.c.last == UnmetNeed.id)
        .order_by(counted.c.times.desc(), counted.c.last.desc())
    )
    return [Sought(*row) for row in db.session.execute(query).tuples()]


def _conditions(
    council: Council | None, area: Area | None, since: datetime | None, until: datetime | None
) -> list[ColumnElement[bool]]:
    conditions = [UnmetNeed.created_at >= (since or clock.now() - KEPT)]
    if until is not None:
        conditions.append(UnmetNeed.created_at < until)
    if area is not None:
        conditions.append(UnmetNeed.area_id == area.id)
    elif council is not None:
        conditions.append(UnmetNeed.council_id == council.id)
    return conditions
