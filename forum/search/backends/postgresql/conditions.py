"""Writes a plan as PostgreSQL's own query text, and a reader and filters as conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Table, and_, cast, literal
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.types import Text

from forum.search.documents import MANY_VALUED, asked_value
from forum.search.phrases import Phrase
from forum.search.query_plan import Concept, Plan

BETWEEN = "="  # a dimension and its value, in the facets of a document


def quoted(term: str) -> str:
    """Write a term so that nothing in it is read as an operator."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def phrase_text(phrase: Phrase) -> str:
    """Write a phrase with the distances between its terms."""
    text, last = "", 0
    for term, offset in phrase.parts:
        text += f" <{offset - last}> {quoted(term)}" if text else quoted(term)
        last = offset
    return f"({text})"


def any_text(concepts: Iterable[Concept], terms: frozenset[str] | None = None) -> str:
    """Write "any of the words or other ways to say them", perhaps only those that hold one of the given terms.

    A way of several terms is in no more documents than its rarest one, so one of the given terms is enough.
    """
    pieces = [
        quoted(word) for concept in concepts for word in concept.words if terms is None or word in terms
    ]
    ways = (way for concept in concepts for way in concept.alternatives)
    pieces.extend(phrase_text(way) for way in ways if terms is None or not terms.isdisjoint(way.terms))
    return f"({' | '.join(pieces)})" if pieces else ""


def all_text(concepts: Iterable[Concept]) -> str:
    """Write "every concept, in its words or another way"."""
    return " & ".join(_whole(concept) for concept in concepts)


def plan_text(plan: Plan, *, all_words: bool, terms: frozenset[str] | None = None) -> str:
    """Write a whole plan; empty when it asks for nothing."""
    wanted = all_text(plan.concepts) if all_words else any_text(plan.concepts, terms)
    pieces = [wanted] if wanted else []
    pieces.extend(phrase_text(phrase) for phrase in plan.required)
    pieces.extend(f"!{phrase_text(phrase)}" for phrase in plan.excluded)
    return " & ".join(pieces)


def matching(documents: FromClause, text: str) -> ColumnElement[bool]:
    """Ask for the documents that a query text matches."""
    return documents.c.terms.op("@@", is_comparison=True)(cast(literal(text, Text), TSQUERY))


def visible(documents: Table, edition: int, readers: frozenset[str]) -> ColumnElement[bool]:
    """Ask for the documents of an edition that somebody with these tokens may read."""
    return and_(documents.c.edition == edition, documents.c.readers.overlap(texts(sorted(readers))))


def filtered(
    documents: Table,
    filters: Mapping[str, tuple[str, ...]],
    after: datetime | None = None,
    before: datetime | None = None,
    without: str = "",
) -> list[ColumnElement[bool]]:
    """Ask for what the filters let through; `without` names a dimension left open."""
    conditions: list[ColumnElement[bool]] = []
    for dimension, values in filters.items():
        if not values or dimension == without:
            continue
        facets = texts(f"{dimension}{BETWEEN}{value}" for value in values)
        column = documents.c.facets
        conditions.append(column.contains(facets) if dimension in MANY_VALUED else column.overlap(facets))
    if after:
        conditions.append(documents.c.created >= after.timestamp())
    if before:
        conditions.append(documents.c.created < before.timestamp())
    return conditions


def texts(values: Iterable[str]) -> ColumnElement[Any]:
    """Make an array of text to compare with."""
    array: ColumnElement[Any] = cast(
        literal([asked_value(value) for value in values], ARRAY(Text)), ARRAY(Text)
    )
    return array


def _whole(concept: Concept) -> str:
    ways = [" & ".join(map(quoted, concept.words)), *map(phrase_text, concept.alternatives)]
    return "(" + " | ".join(f"({way})" for way in ways) + ")"
