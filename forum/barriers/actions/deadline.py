"""Keeps on each barrier who owes the next step and by when, from its history: nothing else writes these columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.barriers.lifecycle.deadlines import find_deadline
from forum.barriers.lifecycle.pauses import StateChange
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier, Transition
from forum.barriers.queries.transitions import stands
from forum.core import clock
from forum.core.db import db
from forum.core.outbox import enqueue
from forum.councils.thresholds import council_rules

BATCH = 200


def set_deadline(*, barrier: Barrier) -> None:
    """Write down who owes the next step and by when."""
    barrier.owed_by_id, barrier.due_on = deadline_of(barrier, _changes_of([barrier.id]).get(barrier.id, []))
    db.session.flush()


def deadline_of(barrier: Barrier, changes: Sequence[StateChange]) -> tuple[int | None, date | None]:
    """Return the council that owes the next step and its last day, as the history says; nobody for a linked barrier."""
    council = barrier.council
    if council is None or barrier.same_as_id is not None:
        return None, None
    found = find_deadline(
        state=State(barrier.state),
        changes=_since_public(barrier, changes),
        rules=council_rules(council),
        promised_on=barrier.promised_on,
        review_on=barrier.review_on,
    )
    return (council.id, found.due_on) if found else (None, None)


def start_clock(*, barrier: Barrier) -> None:
    """Have the council's clock run from now on: until now nobody there could read it."""
    barrier.public_since = clock.now()
    set_deadline(barrier=barrier)


def _since_public(barrier: Barrier, changes: Sequence[StateChange]) -> Sequence[StateChange]:
    """Count nothing of the time in which it waited for a moderator."""
    since = barrier.public_since
    return changes if since is None else [StateChange(max(at, since), state) for at, state in changes]


def set_deadlines_later(*, council_id: int | None) -> None:
    """Have the worker count anew for one council, because its numbers changed; None for all."""
    enqueue("set_deadlines", {"council": council_id, "after": 0})


def set_deadlines(*, council_id: int | None, after: int) -> int | None:
    """Count anew for one batch; returns the last number done, None when that was all."""
    rows = list_batch(council_id=council_id, after=after)
    changes = _changes_of([one.id for one in rows])
    for barrier in rows:
        barrier.owed_by_id, barrier.due_on = deadline_of(barrier, changes.get(barrier.id, []))
    db.session.flush()
    return rows[-1].id if len(rows) == BATCH else None


def find_wrong_deadlines(*, council_id: int | None = None) -> list[int]:
    """Return the numbers of barriers whose stored day is not what their history says; there are none."""
    wrong: list[int] = []
    after: int | None = 0
    while after is not None:
        rows = list_batch(council_id=council_id, after=after)
        changes = _changes_of([one.id for one in rows])
        wrong += [
            one.id
            for one in rows
            if (one.owed_by_id, one.due_on) != deadline_of(one, changes.get(one.id, []))
        ]
        after = rows[-1].id if len(rows) == BATCH else None
    return wrong


def list_batch(*, council_id: int | None, after: int) -> Sequence[Barrier]:
    """Read the next barriers of a council, or of all, by their numbers."""
    query = select(Barrier).where(Barrier.id > after).options(joinedload(Barrier.council))
    if council_id is not None:
        query = query.where(Barrier.council_id == council_id)
    return db.session.scalars(query.order_by(Barrier.id).limit(BATCH)).all()


def _changes_of(numbers: Sequence[int]) -> dict[int, list[StateChange]]:
    query = select(Transition.barrier_id, Transition.created_at, Transition.to_state)
    found: dict[int, list[StateChange]] = {}
    for number, at, to_state in db.session.execute(
        query.where(Transition.barrier_id.in_(numbers), stands()).order_by(
            Transition.barrier_id, Transition.id
        )
    ):
        found.setdefault(number, []).append(StateChange(at, State(to_state)))
    return found
