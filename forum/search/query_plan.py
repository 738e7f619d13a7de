"""What a query asks of the index, in terms: the one plan that both backends carry out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from forum.search.analysis import Analysed, Token, tokens
from forum.search.query_language import ParsedQuery
from forum.search.ranking import repeated
from forum.search.stopwords import REQUEST_WORDS
from forum.search.synonyms import Synonyms

KEY_TERMS = 15  # for similar documents; measured: fewer find less, more are slower and no better
MOST_WEIGHED = 300  # different terms of a draft that are weighed for it, those that it says most often


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
    typed: Mapping[str, str] = field(default_factory=dict, compare=False)
    """The plain word of each term, as somebody typed it first."""

    def is_empty(self) -> bool:
        """Whether there is nothing to look for, so that every document the filters let through is found."""
        return not self.concepts and not self.required

    def all_terms(self) -> frozenset[str]:
        """Every term that counts as a match, for statistics and for marking snippets."""
        return frozenset(_plan_terms(self))

    def read_terms(self) -> frozenset[str]:
        """Every term that is read: those that must not be there, too."""
        return self.all_terms().union(*(one.terms for one in self.excluded))


def plan_query(parsed: ParsedQuery, synonyms: Synonyms) -> Plan:
    """Turn a parsed query into a plan. Phrases rank too; synonyms widen words but not phrases."""
    asked = _asked_for(parsed.words)
    said = [token.term for token in asked]
    spoken = list(dict.fromkeys(said))
    required = _phrases(parsed.phrases)
    concepts = [
        Concept(
            span, tuple(adjacent(other) for other in others), repeated(max(said.count(word) for word in span))
        )
        for span, others in synonyms.spans(spoken)
    ]
    known = set(spoken)
    for phrase in required:
        fresh = tuple(term for term in dict.fromkeys(phrase.terms) if term not in known)
        known.update(fresh)
        concepts.extend(Concept((term,)) for term in fresh)
    quoted = (token for phrase in (*parsed.phrases, *parsed.excluded) for token in tokens(phrase))
    typed = {token.term: token.word for token in (*quoted, *reversed(asked))}
    return Plan(tuple(concepts), required, _phrases(parsed.excluded), typed)


def _asked_for(text: str) -> list[Token]:
    found = list(tokens(text))
    return [token for token in found if token.word not in REQUEST_WORDS] or found


def _phrases(texts: Iterable[str]) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(filter(None, map(phrase_of, texts))))


def plan_similar(analysed: Analysed, weigh: Callable[[str], float]) -> Plan:
    """Choose the terms that tell a document apart: those with the highest frequency * idf. `weigh` gives the idf."""
    worth = {term: count * weigh(term) for term, count in weighed_terms(analysed).items()}
    best = sorted((term for term in worth if worth[term] > 0), key=lambda term: (-worth[term], term))[
        :KEY_TERMS
    ]
    return Plan(tuple(Concept((term,)) for term in best))


def weighed_terms(analysed: Analysed) -> dict[str, int]:
    """Return the terms of a document that may be among those it is compared by, and how often it has each."""
    counts = Counter({term: len(places) for term, places in analysed.positions.items()})
    return dict(counts.most_common(MOST_WEIGHED))


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
