"""Passes the barriers of a council that closed to those that took its place; each keeps where it was reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, insert, null, select, update

from forum.barriers.actions.counters import count_barriers_anew
from forum.barriers.actions.deadline import set_deadlines_later
from forum.barriers.actions.duplicates import unlink_barrier
from forum.barriers.models import Barrier, CaseChange
from forum.core import clock
from forum.core.db import db
from forum.councils.events import CouncilReplaced, SuccessorShare
from forum.councils.models import Council
from forum.councils.reassignment import index_many, is_of_part, table_of
from forum.threads.models import Thread

BATCH = 500


def pass_barriers(event: CouncilReplaced) -> None:
    """Give each barrier to its council of today, with its department, its officer and a row that names both."""
    numbers: list[int] = []
    for part in event.parts:
        query = select(Barrier.id).where(is_of_part(Thread, event, part)).order_by(Barrier.id)
        mine = list(db.session.scalars(query))
        for start in range(0, len(mine), BATCH):
            _pass(event.council, part, mine[start : start + BATCH])
        numbers += mine
        if mine:
            set_deadlines_later(council_id=part.successor.id)
    event.moved["barrier"] += len(numbers)
    index_many(numbers, ("thread", "comments-of"))
    db.session.expire_all()
    _unlink_parted(event)
    for council in (event.council, *(part.successor for part in event.parts)):
        count_barriers_anew(council_id=council.id)


def _pass(council: Council, part: SuccessorShare, numbers: Sequence[int]) -> None:
    now = clock.now()
    barrier, thread = table_of(Barrier), table_of(Thread)
    db.session.execute(
        update(barrier)
        .where(barrier.c.id.in_(numbers))
        .values(
            department_id=_translated(barrier.c.department_id, part.departments),
            officer_id=_translated(barrier.c.officer_id, part.officers),
            reported_to_id=case(
                (barrier.c.reported_to_id.is_(None), council.id), else_=barrier.c.reported_to_id
            ),
            passed_on_at=now,
            owed_by_id=case((barrier.c.owed_by_id.is_not(None), part.successor.id), else_=null()),
        )
    )
    moved = update(thread).where(thread.c.id.in_(numbers))
    db.session.execute(moved.values(council_id=part.successor.id))
    row = {"what": "council", "was": council.name, "was_id": council.id, "created_at": now}
    row |= {"became": part.successor.name, "became_id": part.successor.id}
    db.session.execute(insert(CaseChange), [{"barrier_id": number, **row} for number in numbers])


def _translated(column: ColumnElement[Any], numbers: Mapping[int, int]) -> ColumnElement[Any]:
    return case(dict(numbers), value=column, else_=null()) if numbers else null()


def _unlink_parted(event: CouncilReplaced) -> None:
    """Have a barrier dealt with by itself when the one it was linked to went to another council."""
    if len(event.parts) == 1:
        return
    councils = [part.successor.id for part in event.parts]
    query = select(Barrier).where(Thread.council_id.in_(councils), Barrier.same_as_id.is_not(None))
    for barrier in db.session.scalars(query.order_by(Barrier.id)).all():
        main = db.session.get(Barrier, barrier.same_as_id)
        if main is not None and main.council_id != barrier.council_id:
            unlink_barrier(barrier=barrier, by=None)
