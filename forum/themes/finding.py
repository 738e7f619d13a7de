"""Finds themes among barriers: near in meaning, of several kinds and councils, and not filed together. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from forum.search.meaning.vectors import Bytes
from forum.themes.clustering import FEWEST, attach, find_stars
from forum.themes.likeness import describe
from forum.themes.telling_words import BarrierWords, count_terms, read_words, telling_words

FEWEST_COUNCILS = FEWEST_CATEGORIES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeCandidate:
    """A barrier that may be of a theme."""

    number: int
    council_id: int
    category: str
    rule_source: str
    case_id: int
    """The barrier where it is dealt with: itself, or the one that it is merged with."""
    tag_ids: frozenset[int]
    is_public: bool
    text: str
    meaning: bytes


@dataclass(frozen=True, slots=True)
class FoundTheme:
    """The barriers of a theme: those that make it, which everyone may read, and those that join it for their readers alone."""

    middle_id: int
    public_ids: tuple[int, ...]
    private_ids: tuple[int, ...]
    words: tuple[str, ...]


def find_themes(candidates: Sequence[ThemeCandidate]) -> list[FoundTheme]:
    """Find themes by what everyone may read: neither their number nor their words know of any other barrier."""
    ordered = sorted(candidates, key=lambda one: (not one.is_public, one.number))
    number = sum(one.is_public for one in ordered)
    if number < FEWEST:
        return []
    said = [read_words(one.council_id, one.text) for one in ordered]
    everywhere = count_terms(said[:number])
    meanings = np.frombuffer(b"".join(one.meaning for one in ordered), np.int8).reshape(len(ordered), -1)
    rows = describe(meanings, said, everywhere, number)
    stars = [star.rows for star in find_stars(rows[:number]) if is_theme([ordered[row] for row in star.rows])]
    joining = _joining(rows, number, [star[0] for star in stars])
    return [
        FoundTheme(
            middle_id=ordered[star[0]].number,
            public_ids=tuple(ordered[row].number for row in star),
            private_ids=tuple(ordered[row].number for row in private),
            words=tuple(_words(said, star, everywhere, number)),
        )
        for star, private in zip(stars, joining, strict=True)
    ]


def is_theme(barriers: Sequence[ThemeCandidate]) -> bool:
    """Return whether barriers go across councils and kinds, and less than most share an obstacle, a tag or a case."""
    councils, kinds = ({getattr(one, name) for one in barriers} for name in ("council_id", "category"))
    if len(councils) < FEWEST_COUNCILS or len(kinds) < FEWEST_CATEGORIES:
        return False
    filed = Counter(where for one in barriers for where in _filed_under(one))
    return 2 * max(filed.values()) <= len(barriers)


def _filed_under(one: ThemeCandidate) -> Iterator[tuple[str, object]]:
    yield "obstacle", (one.category, one.rule_source)
    yield "case", one.case_id
    yield from (("tag", tag) for tag in one.tag_ids)


def _joining(rows: Bytes, number: int, middles: Sequence[int]) -> list[list[int]]:
    """Return for each theme the rows after the public ones that are near its middle."""
    near = attach(rows[list(middles)], rows[number:])
    return [[number + int(row) for row in private] for private in near]


def _words(
    said: Sequence[BarrierWords], rows: Sequence[int], everywhere: Counter[str], total: int
) -> list[str]:
    return telling_words([said[row] for row in rows], everywhere, total)
