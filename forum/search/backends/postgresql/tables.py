"""The tables of the engine in PostgreSQL. They are made by the migrations, on PostgreSQL only.

Every row belongs to an edition: a rebuild fills a new one beside the live one, and the swap is one update.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import (
    DDL,
    BigInteger,
    Column,
    Computed,
    Float,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    event,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR

from forum.search.spelling import ANY_OTHER, LETTERS


@dataclass(frozen=True, slots=True)
class SearchTables:
    """The five tables of one MetaData."""

    editions: Table
    documents: Table
    terms: Table
    words: Table
    deletions: Table

    def all(self) -> tuple[Table, ...]:
        """Every table, to be created or dropped together."""
        return (self.editions, self.documents, self.terms, self.words, self.deletions)


def define_tables(metadata: MetaData) -> SearchTables:
    """Define the search tables on a MetaData."""
    return SearchTables(
        editions=_editions(metadata),
        documents=_documents(metadata),
        terms=_terms(metadata),
        words=_words(metadata),
        deletions=_deletions(metadata),
    )


# Ranking reads the terms of thousands of documents: rows of up to 8 KB are neither compressed nor moved out.
# Making the tables does it by itself; a migration that does not use these Table objects must say it too.
KEEP_TERMS_UNCOMPRESSED = "ALTER TABLE search_document SET (toast_tuple_target = 8160)"
_LENGTH = "CASE WHEN word LIKE 'tag=%' THEN 0 ELSE char_length(word) END"


def _signature() -> str:
    """Write forum.search.spelling.signature in SQL."""
    bits = [
        f"CASE WHEN strpos(word, '{letter}') > 0 THEN {1 << place} ELSE 0 END"
        for place, letter in enumerate(LETTERS)
    ]
    return " + ".join([*bits, f"CASE WHEN word ~ '[^{LETTERS}]' THEN {ANY_OTHER} ELSE 0 END"])


def _editions(metadata: MetaData) -> Table:
    """One row an edition: which is live, and the totals that ranking needs, kept with each change."""
    return Table(
        "search_edition",
        metadata,
        Column("edition", Integer, primary_key=True, autoincrement=False),
        Column("status", Text, nullable=False),  # building, live
        Column("schema_version", Integer, nullable=False),
        Column("generation", BigInteger, nullable=False, server_default="0"),
        Column("number_of_documents", BigInteger, nullable=False, server_default="0"),
        Column("total_length", BigInteger, nullable=False, server_default="0"),
    )


def _documents(metadata: MetaData) -> Table:
    table = Table(
        "search_document",
        metadata,
        Column("edition", Integer, primary_key=True, autoincrement=False),
        Column("id", Text(collation="C"), primary_key=True),
        Column("readers", ARRAY(Text), nullable=False),
        Column("readers_fingerprint", BigInteger, nullable=False),
        Column("content_fingerprint", BigInteger, nullable=False),
        Column("version", BigInteger, nullable=False),
        Column("created", Float(53), nullable=False),  # seconds since 1970
        Column("affected", Integer, nullable=False),
        Column(
            "standing", Float(53), nullable=False, server_default="0"
        ),  # how useful it is, but for its age
        Column("active", Float(53), nullable=False, server_default="0"),  # seconds since 1970
        Column("length", Integer, nullable=False),  # terms, the title three times
        Column("facets", ARRAY(Text), nullable=False),  # "kind=barrier", "tag=insurance"
        Column("terms", TSVECTOR, nullable=False),
        Column("title", TSVECTOR, nullable=False),  # plain words, for suggestions
        Column("words", ARRAY(Text), nullable=False),  # plain words and tags, as in search_word
    )
    event.listen(table, "after_create", DDL(KEEP_TERMS_UNCOMPRESSED))  # type: ignore[no-untyped-call]
    _add_indexes(table)
    return table


def _add_indexes(table: Table) -> None:
    Index(
        "ix_search_document_terms",
        table.c.terms,
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )
    Index("ix_search_document_title", table.c.title, postgresql_using="gin")
    Index("ix_search_document_facets", table.c.facets, postgresql_using="gin")
    Index("ix_search_document_created", table.c.edition, table.c.created.desc())


def _terms(metadata: MetaData) -> Table:
    """In how many documents each term occurs."""
    return Table(
        "search_term",
        metadata,
        Column("edition", Integer, primary_key=True, autoincrement=False),
        Column("term", Text(collation="C"), primary_key=True),
        Column("number_of_documents", BigInteger, nullable=False),
    )


def _words(metadata: MetaData) -> Table:
    """In how many documents of each reader a plain word or a tag ("tag=...") occurs, to correct and to complete."""
    table = Table(
        "search_word",
        metadata,
        Column("edition", Integer, primary_key=True, autoincrement=False),
        Column("word", Text(collation="C"), primary_key=True),
        Column("reader", Text(collation="C"), primary_key=True),
        Column("letters", Integer, Computed(_signature(), persisted=True)),
        Column("length", SmallInteger, Computed(_LENGTH, persisted=True)),  # 0 for a tag
        Column("number_of_documents", BigInteger, nullable=False),
    )
    Index("ix_search_word_length", table.c.edition, table.c.reader, table.c.length)
    return table


def _deletions(metadata: MetaData) -> Table:
    """Ids deleted while an edition was being built, so that the build does not bring them back."""
    return Table(
        "search_deletion",
        metadata,
        Column("edition", Integer, primary_key=True, autoincrement=False),
        Column("id", Text(collation="C"), primary_key=True),
    )
