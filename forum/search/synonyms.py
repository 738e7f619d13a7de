"""Words that mean the same: PLI and public liability insurance, DBS and CRB. The caller brings the groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from forum.search.analysis import terms

LONGEST_SYNONYM = 6  # terms


class Synonyms:
    """Groups of words or short phrases that mean the same, ready to be looked up by their terms."""

    def __init__(self, groups: Iterable[Iterable[str]] = ()) -> None:
        """Take groups such as ("PLI", "public liability insurance"). A group of one does nothing."""
        self._others: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}
        for group in groups:
            ways = list(dict.fromkeys(way for way in map(_way, group) if way))
            for way in ways:
                known = self._others.get(way, ())
                self._others[way] = tuple(dict.fromkeys((*known, *(other for other in ways if other != way))))
        self._longest = max(map(len, self._others), default=0)

    def spans(self, words: Sequence[str]) -> list[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]]:
        """Cut terms into (terms, other ways to say them), taking the longest known way at each place."""
        spans: list[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]] = []
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


def _way(text: str) -> tuple[str, ...]:
    return tuple(terms(text)[:LONGEST_SYNONYM])
