"""Puts a query right word by word, by asking what the index knows; both backends share it.

What is put right at once is a slip of the hand: letters that changed places, one that is missing, doubled or wrong, a
word that was split or two that were joined. No name, no word of another language, no number of reference is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from forum.search.analysis import fold
from forum.search.query_language import plain_pieces
from forum.search.stopwords import STOP_WORDS
from forum.search.word_lists import read_lines

LONGEST = 12  # words of a query that are looked at
MOST_UNKNOWN = 3  # of them, words that are looked for among all words
CANDIDATES = 12  # near words counted for each
SHORTEST = 3  # letters of a word that is put right
SHORTEST_WRONG = 6  # of one in which a letter may be another one at once; in shorter words that is too often a word of its own
SHORTEST_TWICE = 9  # of one in which two letters may be wrong at once
SHORTEST_SPLIT = 4  # of the word beside a small one that it was joined to
NO_SLIPS = frozenset(
    fold(word) for name in ("places", "other_languages") for line in read_lines(name) for word in line.split()
)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_NO_WORDS = re.compile(r"[\d@/\\:_]|\w\.\w")

CountTogether = Callable[[str, tuple[str, ...]], int]
FindNear = Callable[[str], list[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class _Typed:
    """A word as it was typed, from `start` to `end`, and folded."""

    word: str
    start: int
    end: int
    may_be_wrong: bool


@dataclass(frozen=True, slots=True)
class Corrector:
    """What the index knows of words, as far as the reader may read it.

    `is_known` says whether a word occurs, `near` gives words near in letters, some of which nobody may see, and `count`
    in how many documents a word stands together with others; only words counted above 0 are taken.
    """

    is_known: Callable[[str], bool]
    near: FindNear
    count: CountTogether

    def correct(
        self, text: str, *, names: AbstractSet[str] = frozenset(), at_once: bool = False
    ) -> str | None:
        """Return the text with unknown words put right, or None where nothing is.

        Of words equally near the one is taken that stands with the others most often. `names` are never put right.
        With `at_once` only what is surely a slip is.
        """
        typed = list(_typed(text, names))[:LONGEST]
        telling = [one for one in typed if one.word not in STOP_WORDS]
        unknown = [one for one in telling if not self.is_known(one.word)]
        strange = sum(len(one.word) >= SHORTEST for one in unknown)
        if not unknown or (at_once and strange > max(1, len(telling) // 2)):
            return None  # another language, it seems
        known = tuple(one.word for one in telling if one not in unknown)
        changes: list[tuple[int, int, str]] = []
        for one in unknown[:MOST_UNKNOWN]:
            if not any(start < one.end and one.start < end for start, end, _ in changes):
                better = self._better(one.word, known, at_once=at_once) if one.may_be_wrong else None
                changes += self._joined(one, typed) or ([(one.start, one.end, better)] if better else [])
        for start, end, better in sorted(changes, reverse=True):
            text = text[:start] + _with_capitals_of(text[start:end], better) + text[end:]
        return text if changes else None

    def _joined(self, one: _Typed, typed: list[_Typed]) -> list[tuple[int, int, str]]:
        """Return the known word that was split here, and from where to where."""
        at = typed.index(one)
        for left, right in ((at - 1, at), (at, at + 1)):
            if left >= 0 and right < len(typed) and typed[right].start == typed[left].end + 1:
                whole = typed[left].word + typed[right].word
                if self.is_known(whole) and self.count(whole, ()):
                    return [(typed[left].start, typed[right].end, whole)]
        return []

    def _better(self, word: str, known: tuple[str, ...], *, at_once: bool) -> str | None:
        return _small_word(word) or self._nearest(word, known, at_once=at_once) or self._split(word)

    def _split(self, word: str) -> str | None:
        """Return a small word and a known one that were joined: "forthe hall", "hallin"."""
        for place in range(2, len(word) - 1):
            one, other = word[:place], word[place:]
            longer, small = (other, one) if one in STOP_WORDS else (one, other)
            is_long = len(longer) >= SHORTEST_SPLIT and self.is_known(longer)
            if small in STOP_WORDS and (is_long or longer in STOP_WORDS):
                return f"{one} {other}"
        return None

    def _nearest(self, word: str, known: tuple[str, ...], *, at_once: bool) -> str | None:
        found = [(far, other) for far, other in self.near(word) if not at_once or is_slip(word, other, far)]
        best: list[tuple[int, int, bool, int, str]] = []
        for far, other in found[:CANDIDATES]:
            number = self.count(other, ())
            if number:
                together = self.count(other, known) if known else 0
                best.append((far, -together, other[0] != word[0], -number, other))
        return min(best)[-1] if best else None


def _typed(text: str, names: AbstractSet[str]) -> Iterator[_Typed]:
    """Give the plain words of a query, and whether each may be one that was mistyped."""
    is_shouted = text.isupper() and " " in text.strip()
    for start, end in plain_pieces(text):
        if _NO_WORDS.search(text[start:end]):
            continue
        for match in _WORD.finditer(text, start, end):
            word = fold(match[0])
            is_name = match[0][0].isupper() and bool(text[: match.start()].strip() or match[0].isupper())
            yield _Typed(
                word,
                match.start(),
                match.end(),
                may_be_wrong=match[0].isascii()
                and len(word) >= SHORTEST
                and word not in NO_SLIPS
                and word not in names
                and (is_shouted or not is_name),
            )


def _with_capitals_of(typed: str, word: str) -> str:
    """Return a word in capitals, or with one, as another was typed."""
    if typed.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if typed[:1].isupper() else word


def _small_word(word: str) -> str | None:
    """Return the stop word of which two letters changed places: "the" for teh."""
    swapped = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    return next((other for other in swapped if other in STOP_WORDS), None)


def is_slip(typed: str, other: str, far: int) -> bool:
    """Return whether one word is surely another one mistyped, and not a word of its own."""
    if far > 1:
        return len(typed) >= SHORTEST_TWICE and typed[0] == other[0]
    if len(typed) != len(other) or sorted(typed) == sorted(other):
        return True
    return len(typed) >= SHORTEST_WRONG and typed[0] == other[0]
