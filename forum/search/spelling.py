"""Finds the word somebody may have meant: near in letters, and in the index's own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

SHORTEST = 4  # letters; shorter words have too many neighbours
MOST_COMPARED = 1_000
"""Words compared letter by letter with a misspelt one: of more, those whose letters are most the same."""
Row = npt.NDArray[np.int16]
Letters = npt.NDArray[np.uint32]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ANY_OTHER = 1 << len(LETTERS)  # the bit for every other letter
_BITS = {letter: 1 << place for place, letter in enumerate(LETTERS)}


def farthest(word: str) -> int:
    """Say how many letters may be wrong: one in a short word, two in a longer one."""
    return 1 if len(word) < 6 else 2  # noqa: PLR2004


def signature(word: str) -> int:
    """Sum up which letters a word has, one bit each; words near in letters are near in bits."""
    bits = 0
    for letter in word:
        bits |= _BITS.get(letter, ANY_OTHER)
    return bits


def distances(word: str, others: Sequence[str]) -> Row:
    """Count the letters to add, drop, change or swap with the next, from a word to each of the others at once."""
    lengths = np.array([len(other) for other in others], np.int16)
    letters = np.array(others, "U").view(np.uint32).reshape(len(others), -1).T  # one row a place
    row = np.repeat(np.arange(len(letters) + 1, dtype=np.int16)[:, None], len(others), axis=1)
    last = row
    for i in range(1, len(word) + 1):
        last, row = row, _next_row(word, letters, i, row, last)
    ends: Row = np.take_along_axis(row, lengths[None, :].astype(np.intp), axis=0)[0]
    return ends


def _next_row(word: str, letters: Letters, i: int, row: Row, before: Row) -> Row:
    fresh = np.empty_like(row)
    fresh[0] = i
    code = ord(word[i - 1])
    for j in range(1, len(row)):
        best = np.minimum(row[j] + 1, fresh[j - 1] + 1)
        best = np.minimum(best, row[j - 1] + (letters[j - 1] != code))
        if i > 1 and j > 1:
            swapped = (letters[j - 2] == code) & (letters[j - 1] == ord(word[i - 2]))
            best = np.where(swapped, np.minimum(best, before[j - 2] + 1), best)
        fresh[j] = best
    return fresh


class Lexicon:
    """Words to compare with, packed; about 20 bytes a word."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words: npt.NDArray[np.bytes_] = np.array(
            sorted({word.encode() for word in words if fits(word)}), "S"
        )
        decoded = [word.decode() for word in self._words.tolist()]
        self._signatures = np.array([signature(word) for word in decoded], np.uint32)
        self._lengths = np.array([len(word) for word in decoded], np.int16)

    def near(self, word: str) -> list[tuple[int, str]]:
        """Give (distance, word) of the words near this one, nearest first, without the word itself."""
        most = farthest(word)
        letters = np.uint32(signature(word))
        missing, extra = letters & ~self._signatures, self._signatures & ~letters
        apart = np.bitwise_count(missing) + np.bitwise_count(extra) + np.abs(self._lengths - len(word))
        maybe = (np.bitwise_count(missing) <= most) & (np.bitwise_count(extra) <= most)
        maybe &= np.abs(self._lengths - len(word)) <= most
        found = np.flatnonzero(maybe)
        if len(found) > MOST_COMPARED:
            found = found[np.argsort(apart[found], kind="stable")[:MOST_COMPARED]]
        return rank(word, (entry.decode() for entry in self._words[found].tolist()))


def rank(word: str, candidates: Iterable[str]) -> list[tuple[int, str]]:
    """Give (distance, word) of those candidates that are near enough, nearest first; a shared first letter helps."""
    most = farthest(word)
    others = [other for other in candidates if other != word]
    if not others:
        return []
    near = (
        (int(far), other) for far, other in zip(distances(word, others), others, strict=True) if far <= most
    )
    return sorted(near, key=lambda pair: (pair[0], pair[1][:1] != word[:1], pair[1]))


def fits(word: str) -> bool:
    """Return whether a word is one that can be misspelt and found again: long enough, and no number."""
    return len(word) >= SHORTEST and not any(letter.isdigit() for letter in word)
