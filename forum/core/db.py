"""The database session, the base of all models, and the one place that commits."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import psycopg
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    Connection,
    Delete,
    Dialect,
    Engine,
    Executable,
    MetaData,
    Update,
    event,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from forum.core.column_types import Day, UtcDateTime

_TAKE_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended(:turn, 0))")
_writing: ContextVar[bool] = ContextVar("writing", default=False)
_turn: ContextVar[str] = ContextVar("turn", default="")
_until: ContextVar[float | None] = ContextVar("until", default=None)
_free_until: ContextVar[list[float] | None] = ContextVar("free_until", default=None)

REQUEST_WAITS_SECONDS = 4.0
"""How long a request waits for a lock that another holds, before its page says so."""
SHORTEST_WAIT_SECONDS = 0.05
WORK_WAITS_SECONDS = 15.0
"""How long the worker and commands wait for SQLite's lock; on PostgreSQL they wait for as long as it takes."""
LONGEST_REST_SECONDS = 1.0
"""For how long a thread with fair turns leaves the lock to others, however long it had it."""


class Hundredths(TypeDecorator[Decimal]):
    """An amount with two decimals: exact everywhere, stored as whole hundredths, which every database can sum."""

    impl = BigInteger
    cache_ok = True

    @property
    def python_type(self) -> type[Decimal]:
        """The type of its values."""
        return Decimal

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Turn an amount into hundredths, half a hundredth rounded to the even one."""
        del dialect
        return None if value is None else round(value * 100)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Turn hundredths into an amount."""
        del dialect
        return None if value is None else Decimal(value) / 100


class Base(DeclarativeBase):
    """The base of every model: moments are aware, and constraints have names that migrations can use."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime(), date: Day()}


db = SQLAlchemy(metadata=Base.metadata)


@contextmanager
def writing(turn: str = "") -> Iterator[None]:
    """Say that what follows will write, so that SQLite takes its write lock at BEGIN and waits its turn.

    A deferred SQLite transaction that reads first and writes later fails at once, whatever its busy
    timeout, when another process wrote in between (SQLITE_BUSY_SNAPSHOT). PostgreSQL lets many write at once:
    there, transactions that name the same `turn` run one after the other.
    """
    token, turn_token = _writing.set(True), _turn.set(turn)
    try:
        yield
    finally:
        _writing.reset(token)
        _turn.reset(turn_token)


def take_turn(name: str) -> None:
    """Wait until no other transaction holds this turn, and hold it to the end of this one. SQLite has one writer anyway."""
    if db.engine.dialect.name != "sqlite":
        db.session.execute(_TAKE_TURN, {"turn": name})


@contextmanager
def waiting_for(seconds: float) -> Iterator[None]:
    """Let transactions that begin meanwhile wait for a lock until so many seconds from now, all of them together."""
    token = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def upsert(table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that can say what to do where the row is there already, as this database has it."""
    is_postgresql = db.engine.dialect.name == "postgresql"
    return postgresql.insert(table) if is_postgresql else sqlite.insert(table)


def change_rows(statement: Update | Delete) -> int:
    """Run an UPDATE or a DELETE; returns how many rows it changed."""
    return int(db.session.execute(statement).rowcount)  # type: ignore[attr-defined]  # every DML result has it


def commit() -> None:
    """Make the work of this request, command or job lasting. The only commit in the program."""
    db.session.commit()


@contextmanager
def transaction() -> Iterator[None]:
    """One unit of work outside a request: commits at the end, rolls back and raises on error."""
    db.session.rollback()  # a reader's transaction left open here would see old rows
    with _fair_turn(), writing():
        try:
            yield
            commit()
        except BaseException:
            db.session.rollback()
            raise


@contextmanager
def fair_turns() -> Iterator[None]:
    """Have each transaction() of this thread leave SQLite's write lock alone for as long as the one before it took.

    Whoever waits for the lock looks for it ten times a second: a thread that takes it again at once is seldom seen without it.
    """
    token = _free_until.set([0.0])
    try:
        yield
    finally:
        _free_until.reset(token)


@contextmanager
def _fair_turn() -> Iterator[None]:
    free_until = _free_until.get()
    if free_until is None or db.engine.dialect.name != "sqlite":
        yield
        return
    time.sleep(max(0.0, free_until[0] - time.monotonic()))
    begun = time.monotonic()
    try:
        yield
    finally:
        ended = time.monotonic()
        free_until[0] = ended + min(ended - begun, LONGEST_REST_SECONDS)


def write_if_free(*statements: Executable) -> bool:
    """Execute statements in a transaction of their own; False where another process writes just now.

    For what may be lost, in a request that only reads: nobody waits for it.
    """
    try:
        with waiting_for(SHORTEST_WAIT_SECONDS), transaction():
            for statement in statements:
                db.session.execute(statement)
    except OperationalError:
        return False
    return True


@contextmanager
def unlocked() -> Iterator[None]:
    """End the transaction, which must not have changed anything yet, for work that takes seconds.

    SQLite has one write lock: whoever decodes a picture while holding it makes everybody else wait.
    """
    db.session.rollback()
    yield


def empty_log() -> None:
    """Move SQLite's write-ahead log into the database file and cut it off: deleted rows stand there until then.

    While others write it is left for another time. On PostgreSQL nothing happens.
    """
    engine = db.engine.engine  # in tests the first is one connection
    if engine.dialect.name != "sqlite":
        return
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {_milliseconds(SHORTEST_WAIT_SECONDS)}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@event.listens_for(Engine, "connect")
def _set_up(connection: Any, _record: object) -> None:  # noqa: ANN401  # a driver's own object
    if isinstance(connection, psycopg.Connection):
        connection.execute(f"SET lock_timeout = {_milliseconds(REQUEST_WAITS_SECONDS)}")
        connection.commit()
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # we say BEGIN ourselves, below
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_milliseconds(WORK_WAITS_SECONDS)}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # what was confirmed to a person survives a power cut
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # what was deleted is overwritten, and not only given up
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    _say_how_long_to_wait(connection)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
    elif turn := _turn.get():
        connection.execute(_TAKE_TURN, {"turn": turn})


def _say_how_long_to_wait(connection: Connection) -> None:
    """Tell the driver, beside SQLAlchemy, since it is no statement of ours. A page that only reads needs none on PostgreSQL."""
    until, driver = _until.get(), connection.connection.driver_connection
    left = None if until is None else max(SHORTEST_WAIT_SECONDS, until - time.monotonic())
    if isinstance(driver, sqlite3.Connection):
        driver.execute(f"PRAGMA busy_timeout = {_milliseconds(left or WORK_WAITS_SECONDS)}").close()
    elif isinstance(driver, psycopg.Connection) and (left is None or _writing.get()):
        driver.execute(f"SET LOCAL lock_timeout = {_milliseconds(left or 0)}")


def _milliseconds(seconds: float) -> int:
    return int(1000 * seconds)
