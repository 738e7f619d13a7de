"""Guesses which kinds of barrier somebody writes about, so that the picker can offer these few first."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Sequence

from forum.barriers.models import Barrier
from forum.barriers.vocabulary import CATEGORIES, CATEGORY_BY_CODE, Category
from forum.search.analysis import terms

MOST_LIKELY = 3
OTHER = "other"
LONGEST_READ = 2_000  # characters of a story: what it is about stands at its beginning


def likely_kinds(title: str, story: str, alike: Sequence[Barrier] = ()) -> list[Category]:
    """Rank kinds by the words that they share with a text, and by the kinds of barriers like it; best first."""
    scores: dict[str, float] = defaultdict(float)
    for word in set(terms(f"{title} {story[:LONGEST_READ]}")):
        for code, weight in _weights().get(word, {}).items():
            scores[code] += weight
    for barrier in alike:
        scores[barrier.category] += 1
    scores.pop(OTHER, None)
    best = sorted(scores, key=lambda code: scores[code], reverse=True)[:MOST_LIKELY]
    return [CATEGORY_BY_CODE[code] for code in best if code in CATEGORY_BY_CODE]


def likely_kind(title: str, story: str = "") -> str:
    """Return the code of the kind that a text is most likely about; empty where nothing hints at one."""
    return next((one.code for one in likely_kinds(title, story)), "")


@functools.cache
def _weights() -> dict[str, dict[str, float]]:
    """Return for each word the kinds that use it: a word of one kind alone says most."""
    words = {one.code: set(terms(_words_of(one))) for one in CATEGORIES}
    used = Counter(word for of_one in words.values() for word in of_one)
    weights: dict[str, dict[str, float]] = {}
    for code, of_one in words.items():
        for word in of_one:
            weights.setdefault(word, {})[code] = 2 / used[word] ** 2
    return weights


def _words_of(category: Category) -> str:
    hints = (hint.question for hint in category.hints)
    return " ".join((category.label, category.help, *category.synonyms, *hints))
