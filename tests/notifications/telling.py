"""What the tests of notifications share: people who follow, what happens, and the mails that follow from it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from forum.features import HANDLERS
from forum.follows.actions import follow, follow_subject
from forum.follows.models import Follow, FollowKind, Frequency
from forum.notifications.models import Notification
from forum.threads.actions.comments import post_comment
from forum.threads.models import Comment, Thread
from tests.support.factories import make_person

WORK = {kind: work for kind, work in HANDLERS.items() if kind not in {"mail", "index"}}


def follower(thread: Thread, frequency: Frequency = Frequency.DAILY, **given: object) -> Person:
    """Somebody new who follows a thread."""
    person = make_person(**given)
    follow(thread=thread, person=person, frequency=frequency)
    commit()
    return person


def following(kind: FollowKind, key: object, frequency: Frequency = Frequency.DAILY) -> Person:
    """Somebody new who follows something else."""
    person = make_person()
    follow_subject(person=person, kind=kind, key=str(key), frequency=frequency)
    commit()
    return person


def comment(thread: Thread, words: str = "We met this too.", author: Person | None = None) -> Comment:
    """Somebody comments."""
    made = post_comment(thread=thread, author=author or make_person(), body=words)
    commit()
    return made


def work() -> None:
    """Let the worker do all that is due, but send no mail."""
    Worker(WORK, outside=frozenset({"check_searches"})).drain()


def mails(person: Person | None = None) -> list[dict[str, str]]:
    """What waits to be sent after the worker did its work, to one person or to all."""
    work()
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail").order_by(OutboxRow.id))
    return [row.payload for row in rows if person is None or row.payload["to"] == person.email]


def next_morning(days: int = 1) -> None:
    """Move the clock to the next morning, or one later: tests begin on a Monday at half past nine."""
    clock.forward(timedelta(days=days))


def told(person: Person) -> list[str]:
    """The kinds of what somebody was told, oldest first."""
    rows = select(Notification.kind).where(Notification.person_id == person.id)
    return list(db.session.scalars(rows.order_by(Notification.id)))


def count_follows() -> int:
    """How many follows there are."""
    return db.session.scalar(select(func.count(Follow.id))) or 0
