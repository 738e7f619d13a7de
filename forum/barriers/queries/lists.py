"""Reads the lists of barriers: filtered, in keyset pages, only what the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, lazyload

from forum.barriers.lifecycle.states import OPEN_STATES, State
from forum.barriers.models import Barrier
from forum.core.db import db
from forum.core.paging import CARDS_A_PAGE, Page, page_of
from forum.councils.identity import VISITOR, Identity
from forum.councils.models import Area, Council
from forum.threads.models import Tag, Thread, ThreadTag
from forum.threads.visibility import area_known, readable

NEWEST, MOST_AFFECTED = "newest", "most-affected"
STILL_OPEN = "still-open"
MOST_CHOICES = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class BarrierFilters:
    """What a list is narrowed by; empty means everything. `state` is a state's code or "still-open"."""

    council_id: int | None = None
    area_id: int | None = None
    category: str = ""
    state: str = ""
    tag: str = ""
    sort: str = NEWEST


def list_barriers(*, identity: Identity, filters: BarrierFilters, cursor: str | None = None) -> Page[Barrier]:
    """List one page of barriers that this reader may see; withdrawn ones only when they are asked for."""
    query = select(Barrier).where(
        Thread.kind == "barrier", readable(identity), *_conditions(identity, filters)
    )
    by: tuple[InstrumentedAttribute[Any], ...] = (Thread.created_at, Thread.id)
    if filters.sort == MOST_AFFECTED:
        by = (Barrier.number_of_affected, Barrier.id)
    return page_of(_with_places(query), by=by, cursor=cursor, size=CARDS_A_PAGE)


def _with_places(query: Select[tuple[Barrier]]) -> Select[tuple[Barrier]]:
    return query.options(joinedload(Barrier.council), joinedload(Barrier.area), lazyload(Barrier.tags))


def _conditions(identity: Identity, filters: BarrierFilters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.council_id is not None:
        conditions.append(Thread.council_id == filters.council_id)
    if filters.area_id is not None:
        conditions += [Thread.area_id == filters.area_id, area_known(identity)]
    if filters.category:
        conditions.append(Barrier.category == filters.category)
    if filters.state == STILL_OPEN:
        conditions.append(Barrier.state.in_(sorted(OPEN_STATES)))
    elif filters.state:
        conditions.append(Barrier.state == State(filters.state))
    else:
        conditions.append(Barrier.state != State.WITHDRAWN)
    if filters.tag:
        tagged = select(ThreadTag.thread_id).join(Tag, Tag.id == ThreadTag.tag_id)
        conditions.append(Thread.id.in_(tagged.where(Tag.name == filters.tag)))
    return conditions


def list_councils_with_barriers() -> list[Council]:
    """List the councils that have a barrier anybody may read, by name, for the filter."""
    reported = select(Thread.id).where(
        Thread.council_id == Council.id, Thread.kind == "barrier", readable(VISITOR)
    )
    query = select(Council).where(reported.exists()).order_by(Council.name, Council.id).limit(MOST_CHOICES)
    return list(db.session.scalars(query))


def list_areas(council_id: int) -> list[Area]:
    """List a council's wards and other places, by name."""
    query = select(Area).where(Area.council_id == council_id).order_by(Area.name, Area.id)
    return list(db.session.scalars(query.limit(MOST_CHOICES)))
