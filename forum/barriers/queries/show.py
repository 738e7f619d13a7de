"""Reads one barrier and what its page shows, in few statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ScalarSelect, Select, String, bindparam, cast, func, select
from sqlalchemy.orm import aliased, joinedload

from forum.accounts.models import Person
from forum.barriers.models import Affected, Barrier
from forum.core.db import db
from forum.core.row_ids import LARGEST_ID
from forum.groups.models import Group

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Totals:
    """What a barrier did to all its active affected together; each sum with the number who told it."""

    groups: int = 0
    cost_pounds: int = 0
    told_cost: int = 0
    delay_days: int = 0
    told_delay: int = 0
    people: int = 0
    told_people: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AllAffected:
    """The first affected of a barrier, the reporter before the others, and the totals over all of them."""

    rows: list[Affected] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)
    hidden: frozenset[int] | None = None
    """Ids of those who asked not to be named."""


def get_barrier(number: int) -> Barrier | None:
    """Read one barrier with its places, people and tags, in one statement."""
    if number > LARGEST_ID:
        return None
    return db.session.scalars(_barrier_query(), {"number": number}).unique().one_or_none()


def list_affected(barrier: Barrier) -> AllAffected:
    """Read who is affected, and the totals over all of them, in one statement."""
    rows = db.session.execute(_affected_query(), {"number": barrier.id}).unique().all()
    if not rows:
        return AllAffected()
    nameless, groups, *sums, first_at, last_at = rows[0][1:]
    hidden = frozenset(int(one) for one in (nameless or "").split(",") if one)
    cost, told_cost, delay, told_delay, people, told_people = (int(number or 0) for number in sums)
    totals = Totals(groups, cost, told_cost, delay, told_delay, people, told_people, first_at, last_at)
    return AllAffected([row[0] for row in rows], totals, hidden)


@lru_cache(maxsize=1)
def _barrier_query() -> Select[tuple[Barrier]]:
    """Build the statement of get_barrier once: building costs more than running it."""
    return (
        select(Barrier)
        .where(Barrier.id == bindparam("number"))
        .options(
            joinedload(Barrier.council),
            joinedload(Barrier.area),
            joinedload(Barrier.group).load_only(Group.name, Group.slug, Group.claimed_at, Group.left_at),
            joinedload(Barrier.author).load_only(Person.name),
            joinedload(Barrier.department),
            joinedload(Barrier.tags),
            joinedload(Barrier.hint_answers),
        )
    )


@lru_cache(maxsize=1)
def _affected_query() -> Select[Any]:
    """Build the statement of list_affected once."""
    columns = (Affected.cost_pounds, Affected.delay_days, Affected.people_affected)
    told = [over for c in columns for over in (func.sum(c).over(), func.count(c).over())]
    when = (func.min(Affected.created_at).over(), func.max(Affected.created_at).over())
    return (
        select(Affected, _nameless(), func.count(Affected.id).over(), *told, *when)
        .where(Affected.barrier_id == bindparam("number"), Affected.withdrawn_at.is_(None))
        .options(
            joinedload(Affected.group).load_only(Group.name, Group.slug, Group.claimed_at, Group.left_at),
            joinedload(Affected.person).load_only(Person.name),
            joinedload(Affected.excluded),
        )
        .order_by(Affected.is_reporter.desc(), Affected.id)
        .limit(MOST_SHOWN)
    )


def _nameless() -> ScalarSelect[str]:
    """Gather the ids of all who asked not to be named, also of those who have left, as one text."""
    asked = aliased(Affected)
    ids = func.aggregate_strings(cast(asked.person_id, String), ",")
    return select(ids).where(asked.barrier_id == bindparam("number"), asked.is_nameless).scalar_subquery()


def find_affected(*, barrier: Barrier, person_id: int | None) -> Affected | None:
    """Find a person's own experience of a barrier, also a withdrawn one."""
    if person_id is None:
        return None
    own = select(Affected).where(Affected.barrier_id == barrier.id, Affected.person_id == person_id)
    return db.session.scalar(own)


def find_affected_group(*, barrier: Barrier, group_id: int) -> Affected | None:
    """Find a group's experience of a barrier, whoever of it wrote it."""
    its = select(Affected).where(Affected.barrier_id == barrier.id, Affected.group_id == group_id)
    return db.session.scalar(its)
