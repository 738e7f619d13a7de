"""Puts a query right word by word, by asking what the index knows; both backends share it."""

from __future__ import annotations

import re
from collections.abc import Callable

from forum.search.analysis import fold
from forum.search.spelling import SHORTEST
from forum.search.stopwords import STOP_WORDS

LONGEST = 12  # words of a query that are looked at
MOST_UNKNOWN = 3  # of them, words that are looked for among all words
CANDIDATES = 25  # near words looked up for each
_WORD = re.compile(r"[^\W\d_]+")

CountVisible = Callable[[str], int]
FindNear = Callable[[str], list[tuple[int, str]]]


def correct(text: str, *, is_known: Callable[[str], bool], near: FindNear, count: CountVisible) -> str | None:
    """Return the text with unknown words replaced, or None where nothing is to be put right.

    `is_known` and `count` speak of what the reader may read; `near` may give words that nobody may see, and
    only those counted above 0 are offered. Of words equally near the most frequent is taken.
    """
    changed, unknown = False, 0

    def put_right(match: re.Match[str]) -> str:
        nonlocal changed, unknown
        word = fold(match[0])
        if len(word) < SHORTEST or word in STOP_WORDS or unknown == MOST_UNKNOWN or is_known(word):
            return match[0]
        unknown += 1
        better = _best(word, near(word)[:CANDIDATES], count)
        changed = changed or better is not None
        return better or match[0]

    corrected = _WORD.sub(put_right, text, count=LONGEST)
    return corrected if changed else None


def _best(word: str, found: list[tuple[int, str]], count: CountVisible) -> str | None:
    counted = [
        (far, other[:1] != word[:1], -number, other) for far, other in found if (number := count(other))
    ]
    return min(counted)[-1] if counted else None
