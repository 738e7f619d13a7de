"""Mails that a restore brought back: the original site may have sent them, so they wait until the administrator says so.

Everything else that waited is worked, so that search, figures and rounds are right. Mails that follow from such work are
set aside too, until the administrator has the mails sent: from then on this is the site, and its mails go out by themselves.
"""

from __future__ import annotations

from typing import cast

from sqlalchemy import ColumnElement, Connection, Table, func, inspect, select, update

from forum.core import clock
from forum.core.db import change_rows, db
from forum.core.outbox import MAIL, OutboxRow

MOST_LISTED = 100


def set_mails_aside(connection: Connection) -> bool:
    """Keep the mails of a restored database back; False where it is of an earlier version, and `mark_restored` must follow.

    It needs nothing but the columns that an outbox always had.
    """
    table = cast("Table", OutboxRow.__table__)
    waits = table.c.due_at.is_not(None)
    connection.execute(update(table).where(waits, table.c.kind == MAIL).values(due_at=None, leased_at=None))
    if "restored_at" not in {one["name"] for one in inspect(connection).get_columns(table.name)}:
        return False
    connection.execute(update(table).where(*_is_unsettled()).values(restored_at=clock.now(), leased_at=None))
    return True


def mark_restored() -> None:
    """Mark all that waits, and the mails that were kept back, as brought back by a restore."""
    db.session.execute(
        update(OutboxRow).where(*_is_unsettled()).values(restored_at=clock.now(), leased_at=None)
    )
    mails = update(OutboxRow).where(OutboxRow.kind == MAIL, OutboxRow.restored_at.is_not(None))
    db.session.execute(mails.where(OutboxRow.due_at.is_not(None)).values(due_at=None))


def count_set_aside() -> int:
    """Count the mails that wait for an administrator."""
    return db.session.scalar(select(func.count(OutboxRow.id)).where(*_is_set_aside())) or 0


def list_set_aside(limit: int = MOST_LISTED) -> list[OutboxRow]:
    """List the mails that wait for an administrator, oldest first."""
    found = select(OutboxRow).where(*_is_set_aside()).order_by(OutboxRow.restored_at, OutboxRow.id)
    return list(db.session.scalars(found.limit(limit)))


def send_set_aside() -> int:
    """Send what was set aside, and from now on what follows from restored work; returns the number of mails."""
    sent = update(OutboxRow).where(*_is_set_aside()).values(due_at=clock.now(), restored_at=None)
    number = change_rows(sent)
    db.session.execute(update(OutboxRow).where(OutboxRow.restored_at.is_not(None)).values(restored_at=None))
    return number


def discard_set_aside() -> int:
    """Never send what was set aside; its keys stay, so that nothing writes it again. Gives the number of mails."""
    done = update(OutboxRow).where(*_is_set_aside())
    return change_rows(done.values(done_at=clock.now(), restored_at=None, payload={"to": "", "subject": ""}))


def _is_unsettled() -> tuple[ColumnElement[bool], ...]:
    return OutboxRow.done_at.is_(None), OutboxRow.dead_at.is_(None)


def _is_set_aside() -> tuple[ColumnElement[bool], ...]:
    return (
        OutboxRow.restored_at.is_not(None),
        OutboxRow.kind == MAIL,
        OutboxRow.due_at.is_(None),
        *_is_unsettled(),
    )
