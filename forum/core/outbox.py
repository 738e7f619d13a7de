"""Work to be done after a change, written in the same transaction as the change.

A row says what kind of work, with what, and from when. One worker drains the rows: at least once, so
handlers must be idempotent; with backoff when they fail; and a row that failed too often is kept as a
dead letter that the administrator sees.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, cast
from weakref import WeakKeyDictionary

from sqlalchemy import JSON, Index, String, Table, Text, bindparam, delete, func, insert, select, text, update
from sqlalchemy.orm import Mapped, SessionTransaction, mapped_column

from forum.core import clock
from forum.core.db import Base, db

LEASE = timedelta(minutes=5)
MAXIMUM_ATTEMPTS = 8
MAIL = "mail"
KEEP_DONE = timedelta(days=7)


class FinalError(Exception):
    """The work can never be done: it is a dead letter at once. Its message is for the administrator."""


class LaterError(Exception):
    """The work cannot be done now, as may happen on any day: it is tried again, and the log gets one line."""


class OutboxRow(Base):
    """One piece of work that waits for the worker, is being done, is done, or is dead."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_waiting", "due_at", "id"),
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
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
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


MOST_UNDELIVERED = 500
_TABLE = cast("Table", OutboxRow.__table__)
_TYPED = ("payload", "created_at", "due_at", "restored_at")
_UNLESS_THERE = text(  # compiled once, as SQLAlchemy's own upsert is not
    "INSERT INTO outbox (kind, payload, key, created_at, due_at, number_of_attempts, restored_at)"
    " VALUES (:kind, :payload, :key, :created_at, :due_at, 0, :restored_at) ON CONFLICT (key) DO NOTHING"
).bindparams(*(bindparam(name, type_=_TABLE.c[name].type) for name in _TYPED))
_following: ContextVar[datetime | None] = ContextVar("following", default=None)
_written: WeakKeyDictionary[SessionTransaction, set[tuple[str, str]]] = WeakKeyDictionary()


def enqueue(
    kind: str, payload: dict[str, Any], *, due_at: datetime | None = None, key: str | None = None
) -> None:
    """Write down work for the worker, in the current transaction.

    `key` makes it happen once: a second row with the same key is not written, whatever became of the first.
    """
    row = _row(kind, payload, due_at) | {"key": key}
    db.session.execute(insert(_TABLE) if key is None else _UNLESS_THERE, row)


def _row(kind: str, payload: dict[str, Any], due_at: datetime | None = None) -> dict[str, Any]:
    """Return the columns of a new row: what follows from a restored row is restored too, and its mail is set aside."""
    now, restored_at = clock.now(), _following.get()
    is_set_aside = restored_at is not None and kind == MAIL
    return {
        "kind": kind,
        "payload": payload,
        "created_at": now,
        "due_at": None if is_set_aside else due_at or now,
        "restored_at": restored_at,
    }


@contextmanager
def following(row: OutboxRow) -> Iterator[None]:
    """Have what is enqueued meanwhile follow from this row."""
    token = _following.set(row.restored_at)
    try:
        yield
    finally:
        _following.reset(token)


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
    """Lease the oldest due rows of these kinds to this worker: others pass them by until the lease ends.

    Commit after it, so that the lease holds; a worker that is killed loses nothing but the lease's time.
    """
    now = clock.now()
    due = (
        select(OutboxRow)
        .where(OutboxRow.due_at <= now, OutboxRow.kind.in_(kinds))
        .order_by(OutboxRow.due_at, OutboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = list(db.session.scalars(due))
    for row in rows:
        row.due_at, row.leased_at = now + LEASE, now
        row.number_of_attempts += 1
    db.session.flush()
    return rows


def has_due(kinds: list[str]) -> bool:
    """Return whether anything of these kinds is due, without taking a write lock."""
    due = select(OutboxRow.id).where(OutboxRow.due_at <= clock.now(), OutboxRow.kind.in_(kinds))
    return db.session.scalar(due.limit(1)) is not None


def get_rows(ids: list[int]) -> list[OutboxRow]:
    """Read rows by their ids, in order."""
    return list(db.session.scalars(select(OutboxRow).where(OutboxRow.id.in_(ids)).order_by(OutboxRow.id)))


def release_leases() -> None:
    """Give back what a killed worker held; for the only worker of an installation, when it starts."""
    leased = update(OutboxRow).where(OutboxRow.leased_at.is_not(None), OutboxRow.due_at.is_not(None))
    db.session.execute(leased.values(due_at=clock.now(), leased_at=None))


def mark_done(rows: list[OutboxRow]) -> None:
    """Say that the work is done."""
    for row in rows:
        row.done_at, row.due_at, row.leased_at, row.last_error = clock.now(), None, None, None


def mark_failed(row: OutboxRow, error: str) -> None:
    """Put the row back for later, each time for longer; after the last attempt it is a dead letter."""
    row.last_error, row.leased_at = error[:2000], None
    if row.number_of_attempts >= MAXIMUM_ATTEMPTS:
        mark_dead(row, error)
    else:
        row.due_at = clock.now() + timedelta(seconds=5 * 4 ** (row.number_of_attempts - 1))


def mark_dead(row: OutboxRow, error: str) -> None:
    """Make the row a dead letter: the administrator sees why, and may try it again."""
    row.last_error, row.leased_at = error[:2000], None
    row.dead_at, row.due_at = clock.now(), None


def retry_dead(row: OutboxRow) -> None:
    """Give a dead letter another set of attempts."""
    row.dead_at, row.due_at, row.number_of_attempts = None, clock.now(), 0


def oldest_waiting() -> timedelta | None:
    """Tell for how long the oldest due row has waited; None when nothing waits."""
    due_at = db.session.scalar(select(func.min(OutboxRow.due_at)).where(OutboxRow.due_at <= clock.now()))
    return None if due_at is None else clock.now() - due_at


def list_dead(limit: int = 100) -> list[OutboxRow]:
    """List the newest dead letters."""
    dead = select(OutboxRow).where(OutboxRow.dead_at.is_not(None)).order_by(OutboxRow.dead_at.desc())
    return list(db.session.scalars(dead.limit(limit)))


def find_undelivered(addresses: Collection[str]) -> dict[str, OutboxRow]:
    """Return the newest dead email to each of these addresses that has one."""
    to = OutboxRow.payload["to"].as_string()
    dead = select(OutboxRow).where(
        OutboxRow.dead_at.is_not(None), OutboxRow.kind == "mail", to.in_(addresses)
    )
    rows = db.session.scalars(dead.order_by(OutboxRow.dead_at).limit(MOST_UNDELIVERED))
    return {str(row.payload["to"]): row for row in rows}


def forget_done() -> None:
    """Delete what was done long ago. Rows with a key stay: the key is the proof that it happened."""
    before = clock.now() - KEEP_DONE
    db.session.execute(delete(OutboxRow).where(OutboxRow.done_at < before, OutboxRow.key.is_(None)))


class WorkerPulse(Base):
    """When the worker was last seen; one row."""

    __tablename__ = "worker_pulse"

    id: Mapped[int] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]


def beat() -> None:
    """Say that the worker is alive."""
    changed = db.session.execute(update(WorkerPulse).where(WorkerPulse.id == 1).values(seen_at=clock.now()))
    if changed.rowcount == 0:  # type: ignore[attr-defined]  # every DML result has it
        db.session.add(WorkerPulse(id=1, seen_at=clock.now()))


def last_beat() -> datetime | None:
    """Tell when the worker was last seen."""
    return db.session.scalar(select(WorkerPulse.seen_at))
