"""Completes what is being typed and puts misspelt words right, from what the reader may read."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Integer, any_, cast, func, literal, select
from sqlalchemy.dialects.postgresql import BIT, TSQUERY
from sqlalchemy.types import Text

from forum.search.analysis import terms, words
from forum.search.backends.postgresql.conditions import matching, quoted, texts, visible
from forum.search.backends.postgresql.tables import SearchTables
from forum.search.corrections import Corrector
from forum.search.engine import SHORTEST_PREFIX, Suggestions
from forum.search.spelling import MOST_COMPARED, farthest, rank, signature

TAGS = 4
_BITS = 32
COUNTED = 200  # documents; words in more are equally frequent


def suggest(
    connection: Connection,
    tables: SearchTables,
    edition: int,
    prefix: str,
    readers: frozenset[str],
    limit: int,
) -> Suggestions:
    """Return documents whose title has all the words, the last one perhaps unfinished: most affected, then newest."""
    typed = words(prefix)
    if len("".join(typed)) < SHORTEST_PREFIX:
        return Suggestions()
    documents = tables.documents
    text = " & ".join([*map(quoted, typed[:-1]), f"{quoted(typed[-1])}:*"])
    found = (
        select(documents.c.id)
        .where(
            visible(documents, edition, readers),
            documents.c.title.op("@@", is_comparison=True)(cast(literal(text, Text), TSQUERY)),
        )
        .order_by(documents.c.affected.desc(), documents.c.created.desc(), documents.c.id)
        .limit(limit)
    )
    ids = tuple(connection.execute(found).scalars())
    return Suggestions(ids, _tags(connection, tables, edition, " ".join(typed), readers))


def corrector(
    connection: Connection, tables: SearchTables, edition: int, readers: frozenset[str]
) -> Corrector:
    """Return what puts a query right from words that occur in what the reader may read."""
    documents, counted = tables.documents, tables.words
    seen = (counted.c.edition == edition, counted.c.reader == any_(texts(sorted(readers))))

    def holding(said: tuple[str, ...], most: int) -> int:
        query = " & ".join(quoted(term) for word in said for term in terms(word))
        wanted = select(literal(1)).where(visible(documents, edition, readers), matching(documents, query))
        number = select(func.count()).select_from(wanted.limit(most).subquery())
        return int(connection.execute(number).scalar_one()) if query else 0

    def is_known(word: str) -> bool:
        return holding((word,), 1) > 0

    def near(word: str) -> list[tuple[int, str]]:
        most = farthest(word)
        letters = signature(word)
        missing = _bits(cast(letters, Integer).op("&")(counted.c.letters.op("#")(-1)))
        extra = _bits(counted.c.letters.op("&")(~letters))
        length = counted.c.length.between(len(word) - most, len(word) + most)
        apart = missing + extra + func.abs(counted.c.length - len(word))
        found = select(counted.c.word).where(*seen, length, missing <= most, extra <= most)
        nearest = found.group_by(counted.c.word).order_by(func.min(apart), counted.c.word)
        return rank(word, connection.execute(nearest.limit(MOST_COMPARED)).scalars())

    def count(word: str, others: tuple[str, ...]) -> int:
        number = select(func.coalesce(func.sum(counted.c.number_of_documents), 0))
        noted = int(connection.execute(number.where(*seen, counted.c.word == word)).scalar_one())
        return holding((word, *others), COUNTED) if noted else 0

    return Corrector(is_known, near, count)


def _bits(number: ColumnElement[int]) -> ColumnElement[int]:
    return func.bit_count(cast(number, BIT(_BITS)))


def _tags(
    connection: Connection, tables: SearchTables, edition: int, typed: str, readers: frozenset[str]
) -> tuple[str, ...]:
    counted = tables.words
    found = (
        select(counted.c.word)
        .where(
            counted.c.edition == edition,
            counted.c.reader == any_(texts(sorted(readers))),
            counted.c.length == 0,
            counted.c.word.startswith(f"tag={typed}", autoescape=True),
        )
        .group_by(counted.c.word)
        .order_by(func.sum(counted.c.number_of_documents).desc(), counted.c.word)
        .limit(TAGS)
    )
    return tuple(word.removeprefix("tag=") for word in connection.execute(found).scalars())
