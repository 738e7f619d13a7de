"""Reads of what people follow: ordered, and paged or bounded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Person
from forum.core.db import db
from forum.core.paging import Page, page_of
from forum.councils.identity import Identity
from forum.councils.models import Area, Council
from forum.follows.models import Follow, FollowKind, Frequency
from forum.groups.models import Group
from forum.groups.queries import LISTED
from forum.threads.models import Tag, Thread
from forum.threads.visibility import on_readable_thread

MOST_MAILED = 100


def find_follow(*, person_id: int | None, kind: FollowKind, key: str) -> Follow | None:
    """Find how a person follows something; None where they do not."""
    if person_id is None:
        return None
    own = select(Follow).where(Follow.person_id == person_id, Follow.kind == kind, Follow.key == key)
    return db.session.scalar(own)


def find_thread_follow(thread: Thread, person_id: int | None) -> Follow | None:
    """Find how a person follows a thread; None where they do not."""
    return find_follow(person_id=person_id, kind=FollowKind.THREAD, key=str(thread.id))


def get_follow(number: int) -> Follow | None:
    """Read one follow."""
    return db.session.get(Follow, number)


def list_follows(person: Person, *, cursor: str | None) -> Page[Follow]:
    """List what somebody follows, the newest first."""
    query = select(Follow).where(Follow.person_id == person.id)
    return page_of(query, by=(Follow.id,), cursor=cursor)


def list_mail_followers(*, kind: FollowKind, key: str, after: int, limit: int) -> Sequence[Person]:
    """List the people who want mails about something they follow, after a person's id."""
    query = (
        select(Person)
        .join(Follow, Follow.person_id == Person.id)
        .where(Follow.kind == kind, Follow.key == key, Follow.frequency != Frequency.ONLY_HERE)
        .where(Person.id > after, Person.gets_news)
        .order_by(Person.id)
    )
    return db.session.scalars(query.limit(limit)).all()


def has_followers(*, kind: FollowKind, key: str) -> bool:
    """Return whether anybody follows something."""
    query = select(Follow.id).where(Follow.kind == kind, Follow.key == key)
    return db.session.scalar(query.limit(1)) is not None


def list_followers_to_pass(*, kind: FollowKind, key: str) -> Sequence[Follow]:
    """List all follows of something that goes over into another."""
    query = select(Follow).where(Follow.kind == kind, Follow.key == key).order_by(Follow.id)
    return db.session.scalars(query).all()


def list_searches_to_check(
    *, before: Mapping[Frequency, datetime], after: int, limit: int
) -> Sequence[Follow]:
    """List follows of searches that were last looked at before a moment, by their frequency, after an id."""
    due = [and_(Follow.frequency == one, Follow.checked_at < moment) for one, moment in before.items()]
    query = select(Follow).where(Follow.kind == FollowKind.SEARCH, or_(*due), Follow.id > after)
    query = query.order_by(Follow.id).limit(limit)
    return db.session.scalars(query.options(joinedload(Follow.person))).all()


def has_searches_at_once() -> bool:
    """Return whether anybody wants to hear at once of what fits a search."""
    query = select(Follow.id).where(Follow.kind == FollowKind.SEARCH, Follow.frequency == Frequency.AT_ONCE)
    return db.session.scalar(query.limit(1)) is not None


def list_tags_by_name(identity: Identity, names: Sequence[str]) -> Sequence[Tag]:
    """List the tags of these names that stand on what this reader may read."""
    query = select(Tag).where(Tag.name.in_(names), on_readable_thread(identity))
    return db.session.scalars(query.order_by(Tag.id)).all()


def list_areas_by_id(ids: Sequence[int]) -> Sequence[Area]:
    """List the wards with these ids, with their councils."""
    query = select(Area).where(Area.id.in_(ids)).options(joinedload(Area.council))
    return db.session.scalars(query.order_by(Area.id)).all()


def list_councils_by_id(ids: Sequence[int]) -> Sequence[Council]:
    """List the councils with these ids."""
    return db.session.scalars(select(Council).where(Council.id.in_(ids)).order_by(Council.id)).all()


def list_groups_by_id(ids: Sequence[int]) -> Sequence[Group]:
    """List the groups with these ids."""
    return db.session.scalars(select(Group).where(Group.id.in_(ids), LISTED).order_by(Group.id)).all()


def find_follow_of(person_id: int, kind: str, key: str) -> tuple[Person | None, Follow | None]:
    """Read whom a stop link is for, and the follow that it names, while there is one."""
    own = select(Follow).where(Follow.person_id == person_id, Follow.kind == kind, Follow.key == key)
    return db.session.get(Person, person_id), db.session.scalar(own)


def list_mailed_follows(person: Person) -> Sequence[Follow]:
    """List what somebody gets mails about, the newest first."""
    query = select(Follow).where(Follow.person_id == person.id, Follow.frequency != Frequency.ONLY_HERE)
    return db.session.scalars(query.order_by(Follow.id.desc()).limit(MOST_MAILED)).all()
