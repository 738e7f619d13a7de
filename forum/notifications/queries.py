"""Reads what people are told: bounded or paged, and only what the reader may read now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, lazyload

from forum.accounts.models import Person
from forum.core.db import db
from forum.councils.identity import Identity
from forum.follows.models import Follow, FollowKind, Frequency
from forum.notifications.models import Notification
from forum.threads.kinds import reachable
from forum.threads.models import Comment, Thread
from forum.threads.visibility import comment_shown

PER_PAGE = 20
MOST_OF_A_KIND = 3
MOST_COUNTED = 100
MOST_IN_DIGEST = 200
MOST_IN_PRIVATE = 500
_SOONEST = case(
    {str(one): place for place, one in enumerate(Frequency)}, value=Follow.frequency, else_=len(Frequency)
)
_THREAD_FIRST = case((Follow.kind == FollowKind.THREAD, 0), else_=1)
_TOGETHER = func.coalesce(Notification.thread_id, -Notification.id)
"""What is told together: everything about one thread; what is about none stands alone."""
Columns = TypeVar("Columns", bound=tuple[Any, ...])


@dataclass(frozen=True, slots=True)
class Bundle:
    """What one person was told about one thread, the newest first; or one thing that is about no thread."""

    number: int
    """The thread's number; less than 0 for what is about none."""
    last: int
    """The id of its newest row."""
    number_of_rows: int
    number_unread: int
    rows: Sequence[tuple[Notification, int]]
    """The newest few of each kind, and how many there are of that kind."""


def select_followers() -> Select[tuple[int, int, Frequency]]:
    """Return a query for who follows something: person, follow and frequency; each person by the soonest follow.

    It takes `keys_<kind>`, the person to leave out as `by`, and the moment before which the others followed as `since`.
    """
    places = [
        and_(Follow.kind == kind, Follow.key.in_(bindparam(f"keys_{kind}", expanding=True)))
        for kind in FollowKind
    ]
    order = (_SOONEST, _THREAD_FIRST, Follow.id)
    ranked = (
        select(
            Follow.person_id,
            Follow.id.label("follow_id"),
            Follow.frequency,
            func.row_number().over(partition_by=Follow.person_id, order_by=order).label("place"),
        )
        .join(Person, Person.id == Follow.person_id)
        .where(or_(*places), Person.suspended_at.is_(None))
        .where(Follow.person_id != bindparam("by"), Follow.created_at <= bindparam("since"))
        .subquery()
    )
    return select(ranked.c.person_id, ranked.c.follow_id, ranked.c.frequency).where(ranked.c.place == 1)


def list_thread_followers(thread: Thread) -> Sequence[Follow]:
    """List who follows a thread that not everybody may read, with their persons."""
    query = select(Follow).where(Follow.kind == FollowKind.THREAD, Follow.key == str(thread.id))
    query = query.options(joinedload(Follow.person)).order_by(Follow.id)
    return db.session.scalars(query.limit(MOST_IN_PRIVATE)).all()


def count_unread(identity: Identity) -> int:
    """Count the threads with something unread, and what is about none; one statement, which stops at a hundred."""
    unread = select(_TOGETHER.label("together")).where(Notification.read_at.is_(None))
    told = _told_to(unread, identity).distinct().limit(MOST_COUNTED).subquery()
    return db.session.scalar(select(func.count()).select_from(told)) or 0


def list_bundles(identity: Identity, *, before: int | None = None) -> tuple[list[Bundle], bool]:
    """List a page of what somebody was told, by thread, the newest first; and whether there is more. Two statements."""
    last, unread = func.max(Notification.id), func.count().filter(Notification.read_at.is_(None))
    query = select(_TOGETHER.label("together"), last, func.count(), unread)
    query = _told_to(query, identity).group_by(_TOGETHER).order_by(last.desc()).limit(PER_PAGE + 1)
    if before is not None:
        query = query.having(last < before)
    found = db.session.execute(query).tuples().all()
    lines = _list_lines(identity, [row[0] for row in found[:PER_PAGE]])
    bundles = [
        Bundle(number, newest, of, new, rows=lines.get(number, ()))
        for number, newest, of, new in found[:PER_PAGE]
    ]
    return bundles, len(found) > PER_PAGE


def _list_lines(identity: Identity, numbers: Sequence[int]) -> dict[int, list[tuple[Notification, int]]]:
    newest = _told_to(_newest_of_kinds().where(_TOGETHER.in_(numbers)), identity).subquery()
    query = (
        select(Notification, newest.c.number)
        .join(newest, newest.c.id == Notification.id)
        .where(newest.c.place <= MOST_OF_A_KIND)
        .options(joinedload(Notification.thread).options(joinedload(Thread.council), lazyload(Thread.tags)))
        .order_by(Notification.id.desc())
    )
    lines: dict[int, list[tuple[Notification, int]]] = {}
    for row, number in db.session.execute(query).tuples():
        lines.setdefault(row.thread_id or -row.id, []).append((row, number))
    return lines


def _newest_of_kinds() -> Select[tuple[int, int, int]]:
    """Return a query that numbers the rows of each kind about each thread from the newest on, and counts them."""
    alike = (_TOGETHER, Notification.kind)
    return select(
        Notification.id,
        func.row_number().over(partition_by=alike, order_by=Notification.id.desc()).label("place"),
        func.count().over(partition_by=alike).label("number"),
    )


