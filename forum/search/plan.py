"""What a query asks of the index, in terms: the one plan that both backends carry out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from forum.search.analysis import Analysed, terms, tokens
from forum.search.query_language import ParsedQuery
from forum.search.synonyms import Synonyms

MOST_CONCEPTS = 32  # more words than that rank by their first
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
    or a whole alternative.
    """

    words: tuple[str, ...]
    alternatives: tuple[Phrase, ...] = ()


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
    spoken = list(dict.fromkeys(terms(parsed.words)))
    required = tuple(filter(None, map(phrase_of, parsed.phrases)))
    concepts = [
        Concept(span, tuple(adjacent(other) for other in others))
        for span, others in synonyms.spans(spoken[:MOST_CONCEPTS])
    ]
    known = set(spoken)
    for phrase in required:
        fresh = tuple(term for term in dict.fromkeys(phrase.terms) if term not in known)
        known.update(fresh)
        concepts.extend(Concept((term,)) for term in fresh)
    excluded = tuple(filter(None, map(phrase_of, parsed.excluded)))
    return Plan(tuple(concepts), required, excluded)


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
