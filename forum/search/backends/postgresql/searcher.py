"""Answers a search in PostgreSQL: which rows, in what order, how many, with which facets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import CTE, ColumnElement, Connection, all_, any_, cast, func, literal, select
from sqlalchemy.dialects.postgresql import TSVECTOR

from forum.search.backends.postgresql.conditions import (
    BETWEEN,
    any_text,
    filtered,
    matching,
    plan_text,
    quoted,
    texts,
    visible,
)
from forum.search.backends.postgresql.scoring import Scoring
from forum.search.backends.postgresql.tables import SearchTables
from forum.search.engine import BOUND, MOST_FACET_VALUES, Hit, Order, Results, SearchQuery, SimilarQuery
from forum.search.query_bounds import within_bounds
from forum.search.query_plan import Plan, plan_query, plan_similar, score_of_itself, weighed_terms
from forum.search.ranking import idf
from forum.search.synonyms import Synonyms

CANDIDATES = (
    2_000  # documents ranked; where more match, those with the rarest words are chosen, and with all words
)
COUNTED = 2_000  # documents that facets are counted over

Condition = ColumnElement[bool]
Counts = dict[str, list[tuple[str, int]]]
"""The values of each dimension and how many documents have each."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition that is searched, and the numbers that ranking needs of it."""

    number: int
    number_of_documents: int
    average_length: float
    frequencies: Mapping[str, int]

    def frequency(self, term: str) -> int:
        """Return in how many documents a term is."""
        return self.frequencies.get(term, 0)

    def idf(self, term: str) -> float:
        """Weigh a term."""
        return idf(self.number_of_documents, self.frequency(term))


def open_edition(connection: Connection, tables: SearchTables, terms: frozenset[str]) -> Edition | None:
    """Read the live edition and how frequent some terms are in it; None when nothing was indexed yet."""
    editions, counted = tables.editions, tables.terms
    row = connection.execute(select(editions).where(editions.c.status == "live")).one_or_none()
    if row is None:
        return None
    frequent = select(counted.c.term, counted.c.number_of_documents).where(
        counted.c.edition == row.edition, counted.c.term == any_(texts(sorted(terms)))
    )
    frequencies = {row.term: row.number_of_documents for row in connection.execute(frequent)} if terms else {}
    average = row.total_length / max(row.number_of_documents, 1)
    return Edition(row.edition, row.number_of_documents, average, frequencies)


