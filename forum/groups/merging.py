"""Two groups that a moderator finds to be one become one: nothing that was said is lost, and the old address leads on."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import Table, or_, select, update

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import Base, db
from forum.core.events import send
from forum.core.outbox import enqueue
from forum.groups.duplicate_queries import has_people
from forum.groups.events import GroupsJoined, GroupsStayApartError
from forum.groups.models import (
    Group,
    GroupInvitation,
    GroupKnownAs,
    GroupMoved,
    GroupTopic,
    Resource,
    SameGroup,
)
from forum.groups.vocabulary import MOST_TOPICS


def join_groups(*, kept: Group, gone: Group, person: Person) -> None:
    """Make one group of two. Raises GroupsStayApartError where people speak for the one that would go."""
    if has_people(gone):
        raise GroupsStayApartError(
            f"People are in {gone.name}, and no one may be put into another group without being asked."
            " Keep that one, or ask its organisers."
        )
    number = gone.id
    send(GroupsJoined(kept=kept, gone=gone))
    db.session.flush()
    for table in (Resource, GroupKnownAs, GroupMoved, GroupInvitation):
        pass_rows(table, "group_id", kept=kept.id, gone=number)
    _take_over(kept, gone)
    _forget_pairs(number)
    told = GroupMoved(old_id=number, group_id=kept.id, name=gone.name, org_id=gone.org_id or "")
    told.joined_by_id, told.joined_at = person.id, clock.now()
    db.session.merge(told)  # an id may have been given out twice
    org_id, gone.org_id = gone.org_id, None
    db.session.flush()
    kept.org_id = kept.org_id or org_id
    db.session.delete(gone)
    db.session.flush()
    db.session.expire_all()
    for one in (number, kept.id):
        enqueue("index", {"document": f"group:{one}"})


def keep_apart(*, pair: SameGroup, person: Person) -> None:
    """Write down that two groups are two; they are not offered again."""
    pair.settled_at, pair.settled_by_id = clock.now(), person.id


def pass_rows(table: type[Base], column: str, *, kept: int, gone: int) -> None:
    """Have the rows of a table that name one group name the other."""
    rows: Any = cast("Table", table.__table__)
    db.session.execute(update(rows).where(rows.c[column] == gone).values({column: kept}))


def _take_over(kept: Group, gone: Group) -> None:
    """Fill what the kept group does not say of itself with what the other said."""
    for name in ("summary", "website", "legal_form", "council_id", "imported_from"):
        if not getattr(kept, name):
            setattr(kept, name, getattr(gone, name))
    if kept.claimed_at is None:
        kept.left_at = kept.left_at or gone.left_at
    kept.is_unlisted = kept.is_unlisted and gone.is_unlisted
    if kept.area_id is None and kept.council_id == gone.council_id:
        kept.area_id = gone.area_id
    topics = dict.fromkeys([*(one.topic for one in kept.topics), *(one.topic for one in gone.topics)])
    known = {one.topic: one for one in kept.topics}
    kept.topics = [known.get(topic) or GroupTopic(topic=topic) for topic in topics][:MOST_TOPICS]


def _forget_pairs(number: int) -> None:
    """The questions about a group that goes are settled with it."""
    pairs = select(SameGroup).where(or_(SameGroup.group_id == number, SameGroup.other_id == number))
    for pair in db.session.scalars(pairs):
        db.session.delete(pair)
    db.session.flush()
