"""Writes and reads vectors: the worker writes them, every process that is asked holds a copy in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import delete, func, insert, select

from forum.core.db import db, take_turn, transaction
from forum.search.documents import Document, readers_fingerprint
from forum.search.engine import Stamp
from forum.search.meaning.encoder import Encoder, encode_cases
from forum.search.meaning.models import SearchVector
from forum.search.meaning.vectors import DIMENSIONS, shrink

READ_AT_ONCE = 2_000
TURN = "search_vector"
"""Serials are given to one writer at a time, or a reader could pass by one that is committed late."""

Values = dict[str, Any]
_IS_WHOLE = func.length(SearchVector.vector) == DIMENSIONS
"""What was damaged is made anew: it counts for nothing."""


class VectorRow(NamedTuple):
    """What a process takes over of one row; no vector means that the document is gone."""

    serial: int
    document_id: str
    readers: str
    dimensions: list[list[str]]
    vector: bytes | None


def write_vectors(encoder: Encoder, documents: Sequence[Document], gone: Iterable[str] = ()) -> int:
    """Bring the vectors of these documents up to date; returns how many texts were read.

    Reading texts takes milliseconds each, so it is done before the transaction begins.
    """
    held = _held(encoder, [document.id for document in documents])
    db.session.rollback()
    rows = {document.id: _row(document) for document in documents}
    unread = [one for one in documents if held.get(one.id, {}).get("content") != rows[one.id]["content"]]
    vectors = shrink(encode_cases(encoder, [(one.title, one.text) for one in unread])) if unread else ()
    made = {one.id: vector.tobytes() for one, vector in zip(unread, vectors, strict=True)}
    changed = []
    for number, row in rows.items():
        before = held.get(number, {})
        row["vector"] = made.get(number) or before["vector"]
        if row != before:
            changed.append(row)
    _replace(encoder, changed, list(gone))
    return len(made)


def read_vectors(encoder: Encoder, after: int) -> Iterator[VectorRow]:
    """Read what was written after a serial, in its order, as columns: the session of a request keeps what else it holds."""
    columns = (getattr(SearchVector, name) for name in VectorRow._fields)
    query = select(*columns).order_by(SearchVector.serial).limit(READ_AT_ONCE)
    while True:
        newer = query.where(SearchVector.encoder == encoder.name, SearchVector.serial > after)
        rows = [VectorRow(*row) for row in db.session.execute(newer)]
        yield from rows
        if len(rows) < READ_AT_ONCE:
            return
        after = rows[-1].serial


def list_vectors(encoder: Encoder, ids: Sequence[str]) -> dict[str, bytes]:
    """Return the vectors of these documents, as far as they have one."""
    columns = select(SearchVector.document_id, SearchVector.vector)
    mine = columns.where(SearchVector.encoder == encoder.name, SearchVector.document_id.in_(ids))
    rows = db.session.execute(mine.where(SearchVector.vector.is_not(None))).tuples()
    return {number: vector for number, vector in rows if vector}


def list_stamps(encoder: Encoder) -> Iterator[Stamp]:
    """List what is held of each document, to be compared with the database."""
    held = select(SearchVector.document_id, SearchVector.content, SearchVector.readers).where(
        SearchVector.encoder == encoder.name, _IS_WHOLE
    )
    for number, content, readers in db.session.execute(held.order_by(SearchVector.document_id)):
        yield Stamp(number, 0, readers_fingerprint(frozenset(readers.split())), content)


def count_vectors(encoder: Encoder) -> int:
    """Count the documents that have a vector of this encoder."""
    held = select(func.count()).where(SearchVector.encoder == encoder.name, _IS_WHOLE)
    return db.session.scalar(held) or 0


def forget_other_encoders(encoder: Encoder) -> None:
    """Delete what other encoders read: it served until everything was read anew."""
    db.session.execute(delete(SearchVector).where(SearchVector.encoder != encoder.name))


def _held(encoder: Encoder, ids: Sequence[str]) -> dict[str, Values]:
    rows = db.session.scalars(
        select(SearchVector).where(SearchVector.document_id.in_(ids), SearchVector.encoder == encoder.name)
    )
    names = ("document_id", "content", "readers", "dimensions", "said_at", "vector")
    return {row.document_id: {name: getattr(row, name) for name in names} for row in rows if row.vector}


def _row(document: Document) -> Values:
    return {
        "document_id": document.id,
        "content": document.meaning_fingerprint(),
        "readers": " ".join(sorted(document.readers)),
        "dimensions": [list(one) for one in document.dimensions()],
        "said_at": document.created_at,
    }


def _replace(encoder: Encoder, rows: Sequence[Values], gone: Sequence[str]) -> None:
    if not rows and not gone:
        return
    with transaction():
        take_turn(TURN)
        serial = db.session.scalar(
            select(func.max(SearchVector.serial)).where(SearchVector.encoder == encoder.name)
        )
        mine = SearchVector.encoder == encoder.name
        going = select(SearchVector).where(mine, SearchVector.document_id.in_(gone))
        ended = [
            {"document_id": one.document_id, "content": 0, "readers": "", "dimensions": [], "vector": None}
            | {"said_at": one.said_at}
            for one in db.session.scalars(going)
            if one.vector is not None
        ]
        fresh = [*rows, *ended]
        replaced = [row["document_id"] for row in fresh]
        db.session.execute(delete(SearchVector).where(mine, SearchVector.document_id.in_(replaced)))
        numbered = enumerate(fresh, start=(serial or 0) + 1)
        values = [{**row, "encoder": encoder.name, "serial": number} for number, row in numbered]
        if values:
            db.session.execute(insert(SearchVector), values)