def _told_to(query: Select[Columns], identity: Identity) -> Select[Columns]:
    """Restrict a query on Notification to what this reader was told and may still read."""
    return (
        query.outerjoin(Thread, Thread.id == Notification.thread_id)
        .outerjoin(Comment, Comment.id == Notification.comment_id)
        .where(Notification.person_id == identity.person_id)
        .where(or_(Notification.thread_id.is_(None), reachable(identity)), _comment_is_shown())
    )


def _comment_is_shown() -> ColumnElement[bool]:
    return or_(Notification.comment_id.is_(None), comment_shown())


def get_notification(number: int) -> Notification | None:
    """Read one notification."""
    return db.session.get(Notification, number)


def get_comment(number: int) -> Comment | None:
    """Read one comment that may be shown."""
    found = db.session.get(Comment, number)
    return found if found is not None and found.deleted_at is None and found.is_in_sight else None


def get_person_and_thread(person_id: int, thread_id: int) -> tuple[Person | None, Thread | None]:
    """Read whom a stop link is for, and what it is about."""
    return db.session.get(Person, person_id), db.session.get(Thread, thread_id)


def list_to_mail_at_once(
    *, thread_id: int, kind: str, about: int, after: int, now: datetime, limit: int
) -> Sequence[Notification]:
    """List whom to mail at once of one thing that happened, after a person's id."""
    query = (
        select(Notification)
        .join(Notification.person)
        .join(Follow, Follow.id == Notification.follow_id)
        .where(
            Notification.thread_id == thread_id,
            Notification.kind == kind,
            Notification.about == about,
            Notification.mail_due_at <= now,
            Notification.person_id > after,
            Follow.frequency == Frequency.AT_ONCE,
        )
        .options(contains_eager(Notification.person))
        .order_by(Notification.person_id)
    )
    return db.session.scalars(query.limit(limit)).all()


def is_to_mail_at_once(*, thread_id: int, kind: str, about: int, until: datetime) -> bool:
    """Return whether anybody is to be mailed of one thing before the digests are."""
    query = select(Notification.id).where(
        Notification.thread_id == thread_id,
        Notification.kind == kind,
        Notification.about == about,
        Notification.mail_due_at <= until,
    )
    return db.session.scalar(query.limit(1)) is not None


def mailed_today(person_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition on a person in an outer statement that they had a mail about `its_thread_id` since `day`, as `list_mailed_since`."""
    told = aliased(Notification)
    return exists().where(
        told.thread_id == bindparam("its_thread_id"),
        told.person_id == person_id,
        told.mailed_at >= bindparam("day"),
        told.follow_id.is_not(None),
    )


def list_mailed_since(*, thread_id: int, people: Sequence[int], since: datetime) -> frozenset[int]:
    """List which of these people had a mail about a thread since a moment, because they follow it."""
    query = select(Notification.person_id).where(
        Notification.thread_id == thread_id,
        Notification.person_id.in_(people),
        Notification.mailed_at >= since,
        Notification.follow_id.is_not(None),
    )
    return frozenset(db.session.scalars(query.distinct().order_by(Notification.person_id)))


def list_people_due(*, now: datetime, after: int, limit: int) -> Sequence[Person]:
    """List who is to get a digest, after a person's id."""
    due = select(Notification.person_id).where(
        Notification.mail_due_at <= now, Notification.person_id > after, Notification.mail_due_at.is_not(None)
    )
    due = due.distinct().order_by(Notification.person_id).limit(limit)
    return db.session.scalars(select(Person).where(Person.id.in_(due)).order_by(Person.id)).all()


def list_threads_mailed_since(*, person: Person, since: datetime) -> frozenset[int]:
    """List the threads that somebody had a mail about since a moment because they follow them."""
    query = select(Notification.thread_id).where(
        Notification.person_id == person.id,
        Notification.mailed_at >= since,
        Notification.follow_id.is_not(None),
        Notification.thread_id.is_not(None),
    )
    return frozenset(one for one in db.session.scalars(query.distinct()) if one is not None)


def list_due(*, person: Person, now: datetime, without: frozenset[int]) -> Sequence[tuple[Notification, int]]:
    """List the newest of each kind that a digest tells of each thread, and how many there are of that kind."""
    counted = (
        _newest_of_kinds()
        .outerjoin(Comment, Comment.id == Notification.comment_id)
        .where(is_due(person, now, without), _comment_is_shown())
        .subquery()
    )
    query = (
        select(Notification, counted.c.number)
        .join(counted, counted.c.id == Notification.id)
        .where(counted.c.place <= MOST_OF_A_KIND)
        .options(
            joinedload(Notification.follow),
            joinedload(Notification.thread).options(joinedload(Thread.council), lazyload(Thread.tags)),
        )
        .order_by(Notification.id.desc())
        .limit(MOST_IN_DIGEST)
    )
    return db.session.execute(query).tuples().all()


def is_due(person: Person, now: datetime, without: frozenset[int]) -> ColumnElement[bool]:
    """Return the condition on a row that the digest of this person tells it; threads that they had a mail about today wait a day."""
    waits = Notification.thread_id.is_(None) | Notification.thread_id.not_in(without)
    return and_(Notification.person_id == person.id, Notification.mail_due_at <= now, waits)


def list_told_of(people: Sequence[int], *, comment: Comment, kind: str) -> frozenset[int]:
    """List which of these people are told something of this kind about a comment."""
    told = select(Notification.person_id).where(
        Notification.thread_id == comment.thread_id,
        Notification.kind == kind,
        Notification.about == comment.id,
        Notification.person_id.in_(people),
    )
    return frozenset(db.session.scalars(told))
