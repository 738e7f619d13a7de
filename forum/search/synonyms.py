"""Words that mean the same: PLI and public liability insurance, DBS and CRB. The caller brings the groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from forum.search.phrases import Phrase, phrase_of

LONGEST_SYNONYM = 6  # terms
Span = tuple[tuple[str, ...], tuple[Phrase, ...]]
"""Terms that belong together, and the other ways to say them."""


class Synonyms:
    """Groups of words or short phrases that mean the same, ready to be looked up by their terms."""

    def __init__(self, groups: Iterable[Iterable[str]] = ()) -> None:
        """Take groups such as ("PLI", "public liability insurance"). A group of one does nothing."""
        self._others: dict[tuple[str, ...], tuple[Phrase, ...]] = {}
        for group in groups:
            ways = {way.terms: way for one in group if (way := phrase_of(one, LONGEST_SYNONYM))}
            for typed in ways:
                others = (way for said, way in ways.items() if said != typed)
                self._others[typed] = tuple(dict.fromkeys((*self._others.get(typed, ()), *others)))
        self._longest = max(map(len, self._others), default=0)

    def spans(self, words: Sequence[str]) -> list[Span]:
        """Cut terms into (terms, other ways to say them), taking the longest known way at each place."""
        spans: list[Span] = []
        at = 0
        while at < len(words):
            size = self._known_at(words, at)
            span = tuple(words[at : at + size])
            spans.append((span, self._others.get(span, ())))
            at += size
        return spans

    def _known_at(self, words: Sequence[str], at: int) -> int:
        sizes = range(min(self._longest, len(words) - at), 1, -1)
        return next((size for size in sizes if tuple(words[at : at + size]) in self._others), 1)
