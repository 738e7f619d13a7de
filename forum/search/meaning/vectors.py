"""Vectors kept small, and those nearest to one found quickly. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from forum.search.meaning.encoder import Vectors

DIMENSIONS = 512
LARGEST = 127
MANY, KEPT = 4_096, 1_500
"""Of more rows than the first, as many as the second are compared exactly: those whose signs agree most."""

Bytes = NDArray[np.int8]
Rows = NDArray[np.int64]


def shrink(vectors: Vectors) -> Bytes:
    """Return them with one byte a number; each row keeps its direction and loses its length."""
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    return np.asarray(np.rint(vectors / largest * LARGEST), np.int8)


class VectorColumn:
    """The vectors of numbered rows: bytes for comparing, one bit a number for choosing what to compare."""

    def __init__(self) -> None:
        self._bytes = np.zeros((0, DIMENSIONS), np.int8)
        self._signs = np.zeros((0, DIMENSIONS // 64), np.uint64)
        self._lengths = np.zeros(0, np.float32)

    def put(self, row: int, vector: bytes) -> None:
        """Store one vector, as `shrink` made it."""
        if row >= len(self._bytes):
            self._grow(max(1024, 2 * row))
        one = np.frombuffer(vector, np.int8)
        self._bytes[row] = one
        self._signs[row] = _signs(one)
        self._lengths[row] = np.linalg.norm(one.astype(np.float32)) or 1.0

    def unit(self, row: int) -> Vectors:
        """Return the vector of a row, of length one."""
        return np.asarray(self._bytes[row] / self._lengths[row], np.float32)

    def cosines(self, vector: Vectors, rows: Rows) -> NDArray[np.float32]:
        """Return how near each of these rows is to a vector of length one."""
        return (self._bytes[rows].astype(np.float32) @ vector) / self._lengths[rows]

    def nearest(self, vector: Vectors, rows: Rows, limit: int) -> tuple[Rows, NDArray[np.float32]]:
        """Return the nearest of these rows, the nearest first, and how near each is."""
        if len(rows) > MANY:
            apart = np.bitwise_count(self._signs[rows] ^ _signs(vector)).sum(axis=1, dtype=np.int64)
            rows = rows[np.argpartition(apart, KEPT)[:KEPT]]
        near = self.cosines(vector, rows)
        best = np.lexsort((rows, -near))[:limit]
        return rows[best], near[best]

    def _grow(self, size: int) -> None:
        more = size - len(self._bytes)
        self._bytes = np.concatenate((self._bytes, np.zeros((more, DIMENSIONS), np.int8)))
        self._signs = np.concatenate((self._signs, np.zeros((more, DIMENSIONS // 64), np.uint64)))
        self._lengths = np.concatenate((self._lengths, np.ones(more, np.float32)))


def _signs(vector: NDArray[np.float32] | Bytes) -> NDArray[np.uint64]:
    return np.packbits(vector > 0).view(np.uint64)
