"""What a barrier means and the rare words that it says, as one vector: near in either makes two barriers nearer. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from forum.search.meaning.vectors import DIMENSIONS, Bytes, shrink
from forum.themes.telling_words import BarrierWords

WORDS_WEIGH = 0.6
"""Beside the meaning, which weighs 1; chosen on three planted themes (ADR 56)."""


def describe(meanings: Bytes, said: Sequence[BarrierWords], everywhere: Counter[str], total: int) -> Bytes:
    """Return one row for each barrier: its meaning, and its words by how rare they are.

    A term that no other barrier says tells nothing of likeness, and is left out.
    """
    codes: dict[str, NDArray[np.float32]] = {}
    words = np.zeros((len(said), DIMENSIONS), np.float32)
    for row, one in enumerate(said):
        for term in sorted(one.words):
            if everywhere[term] > 1:
                if term not in codes:
                    codes[term] = _code(term) * np.float32(math.log(total / everywhere[term]))
                words[row] += codes[term]
    together = np.concatenate([_unit(meanings.astype(np.float32)), WORDS_WEIGH * _unit(words)], axis=1)
    return shrink(together.astype(np.float32))


def _code(term: str) -> NDArray[np.float32]:
    """Return a direction of its own for a term, the same in every process; two terms are nearly at right angles."""
    drawn = blake2b(term.encode(), digest_size=DIMENSIONS // 8).digest()
    signs = np.unpackbits(np.frombuffer(drawn, np.uint8))
    return signs.astype(np.float32) * 2 - 1


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return np.asarray(rows / lengths, np.float32)
