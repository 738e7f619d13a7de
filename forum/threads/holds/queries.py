"""Reads of what waits for a moderator, and of what new people posted lately."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.core.settings import settings
from forum.threads.holds.models import HeldPost, Hold, ListedWord, PostTrace, Settlement, Verdict
from forum.threads.models import Comment, HeldStatement, Thread

MOST_SHOWN = 200
MOST_IN_A_WAVE = 2_000
MOST_LISTED = 500
COUNTED_FOR_PROMISE = 20
LAST_SIGN_UPS = 50
SIGN_UP_WINDOW = timedelta(minutes=10)
ANY_POST = "post"
"""The key that every new person's post has."""


def is_new_person(person: Person) -> bool:
    """Return whether a person is new here: no moderator let a post through, and too few have stood long enough."""
    let_through = select(Hold.id).where(Hold.person_id == person.id, Hold.verdict == Verdict.LET_THROUGH)
    if db.session.scalar(let_through.limit(1)) is not None:
        return False
    needed, before = settings().new_person_posts, clock.now() - settings().new_person_posts_stood
    stood = 0
    for table in (Thread, Comment):
        query = select(table.id).where(
            table.author_id == person.id, table.is_in_sight, table.created_at <= before
        )
        stood += len(db.session.scalars(query.limit(needed)).all())
    return stood < needed


def list_phrases() -> Sequence[str]:
    """List the words and phrases with which a post waits."""
    return db.session.scalars(select(ListedWord.phrase).order_by(ListedWord.phrase).limit(MOST_LISTED)).all()


def list_listed_words() -> Sequence[ListedWord]:
    """List them as rows, for those who keep them."""
    return db.session.scalars(select(ListedWord).order_by(ListedWord.phrase).limit(MOST_LISTED)).all()


def get_listed_word(number: int) -> ListedWord | None:
    """Read one of them."""
    return db.session.get(ListedWord, number)


def count_traces(keys: Sequence[str], *, since: datetime) -> Mapping[str, tuple[int, int]]:
    """Count, by key, the posts by new people that have it and the people, since a moment."""
    if not keys:
        return {}
    query = select(PostTrace.key, func.count(), func.count(PostTrace.person_id.distinct()))
    query = query.where(PostTrace.key.in_(keys), PostTrace.created_at > since).group_by(PostTrace.key)
    return {key: (posts, people) for key, posts, people in db.session.execute(query)}


def people_with(keys: Sequence[str], *, since: datetime) -> set[int]:
    """Return the ids of those whose posts have any of these keys since a moment."""
    query = select(PostTrace.person_id).where(PostTrace.key.in_(keys), PostTrace.created_at > since)
    return set(db.session.scalars(query.distinct().limit(MOST_IN_A_WAVE)))


def list_traced(keys: Sequence[str], *, since: datetime) -> Sequence[PostTrace]:
    """List the traces with any of these keys since a moment, one for each post, oldest first."""
    query = select(PostTrace).where(PostTrace.key.in_(keys), PostTrace.created_at > since)
    found = db.session.scalars(query.order_by(PostTrace.id).limit(MOST_IN_A_WAVE))
    return list({(one.thread_id, one.comment_id, one.statement_id): one for one in found}.values())


def count_sign_ups() -> int:
    """Count the people who came in the last ten minutes, as far as the newest fifty tell."""
    newest = select(Person.email_confirmed_at).order_by(Person.id.desc()).limit(LAST_SIGN_UPS).subquery()
    since = clock.now() - SIGN_UP_WINDOW
    return db.session.scalar(select(func.count()).where(newest.c.email_confirmed_at > since)) or 0


class PostNumbers(NamedTuple):
    """By which numbers rows name a post: its thread's, and its own where it stands under that."""

    thread_id: int
    comment_id: int | None = None
    statement_id: int | None = None


def numbers_of(post: HeldPost) -> PostNumbers:
    """Return the numbers of a post."""
    if isinstance(post, Thread):
        return PostNumbers(post.id)
    if isinstance(post, Comment):
        return PostNumbers(post.thread_id, comment_id=post.id)
    return PostNumbers(post.thread_id, statement_id=post.id)


def get_post(thread_id: int, comment_id: int | None, statement_id: int | None = None) -> HeldPost | None:
    """Read a comment or a statement, or a thread where neither is named."""
    if comment_id is not None:
        return db.session.get(Comment, comment_id)
    return (
        db.session.get(Thread, thread_id)
        if statement_id is None
        else db.session.get(HeldStatement, statement_id)
    )


def find_waiting_statement(thread: Thread, person_id: int | None) -> HeldStatement | None:
    """Read what somebody said under a thread that others do not read yet, or that was refused."""
    if person_id is None:
        return None
    query = select(HeldStatement).where(
        HeldStatement.thread_id == thread.id,
        HeldStatement.author_id == person_id,
        HeldStatement.said_at.is_(None),
    )
    return db.session.scalar(query.order_by(HeldStatement.id.desc()).limit(1))


