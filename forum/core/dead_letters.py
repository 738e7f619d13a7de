"""Work that was given up: why, when, and what the administrator does about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from forum.core import clock
from forum.core.bounces import MailBounce
from forum.core.db import change_rows, db
from forum.core.outbox import MAIL, OutboxRow

MOST_LISTED = 100
MOST_UNDELIVERED = 500
FORGOTTEN: dict[str, Any] = {"to": "", "subject": ""}
"""What remains of a mail that is never sent."""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """An address that a mail did not reach: when, and in whose words."""

    address: str
    at: datetime
    reason: str


def list_dead(limit: int = MOST_LISTED) -> list[OutboxRow]:
    """List the newest dead letters."""
    dead = select(OutboxRow).where(OutboxRow.dead_at.is_not(None))
    return list(db.session.scalars(dead.order_by(OutboxRow.dead_at.desc(), OutboxRow.id.desc()).limit(limit)))


def count_dead() -> int:
    """Count the dead letters."""
    return db.session.scalar(select(func.count(OutboxRow.id)).where(OutboxRow.dead_at.is_not(None))) or 0


def retry_dead(row: OutboxRow) -> None:
    """Give a dead letter another set of attempts."""
    row.dead_at, row.due_at, row.number_of_attempts = None, clock.now(), 0


def retry_all_dead() -> int:
    """Give every dead letter another set of attempts, the oldest first; returns their number."""
    again = update(OutboxRow).where(OutboxRow.dead_at.is_not(None))
    return change_rows(again.values(dead_at=None, due_at=OutboxRow.created_at, number_of_attempts=0))


def discard_dead(row: OutboxRow) -> None:
    """Never try a dead letter again. Its key stays, so that nothing writes it anew; a mail's words go."""
    row.dead_at, row.done_at = None, clock.now()
    if row.kind == MAIL:
        row.payload = FORGOTTEN


def discard_all_dead() -> int:
    """Never try any dead letter again; returns their number."""
    dead = update(OutboxRow).where(OutboxRow.dead_at.is_not(None))
    db.session.execute(dead.where(OutboxRow.kind == MAIL).values(payload=FORGOTTEN))
    return change_rows(dead.values(dead_at=None, done_at=clock.now()))


def find_undelivered(addresses: Collection[str]) -> dict[str, Undelivered]:
    """Return, for each of these addresses that a mail did not reach, when and why the newest did not."""
    to = OutboxRow.payload["to"].as_string()
    dead = select(OutboxRow).where(OutboxRow.dead_at.is_not(None), OutboxRow.kind == MAIL, to.in_(addresses))
    rows = db.session.scalars(dead.order_by(OutboxRow.dead_at).limit(MOST_UNDELIVERED))
    came_back = select(MailBounce).where(MailBounce.is_hard, MailBounce.address.in_(addresses))
    found = [
        Undelivered(str(row.payload["to"]), row.dead_at or clock.now(), row.last_error or "") for row in rows
    ]
    found += [
        Undelivered(one.address, one.received_at, one.reason)
        for one in db.session.scalars(came_back.order_by(MailBounce.received_at).limit(MOST_UNDELIVERED))
    ]
    return {one.address: one for one in sorted(found, key=lambda one: one.at)}
