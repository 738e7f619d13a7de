"""What a query asks of the index, in terms: the one plan that both backends carry out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise

from forum.search.analysis import Analysed, Token, terms, tokens
from forum.search.compounds import joined, other_ways
from forum.search.phrases import Phrase, phrase_of
from forum.search.query_language import ParsedQuery
from forum.search.ranking import own_score, repeated
from forum.search.stopwords import REQUEST_WORDS
from forum.search.synonyms import Span, Synonyms

MOST_SPELLED = 12  # words that are looked for in other spellings too
KEY_TERMS = 40  # of a draft, by which similar documents are looked for
LEAST_OF_BEST = 0.1  # of the best of them: a term that is worth less says nothing
MOST_WEIGHED = 300  # different terms of a draft that are weighed for it, those that it says most often


@dataclass(frozen=True, slots=True)
class Concept:
    """Words typed that belong together, and other ways to say them.

    A document matches with any of the words or a whole alternative; it holds the concept with all of the words
    or a whole alternative. `weight` grows when a word was typed more than once. `spellings` become alternatives where
    the index knows them.
    """

    words: tuple[str, ...]
    alternatives: tuple[Phrase, ...] = ()
    weight: float = 1.0
    spellings: tuple[Phrase, ...] = ()

    def resolved(self, frequency: Callable[[str], int]) -> Concept:
        """Return the concept with those other ways whose terms all occur, the spellings too."""
        ways = (*self.alternatives, *self.spellings)
        return replace(
            self, alternatives=tuple(w for w in ways if all(map(frequency, w.terms))), spellings=()
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """What to rank by, what must be there, what must not."""

    concepts: tuple[Concept, ...] = ()
    required: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    places: tuple[str, ...] = ()
    """The terms of what is filed under the places that were named, which are the last concepts: of what holds every
    word, and of what holds some, that comes first which has them all and one of the other words."""
    typed: Mapping[str, str] = field(default_factory=dict, compare=False)
    """The plain word of each term, as somebody typed it first."""

    @property
    def besides_places(self) -> tuple[Concept, ...]:
        """The concepts that name no place."""
        return self.concepts[: len(self.concepts) - len(self.places)]

    def is_empty(self) -> bool:
        """Whether there is nothing to look for, so that every document the filters let through is found."""
        return not self.concepts and not self.required

    @property
    def matches_whole(self) -> bool:
        """Whether every document that matches holds every word: where there is at most one."""
        return sum(len(one.words) for one in self.concepts) <= 1

    def all_terms(self) -> frozenset[str]:
        """Every term that may count as a match, for statistics."""
        ways = (*self.ways(), *self.required)
        return self.words().union(*(way.terms for way in ways))

    def words(self) -> frozenset[str]:
        """Every term that is a match by itself."""
        return frozenset(word for concept in self.concepts for word in concept.words)

    def ways(self) -> tuple[Phrase, ...]:
        """Every other way to say or to write something."""
        return tuple(way for one in self.concepts for way in (*one.alternatives, *one.spellings))

    def resolved(self, frequency: Callable[[str], int]) -> Plan:
        """Return the plan without what the index does not know: `frequency` tells in how many documents a term is."""
        return replace(self, concepts=tuple(concept.resolved(frequency) for concept in self.concepts))

    def read_terms(self) -> frozenset[str]:
        """Every term that is read: those that must not be there, too."""
        return self.all_terms().union(*(one.terms for one in self.excluded))


def plan_query(parsed: ParsedQuery, synonyms: Synonyms) -> Plan:
    """Turn a parsed query into a plan. Phrases rank too; synonyms and spellings widen words but not phrases.

    The name of a place is held by what says it, and by what is filed under it.
    """
    asked = list(tokens(parsed.words))
    concepts = list(_concepts(asked, synonyms))
    required = _phrases(parsed.phrases)
    known = {word for concept in concepts for word in concept.words}
    for phrase in required:
        fresh = tuple(term for term in dict.fromkeys(phrase.terms) if term not in known)
        known.update(fresh)
        concepts.extend(Concept((term,)) for term in fresh)
    for place in parsed.places:
        said_so = tuple(dict.fromkeys(terms(place.words))) or (place.term,)
        concepts.append(Concept(said_so, (Phrase(((place.term, 0),)),)))
    quoted = (token for phrase in (*parsed.phrases, *parsed.excluded) for token in tokens(phrase))
    typed = {token.term: token.word for token in (*quoted, *reversed(asked))}
    places = tuple(place.term for place in parsed.places)
    return Plan(tuple(concepts), required, _phrases(parsed.excluded), places, typed)


def _concepts(typed: list[Token], synonyms: Synonyms) -> Iterator[Concept]:
    """Give each thing that was typed once, the words people ask with only where nothing else is left."""
    spans = synonyms.spans([token.term for token in typed])
    starts = dict(zip(reversed([span for span, _ in spans]), reversed(_starts(spans)), strict=True))
    asking = {token.term for token in typed if token.word in REQUEST_WORDS}
    times = Counter(span for span, _ in spans)
    telling = [span for span in times if len(span) > 1 or span[0] not in asking] or list(times)
    others = dict(spans)
    for number, span in enumerate(telling):
        at = starts[span]
        spellings = _spellings(typed, at) if len(span) == 1 and number < MOST_SPELLED else ()
        yield Concept(span, others[span], repeated(times[span]), spellings)


def _starts(spans: list[Span]) -> list[int]:
    return [0, *accumulate(len(span) for span, _ in spans)][: len(spans)]


def _spellings(typed: list[Token], at: int) -> tuple[Phrase, ...]:
    neighbours = (joined(*pair) for pair in pairwise(typed[max(at - 1, 0) : at + 2]))
    return tuple(dict.fromkeys(filter(None, (*other_ways(typed[at].word), *neighbours))))


def _phrases(texts: Iterable[str]) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(filter(None, map(phrase_of, texts))))


def plan_similar(analysed: Analysed, weigh: Callable[[str], float]) -> Plan:
    """Choose the terms that tell a document apart: those with the highest frequency * idf. `weigh` gives the idf.

    Each is weighed by how often it is said, as a word that is typed again is.
    """
    counts = weighed_terms(analysed)
    worth = {term: count * weigh(term) for term, count in counts.items()}
    least = LEAST_OF_BEST * max(worth.values(), default=0.0)
    telling = (term for term in worth if worth[term] > 0 and worth[term] >= least)
    best = sorted(telling, key=lambda term: (-worth[term], term))[:KEY_TERMS]
    return Plan(tuple(Concept((term,), weight=repeated(counts[term])) for term in best))


def score_of_itself(
    plan: Plan, analysed: Analysed, average_length: float, weigh: Callable[[str], float]
) -> float:
    """Return what a document scores for the plan that was made of it; never 0."""
    said = ((word, one.weight * weigh(word)) for one in plan.concepts for word in one.words)
    places, length = analysed.positions, analysed.length
    scores = (own_score(len(places[word]), length, average_length, weight) for word, weight in said)
    return max(sum(scores), 1e-6)


def weighed_terms(analysed: Analysed) -> dict[str, int]:
    """Return the terms of a document that may be among those it is compared by, and how often it has each."""
    counts = Counter({term: len(places) for term, places in analysed.positions.items()})
    return dict(counts.most_common(MOST_WEIGHED))
