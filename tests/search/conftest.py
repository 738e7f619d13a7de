"""Both engines, empty, and a quick way to make documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, MetaData, create_engine

from forum.search.backends.postgresql.backend import PostgresqlEngine
from forum.search.backends.postgresql.tables import SearchTables, define_tables
from forum.search.backends.whoosh.backend import WhooshEngine
from forum.search.documents import PUBLIC, Document
from forum.search.engine import Results, SearchEngine, SearchQuery
from forum.search.query_language import parse
from forum.search.synonyms import Synonyms
from tests.support.databases import create_database_or_skip, drop_database

EVERYONE = frozenset({PUBLIC})
SYNONYMS = Synonyms(
    [
        ("PLI", "public liability insurance", "public liability", "indemnity"),
        ("DBS", "CRB", "disclosure check"),
    ]
)


def document(name: str, title: str = "", text: str = "", **more: object) -> Document:
    """A document that everyone may read, unless said otherwise."""
    given: dict[str, object] = {
        "kind": "barrier",
        "readers": EVERYONE,
        "created_at": datetime(2024, 5, 1, 12, tzinfo=UTC),
    }
    return Document(id=name, title=title, text=text, **{**given, **more})  # type: ignore[arg-type]


def ask(engine: SearchEngine, text: str, readers: frozenset[str] = EVERYONE, **more: object) -> Results:
    """Search as somebody types it."""
    return engine.search(SearchQuery(parsed=parse(text), readers=readers, **more))  # type: ignore[arg-type]


def found(engine: SearchEngine, text: str, readers: frozenset[str] = EVERYONE, **more: object) -> list[str]:
    """The ids of the first page."""
    return [hit.id for hit in ask(engine, text, readers, **more).hits]


@pytest.fixture(scope="session")
def search_database() -> Iterator[tuple[Engine, SearchTables]]:
    """A database of this test process alone: the lock of a rebuild is one for each database."""
    name = f"clearway_search_{uuid4().hex}"
    database = create_engine(create_database_or_skip(name))
    metadata = MetaData()
    tables = define_tables(metadata)
    metadata.create_all(database)
    yield database, tables
    database.dispose()
    drop_database(name)


@pytest.fixture
def whoosh(tmp_path: Path) -> Iterator[WhooshEngine]:
    engine = WhooshEngine(tmp_path / "index", SYNONYMS)
    yield engine
    engine.close()


@pytest.fixture
def postgresql(search_database: tuple[Engine, SearchTables]) -> PostgresqlEngine:
    database, tables = search_database
    with database.begin() as connection:
        for table in tables.all():
            connection.execute(table.delete())
    return PostgresqlEngine(database, SYNONYMS, tables)


@pytest.fixture(params=["whoosh", "postgresql"])
def engine(request: pytest.FixtureRequest) -> SearchEngine:
    """Each engine in turn: what is asked of one is asked of both."""
    made: SearchEngine = request.getfixturevalue(request.param)
    return made


Make = Callable[..., Document]
