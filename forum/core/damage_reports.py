"""Says once which rows hold what cannot be read: in the log, and as a number for who looks after the site."""

from __future__ import annotations

import contextlib
import logging
from typing import Any

from flask import current_app, has_app_context
from sqlalchemy import ColumnClause, column, select, table
from sqlalchemy.exc import SQLAlchemyError

from forum.core.metrics import count_damaged_row

log = logging.getLogger(__name__)
MOST_NAMED = 20
"""Rows that are named for one value in one place."""
MOST_KNOWN = 500
"""Places with their values that a process reports: to find the rows of each, their table is read once."""
_known: set[tuple[str, str]] = set()


def report_damage(place: str, value: object) -> None:
    """Log the numbers of the rows that hold this value in a place such as thread.created_at; never the value itself."""
    seen = (place, repr(value)[:200])
    if not place or seen in _known or len(_known) >= MOST_KNOWN:
        return
    _known.add(seen)
    rows = _find_rows(place, value) or ["?"]
    log.error("damaged rows: %s cannot be read in %s", place, ", ".join(rows))
    for row in rows:
        count_damaged_row(place, row)


def _find_rows(place: str, value: object) -> list[str]:
    """Return the numbers of the rows, by the connection that has just read them."""
    if not has_app_context():
        return []
    database: Any = current_app.extensions["sqlalchemy"]
    name, _, damaged = place.partition(".")
    keys: list[ColumnClause[Any]] = [column(one.name) for one in database.metadata.tables[name].primary_key]
    wanted = select(*keys).select_from(table(name, *keys)).where(column(damaged) == value)
    with contextlib.suppress(SQLAlchemyError):  # a value that cannot be compared: its place alone is known
        connection = database.session.connection()
        with connection.begin_nested():
            found = connection.execute(wanted.order_by(*keys).limit(MOST_NAMED))
            return ["-".join(map(str, row)) for row in found]
    return []
