"""What the worker does for councils when the day has come."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forum.core.db import db
from forum.core.outbox import OutboxRow
from forum.councils.handover import pass_on
from forum.councils.models import Council


def pass_on_today(rows: list[OutboxRow]) -> None:
    """A council closes today: what is there goes to its successors; nothing where the day was moved meanwhile."""
    for row in rows:
        council = db.session.get(Council, row.payload["council"])
        if council is not None:
            pass_on(council=council)


HANDLERS: Mapping[str, Callable[[list[OutboxRow]], None]] = {"pass_on_council": pass_on_today}
