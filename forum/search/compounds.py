"""Other ways to write a word that was typed: playground and play ground, co-op and coop, 5m and five million.

Which of them are worth anything the index knows: a way none of whose words stands there costs a look into its list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from forum.search.analysis import Token
from forum.search.numbers import read_short, write_short
from forum.search.phrases import Phrase, phrase_of

SHORTEST_PART = 3  # letters
PREFIXES = ("co", "e", "re", "wi")  # shorter parts that words begin with: co-op, e-mail, re-use, wi-fi
LONGEST_SPLIT = 18  # letters; longer words are not taken apart


def other_ways(word: str) -> Iterator[Phrase]:
    """Give the other ways to write one plain word."""
    number = read_short(word) or write_short(word)
    if number:
        yield Phrase(((number, 0),))
    elif word.isalpha() and len(word) <= LONGEST_SPLIT:
        places = [len(start) for start in PREFIXES if word.startswith(start)]
        places += range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        for place in places:
            parts = phrase_of(f"{word[:place]} {word[place:]}")
            if parts and len(parts.parts) > 1:
                yield parts


def joined(one: Token, other: Token) -> Phrase | None:
    """Return two words that follow each other as one, half of it for each; None where they are no such words."""
    word = one.word + other.word
    if other.position != one.position + 1 or not word.isalpha() or len(word) > LONGEST_SPLIT:
        return None
    whole = phrase_of(word)
    return replace(whole, share=0.5) if whole else None
