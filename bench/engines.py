"""Opens an engine for a bench: Whoosh in a folder, PostgreSQL in a schema that is dropped afterwards.

What a question costs is counted on both sides: here, and in the process that serves our connection to PostgreSQL.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, MetaData, create_engine, event, text

from forum.search.backends.postgresql.backend import PostgresqlEngine
from forum.search.backends.postgresql.tables import define_tables
from forum.search.backends.whoosh.backend import WhooshEngine
from forum.search.engine import SearchEngine

DATABASE = os.environ.get("BENCH_DATABASE_URL", "postgresql+psycopg://root@127.0.0.1:5432/test")
SCHEMA = f"search_bench_{os.getpid()}"
_backends: set[int] = set()


@contextmanager
def opened(backend: str, folder: Path) -> Iterator[SearchEngine]:
    """Open "whoosh" in the folder, or "postgresql" in a schema of its own at BENCH_DATABASE_URL."""
    if backend == "postgresql":
        with in_postgresql() as engine:
            yield engine
    else:
        engine = WhooshEngine(folder / "index")
        yield engine
        engine.close()


@contextmanager
def in_postgresql() -> Iterator[SearchEngine]:
    database = create_engine(DATABASE, connect_args={"options": f"-csearch_path={SCHEMA}"})
    count_backends(database)
    metadata = MetaData()
    tables = define_tables(metadata)
    with database.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    try:
        metadata.create_all(database)
        yield PostgresqlEngine(database, tables=tables)
    finally:
        with database.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {SCHEMA} CASCADE"))
        database.dispose()
        _backends.clear()


def cpu_seconds() -> float:
    """Return the processor time of this process and of PostgreSQL's for our connections, where it is on this machine."""
    return time.process_time() + sum(map(_cpu_of_process, _backends))


def count_backends(database: Engine) -> None:
    """Count what PostgreSQL's processes behind these connections use, from here on."""

    @event.listens_for(database, "connect")
    def note(connection: Any, _record: object) -> None:  # noqa: ANN401  # the driver's own
        if database.dialect.name == "postgresql":
            _backends.add(connection.info.backend_pid)


def _cpu_of_process(number: int) -> float:
    try:
        return int(Path(f"/proc/{number}/schedstat").read_text().split()[0]) / 1e9
    except OSError:  # gone, or on another machine
        return 0.0
