"""Counts the SQL statements that a piece of work takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from forum.core.db import db


@contextmanager
def count_statements() -> Iterator[list[str]]:
    """Gather the statements that are sent while it is open; what opens and closes transactions is no statement."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")):
            seen.append(statement)

    bind = db.session.get_bind()
    engine = getattr(bind, "engine", bind)
    db.session.expire_all()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
