"""Opens the engine that the settings name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Engine

from forum.search.backends.postgresql.backend import PostgresqlEngine
from forum.search.backends.whoosh.backend import WhooshEngine
from forum.search.engine import SearchEngine
from forum.search.synonyms import Synonyms


def open_engine(
    *,
    backend: str,
    index_folder: Path,
    database_engine: Engine | None,
    synonyms: Iterable[Iterable[str]] = (),
) -> SearchEngine:
    """Open the engine "whoosh" in a folder, or "postgresql" in a database. Raises ValueError for anything else.

    `synonyms` are groups of words and short phrases that mean the same.
    """
    groups = Synonyms(synonyms)
    if backend == "whoosh":
        return WhooshEngine(index_folder, groups)
    if backend == "postgresql" and database_engine is not None:
        return PostgresqlEngine(database_engine, groups)
    raise ValueError(f"There is no search backend called {backend!r} here.")
