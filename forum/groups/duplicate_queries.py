"""Reads of groups that may be one, and of those that were joined."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.core.paging import Page, page_of
from forum.groups.models import Group, GroupMoved, Membership, SameGroup

MOST_JOINED = 10


def list_same(cursor: str | None) -> Page[SameGroup]:
    """List the pairs that nobody has decided on, oldest first."""
    query = select(SameGroup).where(SameGroup.settled_at.is_(None))
    group, other = joinedload(SameGroup.group), joinedload(SameGroup.other)
    query = query.options(group.joinedload(Group.council), other.joinedload(Group.council))
    return page_of(query, by=(SameGroup.id,), cursor=cursor, ascending=True)


def get_same(number: int) -> SameGroup | None:
    """Read one pair that nobody has decided on."""
    query = select(SameGroup).where(SameGroup.id == number, SameGroup.settled_at.is_(None))
    return db.session.scalar(query)


def find_moved(old_id: int) -> Group | None:
    """Find the group to which one that is here no more was joined."""
    query = select(Group).join(GroupMoved, GroupMoved.group_id == Group.id)
    return db.session.scalar(query.where(GroupMoved.old_id == old_id))


def list_joined() -> Sequence[GroupMoved]:
    """List the groups that were joined last."""
    query = select(GroupMoved).order_by(GroupMoved.joined_at.desc(), GroupMoved.old_id).limit(MOST_JOINED)
    return db.session.scalars(
        query.options(joinedload(GroupMoved.group), joinedload(GroupMoved.joined_by))
    ).all()


def has_people(group: Group) -> bool:
    """Return whether somebody speaks for a group or is in it."""
    members = select(func.count()).where(Membership.group_id == group.id)
    return group.claimed_at is not None or bool(db.session.scalar(members))


def count_people(groups: Sequence[Group]) -> dict[int, int]:
    """Count the members of groups, in one statement."""
    query = select(Membership.group_id, func.count()).where(
        Membership.group_id.in_([one.id for one in groups])
    )
    return dict(db.session.execute(query.group_by(Membership.group_id)).tuples().all())