def find_hold(post: HeldPost) -> Hold | None:
    """Read the last hold of a post; None for one that never waited."""
    query = select(Hold).where(_is_of(post)).order_by(Hold.id.desc()).limit(1)
    return db.session.scalar(query.options(joinedload(Hold.settlement)))


def find_holds_of(comments: Iterable[Comment]) -> dict[int, Hold]:
    """Read the last hold of each of these comments that waits, by its number; no statement where none does."""
    held = [one.id for one in comments if one.held_at is not None]
    if not held:
        return {}
    query = select(Hold).where(Hold.comment_id.in_(held)).order_by(Hold.id)
    return {
        one.comment_id or 0: one for one in db.session.scalars(query.options(joinedload(Hold.settlement)))
    }


def waves_with(keys: Sequence[str], *, since: datetime) -> list[int]:
    """List the waves, the oldest first, that wait and share a key."""
    same_post = or_(
        PostTrace.comment_id == Hold.comment_id,
        PostTrace.statement_id == Hold.statement_id,
        and_(
            PostTrace.thread_id == Hold.thread_id,
            *(one.comment_id.is_(None) & one.statement_id.is_(None) for one in (Hold, PostTrace)),
        ),
    )
    query = select(Hold.wave_id).join(PostTrace, same_post)
    query = query.where(PostTrace.key.in_(keys), PostTrace.created_at > since, Hold.settled_at.is_(None))
    return sorted(one for one in db.session.scalars(query.distinct()) if one is not None)


def count_open_holds() -> int:
    """Count the posts that wait for a moderator."""
    return db.session.scalar(select(func.count(Hold.id)).where(Hold.settled_at.is_(None))) or 0


def list_open_holds(limit: int = MOST_SHOWN) -> Sequence[Hold]:
    """List the posts that wait, the largest and oldest waves together, with all that a moderator reads of them."""
    query = select(Hold).where(Hold.settled_at.is_(None)).order_by(Hold.wave_id, Hold.id).limit(limit)
    return db.session.scalars(query.options(*_shown())).all()


def list_open_holds_of_wave(wave_id: int) -> Sequence[Hold]:
    """List all posts of a wave that wait."""
    query = select(Hold).where(Hold.settled_at.is_(None), Hold.wave_id == wave_id).order_by(Hold.id)
    return db.session.scalars(query.options(*_shown()).limit(MOST_IN_A_WAVE)).all()


def list_open_holds_by_number(numbers: Sequence[int]) -> Sequence[Hold]:
    """List those of some holds that wait."""
    query = select(Hold).where(Hold.settled_at.is_(None), Hold.id.in_(numbers)).order_by(Hold.id)
    return db.session.scalars(query.options(*_shown())).all()


def count_waves() -> Mapping[int, int]:
    """Count the posts of each wave that wait, by the wave's number."""
    query = select(Hold.wave_id, func.count()).where(Hold.settled_at.is_(None)).group_by(Hold.wave_id)
    return {wave or 0: number for wave, number in db.session.execute(query)}


def get_settlement(number: int) -> Settlement | None:
    """Read one press of a moderator."""
    return db.session.get(Settlement, number)


def list_settlements(limit: int = 10) -> Sequence[Settlement]:
    """List what moderators decided last about posts that waited, newest first."""
    query = select(Settlement).order_by(Settlement.created_at.desc(), Settlement.id.desc()).limit(limit)
    return db.session.scalars(query.options(joinedload(Settlement.moderator))).all()


def list_holds_of_settlement(settlement: Settlement) -> Sequence[Hold]:
    """List what one press decided."""
    query = select(Hold).where(Hold.settlement_id == settlement.id).order_by(Hold.id)
    return db.session.scalars(query.options(*_shown()).limit(MOST_IN_A_WAVE)).all()


def usual_wait() -> timedelta:
    """Return within what moderators usually look: half of the last decisions took no longer; as set where there are none."""
    query = select(Hold.created_at, Hold.settled_at).where(Hold.settled_at.is_not(None))
    rows = db.session.execute(query.order_by(Hold.settled_at.desc()).limit(COUNTED_FOR_PROMISE)).all()
    if not rows:
        return settings().held_promise
    waits: list[timedelta] = sorted(settled - created for created, settled in rows)
    return waits[len(waits) // 2]


def _shown() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(Hold.person),
        joinedload(Hold.thread),
        joinedload(Hold.comment),
        joinedload(Hold.statement),
        joinedload(Hold.settlement),
    )


def _is_of(post: HeldPost) -> ColumnElement[bool]:
    if isinstance(post, Comment):
        return Hold.comment_id == post.id
    if isinstance(post, HeldStatement):
        return Hold.statement_id == post.id
    return and_(Hold.thread_id == post.id, Hold.comment_id.is_(None), Hold.statement_id.is_(None))
