"""Terms at fixed distances from each other, as a phrase asks for them."""

from __future__ import annotations

from dataclasses import dataclass

from forum.search.analysis import tokens


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms at fixed distances: (term, offset), the first at 0. `share` is what it is worth of a whole way to say it."""

    parts: tuple[tuple[str, int], ...]
    share: float = 1.0

    @property
    def terms(self) -> tuple[str, ...]:
        """Its terms in order."""
        return tuple(term for term, _ in self.parts)


def phrase_of(text: str, most: int | None = None) -> Phrase | None:
    """Turn words into a phrase, stop words leaving their place open; None when nothing but stop words is left.

    `most` cuts it to so many terms.
    """
    found = list(tokens(text))[:most]
    if not found:
        return None
    return Phrase(tuple((token.term, token.position - found[0].position) for token in found))
