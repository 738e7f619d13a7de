"""Alembic's entry: migrates the database of the running application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from forum.core.column_types import CodeOf, Day, JsonOf, UtcDateTime
from forum.core.db import Base, Hundredths, db

config = context.config


def is_ours(
    _object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object
) -> bool:  # Alembic's signature
    """Leave out the search engine's own tables: their shape is its own (0002)."""
    return not (kind == "table" and name is not None and name.startswith("search_"))


def as_column_type(kind: str, item: object, _context: object) -> str | bool:
    """Write our types as the column types they are, so that migrations import nothing of ours."""
    if kind == "type" and isinstance(item, Hundredths | UtcDateTime | Day | CodeOf | JsonOf):
        return f"sa.{item.impl_instance!r}"
    return False


@contextmanager
def without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Let SQLite copy a table that others point to, as its documentation asks; look at all that point when it is done.

    With foreign keys on, dropping the old copy deletes what points to it, or fails. Raises RuntimeError, naming the tables,
    when a row points to nothing afterwards.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection  # a PRAGMA does nothing inside a transaction
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
        lost = {row[0] for row in driver.execute("PRAGMA foreign_key_check").fetchall()}
        if lost:
            raise RuntimeError(f"rows point to nothing in {', '.join(sorted(lost))}")
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def run() -> None:
    """Run the migrations, each in its own transaction; SQLite gets its tables copied where it cannot alter them."""
    options: dict[str, Any] = {
        "target_metadata": Base.metadata,
        "render_as_batch": True,
        "compare_type": True,
        "compare_server_default": False,
        "include_object": is_ours,
        "transaction_per_migration": True,
        "render_item": as_column_type,
    }
    if context.is_offline_mode():
        context.configure(url=current_app.config["SQLALCHEMY_DATABASE_URI"], literal_binds=True, **options)
        with context.begin_transaction():
            context.run_migrations()
        return
    with db.engine.connect() as connection, without_foreign_keys(connection):
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
