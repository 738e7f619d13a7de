"""The words of a theme: those that its barriers share and others seldom use. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from forum.search.analysis import LONGEST_WORD, tokens

MOST_WORDS = 4
FEWEST_BARRIERS, FEWEST_COUNCILS = 3, 2
"""A word of fewer may name somebody; words of several barriers at several councils name no group and no place."""
SHARE = 0.25
"""Of the barriers of a theme, how many at least use each of its words."""


@dataclass(frozen=True, slots=True)
class BarrierWords:
    """What one barrier says: its terms, each with the word that it was written as."""

    council_id: int
    words: dict[str, str] = field(default_factory=dict)


def read_words(council_id: int, text: str) -> BarrierWords:
    """Return the terms of a barrier; numbers and single letters tell nothing."""
    words: dict[str, str] = {}
    for token in tokens(text):
        if token.word.isalpha() and token.term.isalpha() and 2 < len(token.word) < LONGEST_WORD:  # noqa: PLR2004  # a letter or two
            words.setdefault(token.term, token.word)
    return BarrierWords(council_id, words)


def count_terms(all_said: Sequence[BarrierWords]) -> Counter[str]:
    """Count in how many barriers each term is."""
    return Counter(term for one in all_said for term in one.words)


def telling_words(said: Sequence[BarrierWords], everywhere: Counter[str], total: int) -> list[str]:
    """Return the words that part these barriers from all others, the most telling first; none where nothing is shared."""
    inside = count_terms(said)
    fewest = max(FEWEST_BARRIERS, math.ceil(SHARE * len(said)))
    councils: dict[str, set[int]] = {}
    for one in said:
        for term in one.words:
            councils.setdefault(term, set()).add(one.council_id)
    scored = [
        (number * _weight(number / len(said), everywhere[term] / total), term)
        for term, number in inside.items()
        if number >= fewest and len(councils[term]) >= FEWEST_COUNCILS
    ]
    best = sorted((-score, term) for score, term in scored if score > 0)[:MOST_WORDS]
    return [_written(term, said) for _, term in best]


def _weight(inside: float, everywhere: float) -> float:
    """Return how many times as often a term is inside as everywhere, as a logarithm; commonplace terms weigh nothing."""
    return math.log(inside / everywhere) - 1 if everywhere else 0.0


def _written(term: str, said: Sequence[BarrierWords]) -> str:
    """Return the form in which most barriers write a term; of equals the shortest."""
    forms = Counter(one.words[term] for one in said if term in one.words)
    return min(forms, key=lambda form: (-forms[form], len(form), form))
