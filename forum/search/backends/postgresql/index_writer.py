"""Writes documents into editions, and keeps the totals and frequencies that ranking needs.

An edition being built has no totals yet: they are counted once, when it goes live.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table, any_, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from forum.search.analysis import analyse
from forum.search.backends.postgresql.conditions import BETWEEN, quoted, texts
from forum.search.backends.postgresql.scoring import LABEL_MARK
from forum.search.backends.postgresql.tables import SearchTables
from forum.search.documents import Document
from forum.search.engine import SCHEMA_VERSION
from forum.search.ranking import standing
from forum.search.spelling import fits

PLACES = 255  # PostgreSQL keeps no more places of one term


def row_of(document: Document, edition: int) -> dict[str, Any]:
    """Turn a document into a row of an edition."""
    analysed = analyse(document.title, document.text, document.labels, document.place_terms())
    facets = [f"{name}{BETWEEN}{value}" for name, value in document.dimensions()]
    return {
        "edition": edition,
        "id": document.id,
        "readers": sorted(document.readers),
        "readers_fingerprint": document.fingerprint(),
        "content_fingerprint": document.content_fingerprint(),
        "version": document.version,
        "created": document.created_at.timestamp(),
        "affected": document.affected,
        "standing": standing(document.affected, is_answered=document.is_answered),
        "active": document.last_active().timestamp(),
        "length": analysed.length,
        "facets": facets,
        "terms": " ".join(
            [
                *(_placed(term, places) for term, places in analysed.positions.items()),
                *(f"{_placed(term, [place])}{LABEL_MARK}" for term, place in analysed.labels.items()),
            ]
        ),
        "title": " ".join(map(quoted, sorted(analysed.title_words))),
        "words": [
            *sorted(filter(fits, analysed.words)),
            *(facet for facet in facets if facet.startswith("tag=")),
        ],
    }


def apply(
    connection: Connection, tables: SearchTables, upserts: Sequence[Document], deletes: Iterable[str]
) -> None:
    """Put documents in the place of their former versions in every edition, and take others out."""
    newest = {document.id: document for document in upserts}
    gone = set(deletes) - set(newest)
    editions = lock_editions(connection, tables)
    if not any(row.status == "live" for row in editions):
        start_edition(connection, tables, "live")
        editions = lock_editions(connection, tables)
    for row in editions:
        if row.schema_version != SCHEMA_VERSION:
            continue  # it serves as it is until the rebuild
        rows = [row_of(document, row.edition) for document in newest.values()]
        if row.status == "live":
            _change_live(connection, tables, row.edition, rows, {*newest, *gone})
        else:
            _change_building(connection, tables, row.edition, rows, gone)


def lock_editions(connection: Connection, tables: SearchTables) -> Sequence[Any]:
    """Read the editions and keep other writers out until the transaction ends."""
    editions = tables.editions
    return connection.execute(select(editions).order_by(editions.c.edition).with_for_update()).all()


def start_edition(connection: Connection, tables: SearchTables, status: str) -> int:
    """Add an empty edition and give its number."""
    editions = tables.editions
    last = connection.execute(select(func.coalesce(func.max(editions.c.edition), 0))).scalar_one()
    number = int(last) + 1
    values = {"edition": number, "status": status, "schema_version": SCHEMA_VERSION}
    connection.execute(upsert(editions).values(values).on_conflict_do_nothing())
    return number


def add_to_building(
    connection: Connection, tables: SearchTables, edition: int, documents: Sequence[Document]
) -> None:
    """Add documents to an edition being built, unless something newer was applied to them meanwhile."""
    lock_editions(connection, tables)
    deletions = tables.deletions
    rows = [row_of(document, edition) for document in documents]
    ids = texts(row["id"] for row in rows)
    forgotten = set(
        connection.execute(
            select(deletions.c.id).where(deletions.c.edition == edition, deletions.c.id == any_(ids))
        ).scalars()
    )
    kept = [row for row in rows if row["id"] not in forgotten]
    if kept:
        connection.execute(upsert(tables.documents).on_conflict_do_nothing(), kept)


def go_live(connection: Connection, tables: SearchTables, edition: int) -> None:
    """Count what an edition holds, put it in use, and forget all others."""
    lock_editions(connection, tables)
    for statement in _COUNTS:
        connection.execute(text(statement), {"edition": edition})
    editions = tables.editions
    connection.execute(update(editions).where(editions.c.edition == edition).values(status="live"))
    forget_others(connection, tables, edition)


def forget_others(connection: Connection, tables: SearchTables, edition: int) -> None:
    """Delete every edition but one."""
    for table in (tables.deletions, tables.words, tables.terms, tables.documents, tables.editions):
        connection.execute(delete(table).where(table.c.edition != edition))
    connection.execute(delete(tables.deletions).where(tables.deletions.c.edition == edition))


_COUNTS = (
    """
    INSERT INTO search_term (edition, term, number_of_documents)
    SELECT :edition, term, count(*)
    FROM search_document, unnest(tsvector_to_array(terms)) AS term
    WHERE edition = :edition GROUP BY term
    """,
    """
    INSERT INTO search_word (edition, word, reader, number_of_documents)
    SELECT :edition, word, reader, count(*)
    FROM search_document, unnest(words) AS word, unnest(readers) AS reader
    WHERE edition = :edition GROUP BY word, reader
    """,
    """
    UPDATE search_edition SET generation = generation + 1, (number_of_documents, total_length) =
        (SELECT count(*), coalesce(sum(length), 0) FROM search_document WHERE edition = :edition)
    WHERE edition = :edition
    """,
)


def _change_live(
    connection: Connection, tables: SearchTables, edition: int, rows: list[dict[str, Any]], ids: set[str]
) -> None:
    former = _take_out(connection, tables, edition, ids)
    added: Sequence[Any] = ()
    if rows:
        connection.execute(insert(tables.documents), rows)
        added = _statistics_rows(connection, tables, edition, [row["id"] for row in rows])
    terms, words = _differences(former, added)
    _count(connection, tables.terms, edition, ("term",), terms)
    _count(connection, tables.words, edition, ("word", "reader"), words)
    editions = tables.editions
    connection.execute(
        update(editions)
        .where(editions.c.edition == edition)
        .values(
            generation=editions.c.generation + 1,
            number_of_documents=editions.c.number_of_documents + len(added) - len(former),
            total_length=editions.c.total_length
            + sum(row.length for row in added)
            - sum(row.length for row in former),
        )
    )


def _differences(
    former: Sequence[Any], added: Sequence[Any]
) -> tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]:
    """Give by how much the frequency of each term, and of each word for each reader, changes."""
    terms: Counter[tuple[str, ...]] = Counter()
    words: Counter[tuple[str, ...]] = Counter()
    for sign, rows in ((-1, former), (1, added)):
        for row in rows:
            for term in row.terms:
                terms[term,] += sign
            for word in row.words:
                for reader in row.readers:
                    words[word, reader] += sign
    return terms, words


def _change_building(
    connection: Connection, tables: SearchTables, edition: int, rows: list[dict[str, Any]], gone: set[str]
) -> None:
    deletions = tables.deletions
    ids = {row["id"] for row in rows}
    _take_out(connection, tables, edition, ids | gone)
    connection.execute(
        delete(deletions).where(deletions.c.edition == edition, deletions.c.id == any_(texts(ids)))
    )
    if rows:
        connection.execute(insert(tables.documents), rows)
    if gone:
        marks = [{"edition": edition, "id": name} for name in sorted(gone)]
        connection.execute(upsert(deletions).on_conflict_do_nothing(), marks)


def _take_out(connection: Connection, tables: SearchTables, edition: int, ids: set[str]) -> Sequence[Any]:
    """Delete rows and give what they added to the statistics."""
    documents = tables.documents
    former = _statistics_rows(connection, tables, edition, sorted(ids))
    connection.execute(
        delete(documents).where(documents.c.edition == edition, documents.c.id == any_(texts(ids)))
    )
    return former


def _statistics_rows(
    connection: Connection, tables: SearchTables, edition: int, ids: Sequence[str]
) -> Sequence[Any]:
    documents = tables.documents
    return connection.execute(
        select(
            documents.c.length,
            documents.c.words,
            documents.c.readers,
            func.tsvector_to_array(documents.c.terms).label("terms"),
        ).where(documents.c.edition == edition, documents.c.id == any_(texts(ids)))
    ).all()


def _count(
    connection: Connection,
    table: Table,
    edition: int,
    names: tuple[str, ...],
    changes: Counter[tuple[str, ...]],
) -> None:
    """Add to the frequencies; what no document holds any more is forgotten, so that nobody is offered it."""
    rows: list[dict[str, Any]] = [
        {"edition": edition, **dict(zip(names, key, strict=True)), "number_of_documents": change}
        for key, change in sorted(changes.items())
        if change
    ]
    if not rows:
        return
    fresh = upsert(table)
    connection.execute(
        fresh.on_conflict_do_update(
            index_elements=["edition", *names],
            set_={"number_of_documents": table.c.number_of_documents + fresh.excluded.number_of_documents},
        ),
        rows,
    )
    if any(row["number_of_documents"] < 0 for row in rows):
        least = texts({str(row[names[0]]) for row in rows})
        connection.execute(
            delete(table).where(
                table.c.edition == edition, table.c[names[0]] == any_(least), table.c.number_of_documents <= 0
            )
        )


def _placed(term: str, places: Sequence[int]) -> str:
    return quoted(term) + ":" + ",".join(str(place + 1) for place in places[:PLACES])