class SearchTransaction:
    """One search in one transaction."""

    def __init__(self, connection: Connection, tables: SearchTables, edition: Edition) -> None:
        self._connection = connection
        self._documents = tables.documents
        self._edition = edition

    def search(self, query: SearchQuery, plan: Plan) -> Results:
        """Answer a search."""
        allowed = self._allowed(query)
        wanted = self._wanted(plan, all_words=query.all_words)
        complete = self._wanted(plan, all_words=True)
        counted = self._counted([*allowed, *wanted]) if query.facets else None
        total = self._count([*allowed, *wanted]) if counted is None else _number_of(counted)
        is_whole = query.all_words or plan.matches_whole
        with_all = total if is_whole else self._count([*allowed, *complete])
        facets = self._facets(query, wanted, counted or {})
        return Results(
            hits=self._page(query, plan, allowed),
            total=min(total, BOUND),
            more=total > BOUND,
            with_all_words=min(with_all, BOUND),
            more_with_all_words=with_all > BOUND,
            facets=facets,
            facets_are_partial=_number_of(facets) >= COUNTED,
        )

    def similar(self, query: SimilarQuery, plan: Plan, whole: float) -> tuple[Hit, ...]:
        """Answer what is similar; `whole` is the draft's score for itself."""
        documents = self._documents
        allowed = [
            visible(documents, self._edition.number, query.readers),
            *filtered(documents, query.filters),
            documents.c.id != all_(texts(sorted(query.without))),
        ]
        rows = self._ranked(plan, allowed, False, query.limit, 0)
        return tuple(Hit(name, score, min(score / whole, 1.0)) for name, score in rows)

    def _allowed(self, query: SearchQuery, without: str = "") -> list[Condition]:
        return [
            visible(self._documents, self._edition.number, query.readers),
            *filtered(self._documents, query.filters, query.after, query.before, without),
        ]

    def _wanted(self, plan: Plan, *, all_words: bool) -> list[Condition]:
        text = plan_text(plan, all_words=all_words)
        return [matching(self._documents, text)] if text else []

    def _count(self, conditions: list[Condition], most: int = BOUND + 1) -> int:
        some = select(literal(1)).select_from(self._documents).where(*conditions).limit(most).subquery()
        return self._connection.execute(select(func.count()).select_from(some)).scalar_one()

    def _page(self, query: SearchQuery, plan: Plan, allowed: list[Condition]) -> tuple[Hit, ...]:
        first = max(query.page - 1, 0) * query.per_page
        size = min(query.per_page, BOUND - first)
        if size <= 0:
            return ()
        if query.order is Order.NEWEST or not plan.concepts:
            rows = self._newest([*allowed, *self._wanted(plan, all_words=query.all_words)], size, first)
        else:
            rows = self._ranked(
                plan,
                allowed,
                query.all_words,
                size,
                first,
                whole_first=len(plan.concepts) > 1,
                useful_at=query.useful_at,
            )
        return tuple(Hit(name, score) for name, score in rows)

    def _newest(self, conditions: list[Condition], size: int, first: int) -> list[tuple[str, float]]:
        documents = self._documents
        page = (
            select(documents)
            .where(*conditions)
            .order_by(documents.c.created.desc(), documents.c.id)
            .limit(size)
            .offset(first)
        )
        rows = self._connection.execute(page.with_only_columns(documents.c.id))
        return [(row.id, 0.0) for row in rows]

    def _ranked(
        self,
        plan: Plan,
        allowed: list[Condition],
        all_words: bool,
        size: int,
        first: int,
        *,
        whole_first: bool = False,
        useful_at: datetime | None = None,
    ) -> list[tuple[str, float]]:
        candidates = self._candidates(plan, allowed, all_words)
        scoring = Scoring(candidates, self._edition.average_length, self._edition.idf)
        worth = scoring.score(plan)
        if useful_at is not None:
            worth = worth * scoring.usefulness(useful_at.timestamp())
        score = worth.label("score")
        every_word = matching(candidates, plan_text(plan, all_words=True))
        leading = [every_word.desc()] if whole_first and not all_words else []
        if plan.places:
            filed_there = [any_text(plan.besides_places), *map(quoted, plan.places)]
            leading.append(matching(candidates, " & ".join(filter(None, filed_there))).desc())
        ranked = (
            select(candidates.c.id, score)
            .order_by(*leading, score.desc(), candidates.c.created.desc(), candidates.c.id)
            .limit(size)
            .offset(first)
        )
        return [(name, float(one)) for name, one in self._connection.execute(ranked)]

    def _candidates(self, plan: Plan, allowed: list[Condition], all_words: bool) -> CTE:
        """Choose whom to rank: every match while they are few, else those with the rarest or with all the words."""
        rarest = None if all_words else self._rarest(plan)
        texts = [plan_text(plan, all_words=all_words, terms=rarest)]
        if rarest is not None:
            texts.append(plan_text(plan, all_words=True))
        text = " | ".join(f"({one})" for one in texts if one)
        documents = self._documents
        unpacked = documents.c.terms.op("||")(cast("", TSVECTOR)).label("terms")  # once, not at each term
        useful = documents.c.standing, documents.c.active
        found = select(documents.c.id, documents.c.created, documents.c.length, *useful, unpacked)
        wanted = found.where(*allowed, matching(documents, text)).limit(CANDIDATES)
        return wanted.cte("candidates").prefix_with("MATERIALIZED")

    def _rarest(self, plan: Plan) -> frozenset[str] | None:
        """Return the rarest terms that together are in CANDIDATES documents, or None when all terms are.

        A word that occurs is always among them, or nothing would be ranked: neither a word that is nowhere finds
        anything, nor need another way to say it, though each of its terms occurs.
        """
        known = self._edition.frequencies
        words = {word for concept in plan.concepts for word in concept.words if known.get(word)}
        ways = (way.terms for concept in plan.concepts for way in concept.alternatives)
        rarest_of_ways = {min(way, key=lambda term: known.get(term, 0)) for way in ways}
        chosen: set[str] = set()
        total = 0
        for term in sorted(words | rarest_of_ways, key=lambda term: known.get(term, 0)):
            total += known.get(term, 0)
            if total > CANDIDATES and chosen & words:
                return frozenset(chosen)
            chosen.add(term)
        return None

    def _facets(
        self, query: SearchQuery, wanted: list[Condition], counted: Counts
    ) -> dict[str, tuple[tuple[str, int], ...]]:
        """Return the values that were counted, and of each filtered dimension those that there are without its filter."""
        for name in query.reopened():
            counted[name] = self._counted([*self._allowed(query, name), *wanted]).get(name, [])
        return {name: tuple(counted.get(name, ())[:MOST_FACET_VALUES]) for name in query.facets}

    def _counted(self, conditions: list[Condition]) -> Counts:
        matched = select(self._documents.c.facets).where(*conditions).limit(COUNTED).subquery()
        facet = func.unnest(matched.c.facets).label("facet")
        each = select(facet).subquery()
        counts = select(each.c.facet, func.count().label("number")).group_by(each.c.facet)
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for text, number in self._connection.execute(counts.order_by(func.count().desc(), each.c.facet)):
            name, _, value = text.partition(BETWEEN)
            found[name].append((value, number))
        return found


def _number_of(counted: Mapping[str, Sequence[tuple[str, int]]]) -> int:
    """Return how many documents were counted: each is of one kind."""
    return sum(number for _, number in counted.get("kind", ()))


def search(connection: Connection, tables: SearchTables, query: SearchQuery, synonyms: Synonyms) -> Results:
    """Find a page of documents, with counts and facets."""
    plan = plan_query(query.parsed, query.synonyms or synonyms)
    edition = open_edition(connection, tables, plan.read_terms())
    if edition is None:
        return Results()
    plan = plan.resolved(edition.frequency)
    plan, left_out = within_bounds(plan, edition.frequency, edition.number_of_documents)
    return replace(SearchTransaction(connection, tables, edition).search(query, plan), left_out=left_out)


def similar(connection: Connection, tables: SearchTables, query: SimilarQuery) -> tuple[Hit, ...]:
    """Find documents like a draft; likeness is the score over the draft's score for itself."""
    analysed = query.analysed()
    edition = open_edition(connection, tables, frozenset(weighed_terms(analysed)))
    if edition is None:
        return ()
    plan = plan_similar(analysed, lambda term: edition.idf(term) if term in edition.frequencies else 0.0)
    whole = score_of_itself(plan, analysed, edition.average_length, edition.idf)
    return SearchTransaction(connection, tables, edition).similar(query, plan, whole) if plan.concepts else ()
