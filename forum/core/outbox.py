"""Work to be done after a change, written in the same transaction as the change.

A row says what kind of work, with what, and from when. One worker drains the rows: at least once, so
handlers must be idempotent; with backoff when they fail; and a row that failed too often is kept as a
dead letter that the administrator sees.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any, cast
from weakref import WeakKeyDictionary

from sqlalchemy import (
    Index,
    SmallInteger,
    String,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Mapped, SessionTransaction, mapped_column

from forum.core import clock
from forum.core.column_types import JsonOf
from forum.core.db import Base, change_rows, db
from forum.core.settings import settings

LEASE = timedelta(minutes=5)
A_MOMENT = timedelta(minutes=2)
"""By how much the clocks of two machines may differ without meaning anything."""
MAXIMUM_ATTEMPTS = 14
LONGEST_BACKOFF = timedelta(hours=6)
LONGEST_HOLD = timedelta(days=1)
"""No cap counts for longer."""
MOST_AT_ONCE = 500
"""Rows that one statement names."""
MAIL = "mail"


class FinalError(Exception):
    """The work can never be done: it is a dead letter at once. Its message is for the administrator."""


class LaterError(Exception):
    """The work cannot be done now, as may happen on any day: it is tried again, and the log gets one line."""


class UnreachableError(LaterError):
    """Whoever does such work cannot be reached: none of this kind is tried for a while, and no attempt is counted."""


class HeldError(Exception):
    """The work waits until a time, for a reason the administrator sees; with `rank`, so does all such work from there on."""

    def __init__(self, *, by: str, until: datetime, rank: Rank | None = None) -> None:
        super().__init__(f"held by {by} until {until}")
        self.by, self.until, self.rank = by, until, rank


class Rank(IntEnum):
    """What is done first among the work that is due."""

    AT_ONCE = 0
    """Somebody sits before the screen and waits for it, as for a sign-in link."""
    USUAL = 1
    DIGEST = 2
    """What gathers news, and what goes to many."""


class OutboxRow(Base):
    """One piece of work that waits for the worker, is being done, is done, or is dead."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_waiting", "due_at", "id"),
        Index(
            "ix_outbox_turn",
            "rank",
            "due_at",
            "id",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        Index(
            "ix_outbox_dead_at",
            "dead_at",
            "id",
            sqlite_where=text("dead_at IS NOT NULL"),
            postgresql_where=text("dead_at IS NOT NULL"),
        ),
        Index("ix_outbox_done_at", "done_at"),
        Index(
            "ix_outbox_restored_at",
            "restored_at",
            "id",
            sqlite_where=text("restored_at IS NOT NULL"),
            postgresql_where=text("restored_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]] = mapped_column(JsonOf(dict))
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime | None]  # empty when done or dead, so that the index holds only what waits
    leased_at: Mapped[datetime | None]  # when a worker took it; empty again when that worker settled it
    done_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    number_of_attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)
    restored_at: Mapped[datetime | None]
    """When a restore brought this row back, or the row whose work wrote this one: its mails wait for an administrator."""
    rank: Mapped[Rank] = mapped_column(SmallInteger, default=Rank.USUAL, server_default="1")
    caused_by_id: Mapped[int | None]
    """The person whose act this follows from, through all the rows between; for limits on what one person sets off."""
    held_by: Mapped[str | None] = mapped_column(String(20))
    """Why it was put off, where that is not its own failure: which cap was reached, or that nobody took it."""


_TABLE = cast("Table", OutboxRow.__table__)
_TYPED = ("payload", "created_at", "due_at", "restored_at")
_UNLESS_THERE = text(  # compiled once, as SQLAlchemy's own upsert is not
    "INSERT INTO outbox"
    " (kind, payload, key, created_at, due_at, number_of_attempts, restored_at, rank, caused_by_id)"
    " VALUES (:kind, :payload, :key, :created_at, :due_at, 0, :restored_at, :rank, :caused_by_id)"
    " ON CONFLICT (key) DO NOTHING"
).bindparams(*(bindparam(name, type_=_TABLE.c[name].type) for name in _TYPED))
_following: ContextVar[datetime | None] = ContextVar("following", default=None)
_cause: ContextVar[Callable[[], int | None] | None] = ContextVar("cause", default=None)
_written: WeakKeyDictionary[SessionTransaction, set[tuple[str, str]]] = WeakKeyDictionary()


def enqueue(
    kind: str,
    payload: dict[str, Any],
    *,
    due_at: datetime | None = None,
    key: str | None = None,
    rank: Rank = Rank.USUAL,
) -> None:
    """Write down work for the worker, in the current transaction.

    `key` makes it happen once: a second row with the same key is not written, whatever became of the first.
    """
    row = _row(kind, payload, due_at) | {"key": key, "rank": int(rank)}
    db.session.execute(insert(_TABLE) if key is None else _UNLESS_THERE, row)


def enqueue_nightly(kind: str, hour: int, payload: dict[str, Any] | None = None) -> None:
    """Write down work for the next time that it is this full hour in the United Kingdom, once for each day."""
    local = clock.now().astimezone(clock.LOCAL)
    at = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    at += timedelta(days=1) if at <= local else timedelta()
    enqueue(kind, payload or {}, due_at=at, key=f"{kind}:{at:%Y-%m-%d}")


def _row(kind: str, payload: dict[str, Any], due_at: datetime | None = None) -> dict[str, Any]:
    """Return the columns of a new row: what follows from a restored row is restored too, and its mail is set aside."""
    now, restored_at, cause = clock.now(), _following.get(), _cause.get()
    is_set_aside = restored_at is not None and kind == MAIL
    return {
        "kind": kind,
        "payload": payload,
        "created_at": now,
        "due_at": None if is_set_aside else due_at or now,
        "restored_at": restored_at,
        "caused_by_id": cause() if cause else None,
    }


def ask_for_cause(person_id: Callable[[], int | None]) -> None:
    """Have what is enqueued from now on, in this request, say whose act it follows from."""
    _cause.set(person_id)


@contextmanager
def caused_by_no_one() -> Iterator[None]:
    """Have what is enqueued meanwhile follow from no one's act: what a timetable does counts against no person's limit."""
    token = _cause.set(None)
    try:
        yield
    finally:
        _cause.reset(token)


@contextmanager
def following(row: OutboxRow) -> Iterator[None]:
    """Have what is enqueued meanwhile follow from this row."""
    person_id = row.caused_by_id
    token, cause_token = _following.set(row.restored_at), _cause.set(lambda: person_id)
    try:
        yield
    finally:
        _following.reset(token)
        _cause.reset(cause_token)


def enqueue_anew(kind: str, payload: dict[str, Any]) -> None:
    """Write down, once in a transaction, work that reads rows anew: it will see them as the transaction leaves them."""
    session = db.session()
    found = (kind, json.dumps(payload, sort_keys=True))
    inner = session.get_nested_transaction()
    around = inner or session.get_transaction()
    while around is not None:  # what a savepoint wrote goes with it
        if found in _written.get(around, ()):
            return
        around = around.parent
    enqueue(kind, payload)
    current = inner or session.get_transaction()
    if current is not None:
        _written.setdefault(current, set()).add(found)


def enqueue_many(kind: str, payloads: Sequence[dict[str, Any]]) -> None:
    """Write down many pieces of work at once: an import brings thousands."""
    rows = [_row(kind, one) for one in payloads]
    if rows:
        db.session.execute(insert(OutboxRow), rows)


def take(kinds: list[str], *, limit: int) -> list[OutboxRow]:
    """Lease the next due rows of these kinds to this worker, by rank and age: others pass them by until the lease ends.

    Commit after it, so that the lease holds; a worker that is killed loses nothing but the lease's time.
    """
    now = clock.now()
    rows: list[OutboxRow] = []
    for rank in Rank:  # each reads the beginning of one part of the index, whatever waits in the others
        if len(rows) < limit:
            due = (
                select(OutboxRow)
                .where(OutboxRow.rank == int(rank), OutboxRow.due_at <= now, OutboxRow.kind.in_(kinds))
                .order_by(OutboxRow.due_at, OutboxRow.id)
                .limit(limit - len(rows))
                .with_for_update(skip_locked=True)
            )
            rows += db.session.scalars(due)
    for row in rows:
        row.due_at, row.leased_at = now + LEASE, now
        row.number_of_attempts += 1
    db.session.flush()
    return rows


def has_due(kinds: list[str]) -> bool:
    """Return whether anything of these kinds is due, without taking a write lock."""
    due = select(OutboxRow.id).where(OutboxRow.due_at <= clock.now(), OutboxRow.kind.in_(kinds))
    return db.session.scalar(due.limit(1)) is not None


def list_waiting(kind: str) -> Sequence[int]:
    """List the ids of the rows of a kind that are due and that no worker has taken."""
    due = select(OutboxRow.id).where(OutboxRow.kind == kind, OutboxRow.due_at <= clock.now())
    return db.session.scalars(due.where(OutboxRow.leased_at.is_(None)).order_by(OutboxRow.id)).all()


def delete_waiting(ids: Sequence[int]) -> None:
    """Delete those of these rows that still wait, because their work was done in another way."""
    for start in range(0, len(ids), MOST_AT_ONCE):
        some = OutboxRow.id.in_(ids[start : start + MOST_AT_ONCE])
        db.session.execute(
            delete(OutboxRow).where(some, OutboxRow.leased_at.is_(None), OutboxRow.due_at.is_not(None))
        )


def get_rows(ids: list[int]) -> list[OutboxRow]:
    """Read rows by their ids, in order."""
    return list(db.session.scalars(select(OutboxRow).where(OutboxRow.id.in_(ids)).order_by(OutboxRow.id)))


def release_leases() -> None:
    """Give back what a killed worker held; for the only worker of an installation, when it starts."""
    leased = update(OutboxRow).where(OutboxRow.leased_at.is_not(None), OutboxRow.due_at.is_not(None))
    db.session.execute(leased.values(due_at=clock.now(), leased_at=None))


def bring_back() -> None:
    """Have what was written, leased or put off at a moment that is still to come done now: the clock was ahead, and was put back.

    Work for a later day keeps its day. What was held is asked again, since its reason may be over.
    """
    now = clock.now()
    waits = update(OutboxRow).where(OutboxRow.due_at > now + A_MOMENT)
    at_once = OutboxRow.due_at <= OutboxRow.created_at
    db.session.execute(waits.where(OutboxRow.created_at > now + A_MOMENT, at_once).values(due_at=now))
    leased = OutboxRow.leased_at > now + A_MOMENT
    db.session.execute(waits.where(leased).values(due_at=now, leased_at=None))
    held = OutboxRow.held_by.is_not(None) & (OutboxRow.due_at > now + LONGEST_HOLD + A_MOMENT)
    failed = [
        OutboxRow.held_by.is_(None)
        & (OutboxRow.number_of_attempts == number)
        & (OutboxRow.due_at > now + backoff(number) + A_MOMENT)
        for number in range(1, MAXIMUM_ATTEMPTS)
    ]
    put_off = OutboxRow.leased_at.is_(None) & or_(held, *failed)
    db.session.execute(waits.where(put_off).values(due_at=now))


def backoff(number_of_attempts: int) -> timedelta:
    """Return for how long a row waits after so many attempts."""
    return min(timedelta(seconds=5 * 4 ** (number_of_attempts - 1)), LONGEST_BACKOFF)


def mark_done(rows: list[OutboxRow]) -> None:
    """Say that the work is done."""
    for row in rows:
        row.done_at, row.due_at, row.leased_at, row.last_error, row.held_by = (
            clock.now(),
            None,
            None,
            None,
            None,
        )


def mark_failed(row: OutboxRow, error: str) -> None:
    """Put the row back for later, each time for longer; after the last attempt it is a dead letter."""
    row.last_error, row.leased_at, row.held_by = error[:2000], None, None
    if is_last_attempt(row):
        mark_dead(row, error)
    else:
        row.due_at = clock.now() + backoff(row.number_of_attempts)


def is_last_attempt(row: OutboxRow) -> bool:
    """Return whether a row that is being worked on is given up when it fails: about two days after the first attempt."""
    return row.number_of_attempts >= MAXIMUM_ATTEMPTS


def mark_unreached(row: OutboxRow, error: str) -> None:
    """Put the row back into its old place, with the attempt uncounted: it was never its turn."""
    row.last_error, row.leased_at, row.held_by = error[:2000], None, "server"
    row.due_at, row.number_of_attempts = row.created_at, row.number_of_attempts - 1


def mark_held(row: OutboxRow, held: HeldError) -> None:
    """Have the row wait for its time, with the attempt uncounted; and what would only come to the same, too."""
    row.due_at, row.leased_at, row.held_by = held.until, None, held.by
    row.number_of_attempts -= 1
    if held.rank is not None:
        same = update(OutboxRow).where(OutboxRow.due_at <= clock.now(), OutboxRow.leased_at.is_(None))
        same = same.where(OutboxRow.kind == row.kind, OutboxRow.rank >= int(held.rank))
        db.session.execute(same.values(due_at=held.until, held_by=held.by))


def mark_dead(row: OutboxRow, error: str) -> None:
    """Make the row a dead letter: the administrator sees why, and may try it again."""
    row.last_error, row.leased_at, row.held_by = error[:2000], None, None
    row.dead_at, row.due_at = clock.now(), None


def oldest_waiting() -> timedelta | None:
    """Tell for how long the oldest due row has waited; None when nothing waits."""
    due_at = db.session.scalar(select(func.min(OutboxRow.due_at)).where(OutboxRow.due_at <= clock.now()))
    return None if due_at is None else clock.now() - due_at


def forget_done() -> int:
    """Delete what was done long ago; of rows with a key the payload alone: the key is the proof that it happened."""
    old = OutboxRow.done_at < clock.now() - settings().sent_mails_kept
    emptied = update(OutboxRow).where(
        old, OutboxRow.key.is_not(None), OutboxRow.kind == MAIL, sql_cast(OutboxRow.payload, Text) != "{}"
    )
    number = change_rows(emptied.values(payload={}, last_error=None))
    return number + change_rows(delete(OutboxRow).where(old, OutboxRow.key.is_(None)))


def forget_dead() -> int:
    """Delete the dead letters that nobody has settled for long."""
    old = OutboxRow.dead_at < clock.now() - settings().failed_mails_kept
    return change_rows(delete(OutboxRow).where(old))


class WorkerPulse(Base):
    """When the worker was last seen; one row."""

    __tablename__ = "worker_pulse"

    id: Mapped[int] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]


def beat() -> None:
    """Say that the worker is alive."""
    if not change_rows(update(WorkerPulse).where(WorkerPulse.id == 1).values(seen_at=clock.now())):
        db.session.add(WorkerPulse(id=1, seen_at=clock.now()))


def last_beat() -> datetime | None:
    """Tell when the worker was last seen."""
    return db.session.scalar(select(WorkerPulse.seen_at))
