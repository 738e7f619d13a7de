"""BM25 as a PostgreSQL expression, from the same constants as forum.search.ranking.

PostgreSQL does not say how often a term occurs in a tsvector, short of unfolding it. But ts_rank with all weights
1 gives the sum of 1/i^2 for i up to that number, over pi^2/6: each number has its own rank, and width_bucket looks
it up. Both are C functions, so that a thousand candidates cost milliseconds. A term that a document is only filed
under stands there once, with a mark of its own that weighs less, and so has a rank of its own too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from itertools import pairwise
from operator import add

from sqlalchemy import ColumnElement, FromClause, case, cast, func, literal
from sqlalchemy.dialects.postgresql import ARRAY, REAL, TSQUERY
from sqlalchemy.sql.elements import Grouping
from sqlalchemy.types import Float, Text

from forum.search.backends.postgresql.conditions import matching, phrase_text, quoted
from forum.search.phrases import Phrase
from forum.search.query_plan import Concept, Plan
from forum.search.ranking import HALF_LIFE, K1, LABEL_FREQUENCY, RECENT, USEFUL, B, synonym_weight

MOST = 60  # occurrences told apart; more count as this many, which BM25 hardly tells apart either
_LIMIT = 1.64493406685  # as written in PostgreSQL's tsrank.c
LABEL_MARK, _LABEL_WEIGHT = "A", 0.3  # words said have no mark, which is D
_WEIGHTS = cast([1.0, 1.0, 1.0, _LABEL_WEIGHT], ARRAY(REAL))  # of D, C, B, A
Number = ColumnElement[float]
Weigh = Callable[[str], float]


def thresholds() -> list[float]:
    """Return the ranks half-way between none, a label alone, one occurrence, two, and so on."""
    ranks = [0.0, _LABEL_WEIGHT / _LIMIT, 1 / _LIMIT]
    for n in range(2, MOST + 1):
        ranks.append(ranks[-1] + 1 / (n * n) / _LIMIT)
    return [(low + high) / 2 for low, high in pairwise(ranks)]


class Scoring:
    """Writes the score of a plan over a table of documents."""

    def __init__(self, documents: FromClause, average_length: float, weigh: Weigh) -> None:
        self._documents = documents
        self._weigh = weigh
        scale = K1 * B / max(average_length, 1.0)
        self._norm = documents.c.length * literal(scale, Float(53)) + literal(K1 * (1 - B), Float(53))
        self._steps = cast(thresholds(), ARRAY(Float(53)))
        frequencies = [0.0, LABEL_FREQUENCY, *map(float, range(1, MOST + 1))]
        self._frequencies = Grouping(cast(frequencies, ARRAY(Float(53))))  # PostgreSQL indexes no bare CAST

    def score(self, plan: Plan) -> Number:
        """Return the whole score."""
        return _total([self._concept(concept) for concept in plan.concepts])

    def usefulness(self, moment: float) -> Number:
        """Return by what to multiply the score, as forum.search.ranking.usefulness does."""
        age = func.greatest(literal(moment, Float(53)) - self._documents.c.active, literal(0.0, Float(53)))
        recent = func.power(literal(0.5, Float(53)), age / literal(float(HALF_LIFE), Float(53)))
        return literal(1.0, Float(53)) + literal(USEFUL, Float(53)) * (
            self._documents.c.standing + literal(RECENT, Float(53)) * recent
        )

    def _concept(self, concept: Concept) -> Number:
        words = _total([self._term(word, concept.weight) for word in concept.words])
        if not concept.alternatives:
            return words
        ways = [
            case(
                (
                    matching(self._documents, phrase_text(way)),
                    _total([self._term(term, self._share(concept, way)) for term in way.terms]),
                ),
                else_=literal(0.0, Float(53)),
            )
            for way in concept.alternatives
        ]
        return func.greatest(words, *ways)

    @staticmethod
    def _share(concept: Concept, way: Phrase) -> float:
        return concept.weight * way.share * synonym_weight(len(concept.words), len(way.parts))

    def _term(self, term: str, weight: float) -> Number:
        rank = func.ts_rank(_WEIGHTS, self._documents.c.terms, cast(literal(quoted(term), Text), TSQUERY))
        step = func.width_bucket(cast(rank, Float(53)), self._steps)
        frequency = self._frequencies[step + 1]
        return (
            literal(self._weigh(term) * weight * (K1 + 1), Float(53)) * frequency / (frequency + self._norm)
        )


def _total(parts: list[Number]) -> Number:
    return reduce(add, parts, literal(0.0, Float(53)))
