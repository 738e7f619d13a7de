"""Reads of barriers for the pages that gather several features: always bounded or paged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import Select, and_, case, func, literal, select, union, union_all
from sqlalchemy.orm import joinedload, lazyload

from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.states import OVER_STATES, State
from forum.barriers.models import Affected, Barrier, Transition
from forum.core.db import db
from forum.councils.identity import Identity
from forum.councils.models import Council
from forum.groups.models import Group
from forum.threads.models import Thread
from forum.threads.visibility import area_known, readable

ON_HOME = 3
LOOKED_AT = 50


def list_newest_and_most_affected(identity: Identity) -> tuple[list[Barrier], list[Barrier]]:
    """List the barriers reported last, and those that stop most groups and are not gone, in one statement."""
    found = select(Barrier.id).where(readable(identity))
    newest = found.where(Barrier.state != State.WITHDRAWN).order_by(
        Thread.created_at.desc(), Thread.id.desc()
    )
    most = found.where(Barrier.state.not_in(OVER_STATES)).order_by(
        Barrier.number_of_affected.desc(), Barrier.id.desc()
    )
    parts = ((newest, "newest"), (most, "most"))
    ids = union_all(
        *(
            select(part.limit(ON_HOME).subquery().c.id.label("id"), literal(name).label("part"))
            for part, name in parts
        )
    ).subquery()
    query = _with_places(select(Barrier)).join(ids, ids.c.id == Barrier.id)
    rows = db.session.execute(query.add_columns(ids.c.part)).unique().tuples().all()
    lists = {name: [barrier for barrier, part in rows if part == name] for _, name in parts}
    return (
        sorted(lists["newest"], key=lambda one: (one.created_at, one.id), reverse=True),
        sorted(lists["most"], key=lambda one: (one.number_of_affected, one.id), reverse=True),
    )


def list_lately_removed(identity: Identity, limit: int = ON_HOME) -> Sequence[Barrier]:
    """List the barriers confirmed gone last, that are still gone."""
    lately = (
        select(Transition.barrier_id, Transition.created_at)
        .where(Transition.to_state == State.REMOVED)
        .order_by(Transition.created_at.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    # One that was reopened and removed again stands there twice.
    last = select(lately.c.barrier_id, func.max(lately.c.created_at).label("at")).group_by(
        lately.c.barrier_id
    )
    when = last.subquery()
    query = (
        select(Barrier)
        .join(when, when.c.barrier_id == Barrier.id)
        .where(readable(identity), Barrier.state == State.REMOVED)
        .order_by(when.c.at.desc(), Barrier.id.desc())
    )
    return db.session.scalars(_with_places(query).limit(limit)).all()


def count_by_state_and_area(
    identity: Identity, council: Council
) -> tuple[Mapping[State, int], Mapping[int, int]]:
    """Count a council's barriers by state, in the order of the states, and by ward, withdrawn ones left out.

    Only those the reader may see, and in a ward only those whose ward this reader may know: one statement.
    """
    ward = case((and_(area_known(identity), Barrier.state != State.WITHDRAWN), Thread.area_id))
    seen = (
        select(Barrier.state.label("state"), ward.label("ward"))
        .where(Thread.council_id == council.id, readable(identity))
        .subquery()
    )
    query = select(seen.c.state, seen.c.ward, func.count()).group_by(seen.c.state, seen.c.ward)
    by_state, by_area = Counter[State](), Counter[int]()
    for state, area_id, number in db.session.execute(query).tuples():
        by_state[State(state)] += number
        if area_id is not None:
            by_area[area_id] += number
    return {state: by_state[state] for state in STATE_LABELS if state in by_state}, by_area


def barriers_of_group(group: Group) -> Select[tuple[int]]:
    """Select the ids of what a group reported or met: what it said without its name is not among it."""
    reported = select(Thread.id).where(
        Thread.group_id == group.id, ~Thread.is_nameless, Thread.kind == "barrier"
    )
    met = select(Affected.barrier_id).where(
        Affected.group_id == group.id,
        Affected.is_nameless.is_(False),
        Affected.is_reporter.is_(False),
        Affected.withdrawn_at.is_(None),
    )
    return select(Barrier.id).where(Thread.id.in_(union(reported, met)), Barrier.state != State.WITHDRAWN)


def _with_places(query: Select[tuple[Barrier]]) -> Select[tuple[Barrier]]:
    return query.options(joinedload(Barrier.council), joinedload(Barrier.area), lazyload(Barrier.tags))
