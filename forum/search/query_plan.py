"""What a query asks of the index, in terms: the one plan that both backends carry out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from forum.search.analysis import Analysed, tokens
from forum.search.query_language import ParsedQuery
from forum.search.ranking import repeated
from forum.search.stopwords import REQUEST_WORDS
from forum.search.synonyms import Synonyms

MOST_CONCEPTS = 48  # more words than that rank by their first
KEY_TERMS = 15  # for similar documents; measured: fewer find less, more are slower and no better


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms at fixed distances: (term, offset), the first at 0."""

    parts: tuple[tuple[str, int], ...]

    @property
    def terms(self) -> tuple[str, ...]:
        """Its terms in order."""
        return tuple(term for term, _ in self.parts)


@dataclass(frozen=True, slots=True)
class Concept:
    """Words typed that belong together, and other ways to say them.

    A document matches with any of the words or a whole alternative; it holds the concept with all of the words
    or a whole alternative. `weight` grows when a word was typed more than once.
    """

    words: tuple[str, ...]
    alternatives: tuple[Phrase, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What to rank by, what must be there, what must not."""

    concepts: tuple[Concept, ...] = ()
    required: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()

    def is_empty(self) -> bool:
        """Whether there is nothing to look for, so that every document the filters let through is found."""
        return not self.concepts and not self.required

    def all_terms(self) -> frozenset[str]:
        """Every term that counts as a match, for statistics and for marking snippets."""
        return frozenset(_plan_terms(self))


def plan_query(parsed: ParsedQuery, synonyms: Synonyms) -> Plan:
    """Turn a parsed query into a plan. Phrases rank too; synonyms widen words but not phrases."""
    said = _asked_for(parsed.words)
    spoken = list(dict.fromkeys(said))
    required = tuple(filter(None, map(phrase_of, parsed.phrases)))
    concepts = [
        Concept(
            span, tuple(adjacent(other) for other in others), repeated(max(said.count(word) for word in span))
        )
        for span, others in synonyms.spans(spoken[:MOST_CONCEPTS])
    ]
    known = set(spoken)
    for phrase in required:
        fresh = tuple(term for term in dict.fromkeys(phrase.terms) if term not in known)
        known.update(fresh)
        concepts.extend(Concept((term,)) for term in fresh)
    excluded = tuple(filter(None, map(phrase_of, parsed.excluded)))
    return Plan(tuple(concepts), required, excluded)


def _asked_for(text: str) -> list[str]:
    found = list(tokens(text))
    telling = [token.term for token in found if token.word not in REQUEST_WORDS]
    return telling or [token.term for token in found]


def plan_similar(analysed: Analysed, weigh: Callable[[str], float]) -> Plan:
    """Choose the terms that tell a document apart: those with the highest frequency * idf. `weigh` gives the idf."""
    counts = Counter({term: len(places) for term, places in analysed.positions.items()})
    worth = {term: count * weigh(term) for term, count in counts.items()}
    best = sorted((term for term in worth if worth[term] > 0), key=lambda term: (-worth[term], term))[
        :KEY_TERMS
    ]
    return Plan(tuple(Concept((term,)) for term in best))


def phrase_of(text: str) -> Phrase | None:
    """Turn words into a phrase, stop words leaving their place open; None when nothing but stop words is left."""
    found = list(tokens(text))
    if not found:
        return None
    return Phrase(tuple((token.term, token.position - found[0].position) for token in found))


def adjacent(words: tuple[str, ...]) -> Phrase:
    """Make a phrase of terms that follow each other."""
    return Phrase(tuple((word, place) for place, word in enumerate(words)))


def _plan_terms(plan: Plan) -> Iterator[str]:
    for concept in plan.concepts:
        yield from concept.words
        for way in concept.alternatives:
            yield from way.terms
    for phrase in plan.required:
        yield from phrase.terms
