"""What of a query is carried out, so that none costs much more than an ordinary one. Pure.

Cost grows with words, and far more with phrases, whose words' places have to be read. So of many words the rarest are looked
for, which say most; and of phrases and synonyms as many as can be compared within a share of the index.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from forum.search.phrases import Phrase
from forum.search.query_plan import Concept, Plan

MOST_WORDS = 24
MOST_OF_A_PHRASE = 6
"""Words of a phrase that are compared: so many of its rarest hardly ever stand at these places in two texts."""
MOST_PHRASES = 4
MOST_WAYS = 12
"""Other ways to say the words of a query, all together."""
SHARE_READ = 1.5
"""In how many documents the words of phrases are looked up, as a multiple of the documents there are."""
ALWAYS_READ = 3_000

Frequency = Callable[[str], int]


def within_bounds(plan: Plan, frequency: Frequency, number_of_documents: int) -> tuple[Plan, tuple[str, ...]]:
    """Return what of a plan is carried out, and what was left out, in the words that were typed.

    `frequency` tells in how many documents a term is. A phrase that is left out still counts as its words. Names of
    places stay.
    """
    named = plan.concepts[len(plan.besides_places) :]
    concepts = (*_rarest(plan.besides_places, frequency), *named)
    budget = _Budget(frequency, max(SHARE_READ * number_of_documents, ALWAYS_READ))
    required = budget.take(plan.required, MOST_PHRASES)
    excluded = budget.take(plan.excluded, MOST_WORDS)
    ways = budget.halved().take([way for one in reversed(concepts) for way in one.alternatives], MOST_WAYS)
    words = [one.words for one in plan.concepts if one not in concepts]
    phrases = [one.terms for one in (*plan.required, *plan.excluded) if one not in required | excluded]
    bounded = replace(
        plan,
        concepts=tuple(
            replace(one, alternatives=tuple(ways[way] for way in one.alternatives if way in ways))
            for one in concepts
        ),
        required=tuple(required.values()),
        excluded=tuple(excluded.values()),
    )
    left_out = (" ".join(plan.typed.get(term, term) for term in terms) for terms in (*words, *phrases))
    return bounded, tuple(dict.fromkeys(left_out))


def _rarest(concepts: Sequence[Concept], frequency: Frequency) -> tuple[Concept, ...]:
    """Return the concepts to look for, in their order: those that are somewhere before those that are nowhere."""
    if sum(len(one.words) for one in concepts) <= MOST_WORDS:
        return tuple(concepts)
    how_rare = {one: max(map(frequency, one.words)) for one in concepts}
    kept: set[Concept] = set()
    room = MOST_WORDS
    for one in sorted(concepts, key=lambda one: (how_rare[one] == 0, how_rare[one])):
        room -= len(one.words)
        if room < 0:
            break
        kept.add(one)
    return tuple(one for one in concepts if one in kept)


class _Budget:
    """How many documents may still be read for phrases."""

    def __init__(self, frequency: Frequency, documents: float) -> None:
        self._frequency = frequency
        self._left = documents

    def halved(self) -> _Budget:
        """Return a budget of half of what is left."""
        return _Budget(self._frequency, self._left / 2)

    def take(self, phrases: Sequence[Phrase], most: int) -> dict[Phrase, Phrase]:
        """Return those phrases that can be afforded, each with as much of it as is compared; the cheapest are taken first."""
        short = {one: self._shortened(one) for one in phrases}
        taken: dict[Phrase, Phrase] = {}
        for one in sorted(short, key=lambda one: self._cost(short[one])):
            cost = self._cost(short[one])
            if cost > self._left or len(taken) == most:
                break
            self._left -= cost
            taken[one] = short[one]
        return {one: taken[one] for one in short if one in taken}

    def _cost(self, phrase: Phrase) -> int:
        numbers = [self._frequency(term) for term in phrase.terms]
        return sum(numbers) if len(numbers) > 1 and all(numbers) else 0

    def _shortened(self, phrase: Phrase) -> Phrase:
        """Return a phrase of the rarest words of this one, at their places; two at least."""
        rarest = sorted(phrase.parts, key=lambda part: self._frequency(part[0]))[:MOST_OF_A_PHRASE]
        while len(rarest) > 2 and self._cost(Phrase(tuple(rarest))) > self._left:  # noqa: PLR2004
            rarest.pop()
        return (
            phrase
            if len(rarest) == len(phrase.parts)
            else replace(phrase, parts=tuple(one for one in phrase.parts if one in rarest))
        )
