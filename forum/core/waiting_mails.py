"""Mails that wait for another reason than their own failure, for the administrator to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from forum.core import clock
from forum.core.db import db
from forum.core.outbox import MAIL, OutboxRow

SERVER = "server"
MOST_CAUSES = 20


@dataclass(frozen=True, slots=True)
class WaitingMails:
    """How many mails wait for one reason (a cap, or the mail server), since when, and when they are tried next."""

    held_by: str
    number: int
    oldest_at: datetime
    next_at: datetime
    error: str = ""
    """What the mail server said last."""
    causes: tuple[tuple[int, int], ...] = ()
    """Whose acts they follow from: a person, and how many."""


def list_waiting_mails() -> list[WaitingMails]:
    """List why mails wait, with how many."""
    counted = (
        select(
            OutboxRow.held_by,
            func.count(),
            func.min(OutboxRow.created_at, type_=OutboxRow.created_at.type),
            func.min(OutboxRow.due_at, type_=OutboxRow.due_at.type),
        )
        .where(OutboxRow.kind == MAIL, OutboxRow.due_at.is_not(None), OutboxRow.held_by.is_not(None))
        .group_by(OutboxRow.held_by)
        .order_by(OutboxRow.held_by)
    )
    return [_waiting(*row) for row in db.session.execute(counted)]


def _waiting(held_by: str, number: int, oldest_at: datetime, next_at: datetime) -> WaitingMails:
    if held_by == SERVER:
        return WaitingMails(held_by, _count_due(), oldest_at, next_at, error=_newest_error())
    causes = _list_causes() if held_by == "person" else ()
    return WaitingMails(held_by, number, oldest_at, next_at, causes=causes)


def _count_due() -> int:
    """Count all mails that are due: while nobody answers, one is tried and the others stand behind it."""
    due = select(func.count()).where(OutboxRow.kind == MAIL, OutboxRow.due_at <= clock.now())
    return db.session.scalar(due) or 0


def _newest_error() -> str:
    failed = select(OutboxRow.last_error).where(
        OutboxRow.held_by == SERVER, OutboxRow.due_at.is_not(None), OutboxRow.kind == MAIL
    )
    return db.session.scalar(failed.order_by(OutboxRow.due_at.desc(), OutboxRow.id.desc()).limit(1)) or ""


def _list_causes() -> tuple[tuple[int, int], ...]:
    counted = (
        select(OutboxRow.caused_by_id, func.count())
        .where(OutboxRow.held_by == "person", OutboxRow.due_at.is_not(None), OutboxRow.kind == MAIL)
        .group_by(OutboxRow.caused_by_id)
        .order_by(func.count().desc(), OutboxRow.caused_by_id)
        .limit(MOST_CAUSES)
    )
    return tuple((person_id or 0, number) for person_id, number in db.session.execute(counted))
