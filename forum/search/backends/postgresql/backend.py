"""The engine in PostgreSQL: what forum.search.engine.SearchEngine promises, for any number of machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta

from sqlalchemy import Connection, Engine, MetaData, func, select, text

from forum.search.backends.postgresql import autocomplete, index_writer, searcher
from forum.search.backends.postgresql.tables import SearchTables, define_tables
from forum.search.documents import Document
from forum.search.engine import (
    SCHEMA_VERSION,
    Hit,
    Progress,
    RebuildRunningError,
    Results,
    SearchQuery,
    SimilarQuery,
    Stamp,
    Suggestions,
)
from forum.search.query_language import ParsedQuery
from forum.search.query_plan import Plan, plan_query
from forum.search.synonyms import Synonyms

REBUILD_STEP = 500  # documents a transaction while rebuilding
STAMPS_STEP = 2_000
REBUILD_LOCK = 7_230_481  # an advisory lock's number, any will do


class PostgresqlEngine:
    """Searches tables in the application's own database. Threads and processes share it freely."""

    def __init__(
        self, database: Engine, synonyms: Synonyms | None = None, tables: SearchTables | None = None
    ) -> None:
        self._database = database
        self._synonyms = synonyms or Synonyms()
        self._tables = tables or define_tables(MetaData())

    def search(self, query: SearchQuery) -> Results:
        """Find a page of documents, with counts and facets."""
        with self._asking() as connection:
            return searcher.search(connection, self._tables, query, self._synonyms)

    def plan(self, parsed: ParsedQuery) -> Plan:
        """Say what a query looks for."""
        return plan_query(parsed, self._synonyms)

    def similar(self, query: SimilarQuery) -> tuple[Hit, ...]:
        """Find documents like a draft, most alike first."""
        with self._asking() as connection:
            return searcher.similar(connection, self._tables, query)

    def suggest(self, prefix: str, readers: frozenset[str], limit: int = 8) -> Suggestions:
        """Complete what is being typed, from titles and tags."""
        with self._asking() as connection:
            edition = searcher.open_edition(connection, self._tables, frozenset())
            if edition is None:
                return Suggestions()
            return autocomplete.suggest(connection, self._tables, edition.number, prefix, readers, limit)

    def did_you_mean(
        self,
        text: str,
        readers: frozenset[str],
        *,
        names: frozenset[str] = frozenset(),
        at_once: bool = False,
    ) -> str | None:
        """Return a query with its unknown words put right, or None."""
        with self._asking() as connection:
            edition = searcher.open_edition(connection, self._tables, frozenset())
            if edition is None:
                return None
            made = autocomplete.corrector(connection, self._tables, edition.number, readers)
            return made.correct(text, names=names, at_once=at_once)

    def apply(self, upserts: Sequence[Document] = (), deletes: Iterable[str] = ()) -> None:
        """Take in a batch of changes, in a transaction of its own."""
        gone = tuple(deletes)
        if upserts or gone:
            with self._database.begin() as connection:
                index_writer.apply(connection, self._tables, upserts, gone)

    def tidy(self, forget_after: timedelta | None = None) -> int:  # noqa: ARG002  # rows are deleted at once
        """Delete what a rebuild that was killed left behind; for the rest PostgreSQL's own autovacuum keeps order."""
        with suppress(RebuildRunningError), self._rebuilding(), self._database.begin() as connection:
            self._forget_unfinished(connection)
        return 0

    def rebuild(self, documents: Iterable[Document], progress: Progress | None = None) -> int:
        """Build a new edition beside the live one and swap it in. Raises RebuildRunningError if one is being built."""
        with self._rebuilding():
            with self._database.begin() as connection:
                self._forget_unfinished(connection)
                edition = index_writer.start_edition(connection, self._tables, "building")
            count = 0
            for some in _batches(documents, REBUILD_STEP):
                with self._database.begin() as connection:
                    index_writer.add_to_building(connection, self._tables, edition, some)
                count += len(some)
                if progress:
                    progress(count)
            with self._database.begin() as connection:
                index_writer.go_live(connection, self._tables, edition)
            with self._database.begin() as connection:
                connection.execute(text("ANALYZE search_document, search_term, search_word"))
        return count

    def stamps(self, after: str = "", limit: int | None = None) -> Iterator[Stamp]:
        """Give what the index holds, in the order of ids, a few thousand at a time."""
        left = limit
        while left is None or left > 0:
            some = self._stamps(after, STAMPS_STEP if left is None else min(left, STAMPS_STEP))
            yield from some
            if not some:
                return
            after = some[-1].id
            left = None if left is None else left - len(some)

    def look(self) -> None:
        """Read one row: what PostgreSQL keeps, it looks after itself."""
        self._stamps("", 1)

    def needs_rebuild(self) -> bool:
        """Return whether there is no index or one made by another version."""
        editions = self._tables.editions
        with self._asking() as connection:
            made_by = select(editions.c.schema_version).where(editions.c.status == "live")
            return connection.execute(made_by).scalar_one_or_none() != SCHEMA_VERSION

    def generation(self) -> str:
        """Name the state of the index."""
        editions = self._tables.editions
        with self._asking() as connection:
            row = connection.execute(select(editions).where(editions.c.status == "live")).one_or_none()
        return f"{row.edition}.{row.generation}" if row else ""

    def count(self) -> int:
        """Count the documents, whoever may read them."""
        with self._asking() as connection:
            edition = searcher.open_edition(connection, self._tables, frozenset())
            return edition.number_of_documents if edition else 0

    def close(self) -> None:
        """Do nothing: the connections belong to the application."""

    @contextmanager
    def _asking(self) -> Iterator[Connection]:
        with self._database.begin() as connection:
            connection.execute(text("SET LOCAL jit = off"))  # compiling takes longer than any of our queries
            yield connection

    @contextmanager
    def _rebuilding(self) -> Iterator[None]:
        with self._database.connect() as connection:
            if not connection.execute(select(func.pg_try_advisory_lock(REBUILD_LOCK))).scalar_one():
                raise RebuildRunningError("Another process is rebuilding the search index.")
            connection.commit()
            try:
                yield
            finally:
                connection.execute(select(func.pg_advisory_unlock(REBUILD_LOCK)))
                connection.commit()

    def _forget_unfinished(self, connection: Connection) -> None:
        live = next(
            (row for row in index_writer.lock_editions(connection, self._tables) if row.status == "live"),
            None,
        )
        index_writer.forget_others(connection, self._tables, live.edition if live else 0)

    def _stamps(self, after: str, limit: int) -> list[Stamp]:
        documents = self._tables.documents
        with self._asking() as connection:
            edition = searcher.open_edition(connection, self._tables, frozenset())
            rows = (
                select(
                    documents.c.id,
                    documents.c.version,
                    documents.c.readers_fingerprint,
                    documents.c.content_fingerprint,
                )
                .where(documents.c.edition == (edition.number if edition else 0), documents.c.id > after)
                .order_by(documents.c.id)
                .limit(limit)
            )
            return [Stamp(*row) for row in connection.execute(rows)]


def _batches(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    some: list[Document] = []
    for document in documents:
        some.append(document)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some
