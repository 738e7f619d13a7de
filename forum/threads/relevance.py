"""Which of the words that somebody asks with are in something found, and whether these are enough to show it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from forum.search.analysis import terms, tokens

LEAST_SHARE = 0.4  # of the telling words, and one at least
# Words that half of all posts here hold: alone they say nothing of what somebody wants to do.
_COMMON = """
    activity area club community council day event evening group hall help hold idea local member month morning need
    neighbour new open organise people place project public run set share small start team town village volunteer
    week work year
"""
COMMON = frozenset(terms(_COMMON))


def significant_words(text: str) -> dict[str, str]:
    """Return the words that tell what is asked for, by their terms, as they were typed; all where all are common."""
    asked = {token.term: token.word for token in tokens(text)}
    return {term: word for term, word in asked.items() if term not in COMMON} or asked


def words_in_common(asked: Mapping[str, str], said: Iterable[str | None]) -> list[str]:
    """Return the asked words that something says, in their order; none where they are too few to mean anything."""
    held = set(terms("\n".join(filter(None, said))))
    shared = [word for term, word in asked.items() if term in held]
    return shared if len(shared) >= max(1, math.ceil(LEAST_SHARE * len(asked))) else []


def reason(words: list[str], *others: str) -> str:
    """Return why something is shown: what it has of what was asked."""
    said = [f"Mentions {', '.join(f'“{word}”' for word in words)}"] if words else []
    return " · ".join([*said, *filter(None, others)])
