"""Opens an engine for a bench: Whoosh in a folder, PostgreSQL in a schema that is dropped afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import MetaData, create_engine, text

from forum.search.backends.postgresql.backend import PostgresqlEngine
from forum.search.backends.postgresql.tables import define_tables
from forum.search.backends.whoosh.backend import WhooshEngine
from forum.search.engine import SearchEngine

DATABASE = os.environ.get("BENCH_DATABASE_URL", "postgresql+psycopg://root@127.0.0.1:5432/test")
SCHEMA = f"search_bench_{os.getpid()}"


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
