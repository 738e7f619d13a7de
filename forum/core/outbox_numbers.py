"""How much waits in the outbox and how much was done, for whoever watches over the site."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from forum.core import clock
from forum.core.db import db
from forum.core.outbox import OutboxRow

A_DAY = timedelta(days=1)


def count_waiting() -> dict[str, tuple[int, float]]:
    """Return, for each kind of row that is due, how many there are and for how many seconds the oldest has waited."""
    now = clock.now()
    due = select(OutboxRow.kind, func.count(OutboxRow.id), func.min(OutboxRow.due_at)).where(
        OutboxRow.due_at <= now
    )
    rows = db.session.execute(due.group_by(OutboxRow.kind).order_by(OutboxRow.kind)).tuples()
    return {kind: (number, (now - oldest).total_seconds()) for kind, number, oldest in rows if oldest}


def count_done(kind: str) -> int:
    """Count the rows of a kind that were done in the last day."""
    done = select(func.count(OutboxRow.id)).where(
        OutboxRow.kind == kind, OutboxRow.done_at > clock.now() - A_DAY
    )
    return db.session.scalar(done) or 0
