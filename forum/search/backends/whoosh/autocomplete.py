"""Completes what is being typed and puts misspelt words right, from what the reader may read."""

from __future__ import annotations

from collections import Counter
from functools import partial, reduce
from itertools import islice

import numpy as np

from forum.search.analysis import terms, words
from forum.search.backends.whoosh.execution import best
from forum.search.backends.whoosh.schema import SEPARATOR
from forum.search.backends.whoosh.segments import Mask, Segment
from forum.search.backends.whoosh.snapshot import Snapshot
from forum.search.corrections import Corrector
from forum.search.engine import SHORTEST_PREFIX, Suggestions

EXPANSIONS = 200  # words a prefix stands for, at most
TAGS = 4


def suggest(snapshot: Snapshot, prefix: str, readers: frozenset[str], limit: int) -> Suggestions:
    """Return documents whose title has all the words, the last one perhaps unfinished: most affected, then newest."""
    typed = words(prefix)
    if len("".join(typed)) < SHORTEST_PREFIX:
        return Suggestions()
    found: list[tuple[float, float, str]] = []
    tags: Counter[str] = Counter()
    for segment in snapshot.segments:
        visible = segment.visible(readers)
        mask = visible & _titled(segment, typed)
        keys = (segment.numbers["affected"].astype(np.float64), segment.numbers["created"].astype(np.float64))
        numbers = best(mask, keys, limit)
        found.extend((-float(keys[0][at]), -float(keys[1][at]), segment.name(at)) for at in numbers.tolist())
        tags.update(_tags(segment, " ".join(typed), visible))
    names = [name for _, _, name in sorted(found)]
    most = sorted(tags, key=lambda tag: (-tags[tag], tag))
    return Suggestions(tuple(names[:limit]), tuple(most[:TAGS]))


def corrector(snapshot: Snapshot, readers: frozenset[str]) -> Corrector:
    """Return what puts a query right from words that occur in what the reader may read."""
    visible = {segment.id: segment.visible(readers) for segment in snapshot.segments}

    def count(word: str, others: tuple[str, ...]) -> int:
        if not any(visible[one.id][one.read(word, "word").ids].any() for one in snapshot.segments):
            return 0
        return sum(_number_with(one, visible[one.id], (word, *others)) for one in snapshot.segments)

    def is_known(word: str) -> bool:
        return any(_number_with(one, visible[one.id], (word,)) for one in snapshot.segments)

    def near(word: str) -> list[tuple[int, str]]:
        return sorted({pair for segment in snapshot.segments for pair in segment.lexicon.near(word)})

    return Corrector(is_known, near, count)


def _number_with(segment: Segment, visible: Mask, said: tuple[str, ...]) -> int:
    """Count the visible documents of a segment that hold all of some words."""
    ids = [segment.read(term).ids for word in said for term in terms(word)]
    if not ids:
        return 0
    held = reduce(partial(np.intersect1d, assume_unique=True), sorted(ids, key=len))
    return int(np.count_nonzero(visible[held]))


def _titled(segment: Segment, typed: list[str]) -> Mask:
    ends = islice(segment.postings.lexicon("title", typed[-1]), EXPANSIONS)
    mask = np.zeros(segment.size, np.bool_)
    for word in ends:
        mask[segment.read(word, "title").ids] = True
    for word in typed[:-1]:
        has = np.zeros(segment.size, np.bool_)
        has[segment.read(word, "title").ids] = True
        mask &= has
    return mask


def _tags(segment: Segment, typed: str, visible: Mask) -> dict[str, int]:
    begin = f"tag{SEPARATOR}"
    found = islice(segment.postings.lexicon("facet", begin + typed), EXPANSIONS)
    counted = {term: int(np.count_nonzero(visible[segment.read(term, "facet").ids])) for term in found}
    return {term.removeprefix(begin): number for term, number in counted.items() if number}
