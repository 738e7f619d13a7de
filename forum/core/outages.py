"""What keeps a change from being stored though nobody did anything wrong: a lock, a full disk, a database that is away."""

from __future__ import annotations

import errno
import sqlite3
from enum import StrEnum

from sqlalchemy.exc import DBAPIError

from forum.core.storage import StorageDownError


class Outage(StrEnum):
    """Why something could not be stored or read; the page says it in words."""

    LOCKED = "locked"
    FULL = "full"
    DOWN = "down"
    FILES_DOWN = "files_down"


_SQLITE = {
    sqlite3.SQLITE_BUSY: Outage.LOCKED,
    sqlite3.SQLITE_LOCKED: Outage.LOCKED,
    sqlite3.SQLITE_FULL: Outage.FULL,
    sqlite3.SQLITE_IOERR: Outage.FULL,
    sqlite3.SQLITE_READONLY: Outage.DOWN,
    sqlite3.SQLITE_CANTOPEN: Outage.DOWN,
    sqlite3.SQLITE_CORRUPT: Outage.DOWN,
    sqlite3.SQLITE_NOTADB: Outage.DOWN,
}
LONGEST_CHAIN = 6
PRIMARY = 0xFF
"""The bits of an error code of SQLite that say its kind; the others say more about it."""
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_POSTGRESQL = {"55P03": Outage.LOCKED, "40P01": Outage.LOCKED, "40001": Outage.LOCKED, "53100": Outage.FULL}
_POSTGRESQL_AWAY = ("08", "57P", "53")
"""Beginnings of the codes of a connection that broke, a server that is stopped or starts, and one that has no room."""


def outage_of(error: BaseException | None) -> Outage | None:
    """Return which outage an error tells of, or the one that it came of; None for a fault of our own.

    A full disk ends SQLite's whole transaction. Going back to a savepoint of it is then what fails last.
    """
    for _ in range(LONGEST_CHAIN):
        if error is None:
            return None
        if outage := _outage_told_by(error):
            return outage
        error = error.__cause__ if isinstance(error.__cause__, DBAPIError) else error.__context__
    return None


def _outage_told_by(error: BaseException) -> Outage | None:
    if isinstance(error, StorageDownError):
        return Outage.FILES_DOWN
    if isinstance(error, OSError) and error.errno in _NO_SPACE:
        return Outage.FULL
    if not isinstance(error, DBAPIError):
        return None
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        return _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & PRIMARY)
    code = str(getattr(cause, "sqlstate", None) or "")
    if not code:  # it never reached the server, or lost it
        return Outage.DOWN if error.connection_invalidated or _is_operational(error) else None
    return _POSTGRESQL.get(code) or (Outage.DOWN if code.startswith(_POSTGRESQL_AWAY) else None)


def _is_operational(error: DBAPIError) -> bool:
    return type(error).__name__ == "OperationalError"
