"""Two people who change the same words: the second sees what the first wrote, and loses nothing. Pure."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_WORDS = re.compile(r"\s+|[^\s]+")
MOST_COMPARED = 4_000  # words of both texts; comparing takes time that grows with their product
SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both texts have, or only one of them."""

    kind: str
    words: str


def fingerprint(values: Mapping[str, object]) -> str:
    """Give a mark of what a form began with; another one when anything in it was changed since."""
    written = "\x1f".join(f"{name}\x1e{value}" for name, value in sorted(values.items()))
    return hashlib.sha256(written.encode()).hexdigest()[:24]


def differences(theirs: str, ours: str) -> Sequence[Piece]:
    """Compare two texts word by word: REMOVED is only in theirs, ADDED only in ours."""
    before, after = _WORDS.findall(theirs), _WORDS.findall(ours)
    if len(before) + len(after) > MOST_COMPARED:
        return [Piece(REMOVED, theirs), Piece(ADDED, ours)]
    return list(_compared(before, after))


def _compared(before: list[str], after: list[str]) -> Iterator[Piece]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, left, left_end, right, right_end in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(SAME, "".join(before[left:left_end]))
            continue
        if left < left_end:
            yield Piece(REMOVED, "".join(before[left:left_end]))
        if right < right_end:
            yield Piece(ADDED, "".join(after[right:right_end]))
