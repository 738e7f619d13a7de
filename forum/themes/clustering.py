"""Groups rows that are near in meaning, each group around its middle. Pure, and the same for the same rows.

Vectors are whole numbers of one byte, so that products are exact in 32 bits whatever order they are added up in: the
same barriers make the same groups on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forum.search.meaning.vectors import Bytes

NEAR = 0.4
"""The cosine from which two barriers are near, of what they mean and say together (ADR 56)."""
FEWEST, MOST = 3, 60
"""How many barriers a group has."""
AT_ONCE = 256
"""Rows that are multiplied at once: with 20,000 rows a block holds 20 MB."""
Numbers = NDArray[np.int64]


class Star(NamedTuple):
    """The row in the middle, and all rows of the group, the middle first and then the nearest."""

    middle: int
    rows: list[int]


class Neighbours(NamedTuple):
    """Which rows are near which: those of row `i` stand from `begins[i]` to `begins[i + 1]`, the nearest first."""

    begins: Numbers
    others: Numbers

    def of(self, row: int) -> Numbers:
        """Return the rows near one."""
        return self.others[self.begins[row] : self.begins[row + 1]]


def find_stars(vectors: Bytes, near: float = NEAR) -> list[Star]:
    """Group rows: the one with most neighbours takes them, then the next among those left, until groups are too small."""
    neighbours = find_near(vectors, near)
    back = _turned(neighbours)
    free = np.ones(len(vectors), np.bool_)
    left = np.diff(neighbours.begins)
    stars = []
    while len(left) and left[middle := int(left.argmax())] + 1 >= FEWEST:
        around = neighbours.of(middle)
        rows = [middle, *around[free[around]].tolist()]
        stars.append(Star(middle, rows))
        free[rows] = False
        for row in rows:
            np.subtract.at(left, back.of(row), 1)
        left[rows] = 0
    return stars


def find_near(vectors: Bytes, near: float = NEAR) -> Neighbours:
    """Find for each row at most MOST - 1 others that are near, in blocks: memory grows with the rows, not with their square."""
    counts, found = [], []
    for start, cosines in _blocks(vectors, vectors):
        for place, row in enumerate(cosines):
            row[start + place] = -1
            one = _nearest(row, near)
            counts.append(len(one))
            found.append(one)
    begins = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
    return Neighbours(begins, np.concatenate(found) if found else np.zeros(0, np.int64))


def attach(middles: Bytes, vectors: Bytes, near: float = NEAR) -> list[Numbers]:
    """Return for each middle the rows that are near, the nearest first, at most MOST."""
    return [_nearest(row, near) for _, cosines in _blocks(middles, vectors) for row in cosines]


def _blocks(these: Bytes, those: Bytes) -> Iterator[tuple[int, NDArray[np.float32]]]:
    whole = those.astype(np.float32)
    lengths = _lengths(those)
    for start in range(0, len(these), AT_ONCE):
        block = these[start : start + AT_ONCE]
        products = block.astype(np.float32) @ whole.T
        yield start, products / _lengths(block)[:, None] / lengths


def _lengths(vectors: Bytes) -> NDArray[np.float32]:
    squares = np.square(vectors.astype(np.float32)).sum(axis=1)
    return np.asarray(np.sqrt(np.maximum(squares, 1)), np.float32)


def _nearest(cosines: NDArray[np.float32], near: float) -> Numbers:
    """Return the places of what is near, the nearest first, and of equals the first."""
    places = np.flatnonzero(cosines >= near)
    return places[np.lexsort((places, -cosines[places]))][: MOST - 1]


def _turned(near: Neighbours) -> Neighbours:
    """Return for each row those that have it among theirs."""
    size = len(near.begins) - 1
    whose = np.repeat(np.arange(size), np.diff(near.begins))
    order = np.argsort(near.others, kind="stable")
    begins = np.concatenate([[0], np.cumsum(np.bincount(near.others, minlength=size))])
    return Neighbours(begins.astype(np.int64), whose[order])
