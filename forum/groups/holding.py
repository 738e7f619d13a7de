"""Groups that wait for a moderator: known to their members and to moderators, in no list, and spoken for by nobody."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.groups.actions import index_group
from forum.groups.models import Group, GroupHold

MOST_SHOWN = 100


def hold_group(*, group: Group) -> None:
    """Take a group out of all lists until a moderator has looked at it."""
    group.hold, group.queued_at = GroupHold.WAITING, clock.now()
    db.session.flush()
    index_group(group)


def let_group_through(*, group: Group) -> None:
    """Let everyone know of a group that waited."""
    group.hold = group.queued_at = None
    db.session.flush()
    index_group(group)


def refuse_group(*, group: Group) -> None:
    """Keep a group out of all lists; its members still see its page, and what moderators decided."""
    group.hold, group.queued_at = GroupHold.REFUSED, None
    db.session.flush()


def list_held_groups() -> Sequence[Group]:
    """List the groups that wait, the first first."""
    waiting = select(Group).where(Group.queued_at.is_not(None))
    return db.session.scalars(waiting.order_by(Group.queued_at, Group.id).limit(MOST_SHOWN)).all()
