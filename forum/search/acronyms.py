"""Acronyms of the field and what they stand for; some are meant only where they stand in capitals (TEN, SEND)."""

from __future__ import annotations

from forum.search.word_lists import read_lines

_BY_CAPITALS = "*"
_LINES = read_lines("acronyms")
ACRONYMS = tuple(tuple(way.strip() for way in line.removeprefix(_BY_CAPITALS).split("|")) for line in _LINES)
"""Each acronym with the other ways to say it."""
AMBIGUOUS = frozenset(
    way[0] for way, line in zip(ACRONYMS, _LINES, strict=True) if line.startswith(_BY_CAPITALS)
)
"""Those that are ordinary words in small letters."""
SHOUTED = 3
"""A text of more words, all in capitals, says nothing by them."""


def is_acronym(word: str) -> bool:
    """Return whether a word as written is an acronym that small letters would make another word; "TENs" is one."""
    return word.removesuffix("s") in AMBIGUOUS
