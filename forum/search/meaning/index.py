"""What one process holds of all vectors, and what is near to a text among what somebody may read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from forum.search.engine import Hit, SimilarQuery
from forum.search.meaning.encoder import Encoder, Vectors, encode_cases
from forum.search.meaning.store import VectorRow, read_vectors
from forum.search.meaning.vectors import VectorColumn
from forum.search.word_lists import read_lines

QUERIES_KEPT = 64
ASIDE = 0.1
"""How much nearer than the other one to an everyday matter a text has to be, so that it is about that."""
Mask = NDArray[np.bool_]


class CodedColumn:
    """A value of each row as a small number, so that all rows with some values are found at once."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._of_row = np.zeros(0, np.int32)

    def put(self, row: int, value: str) -> None:
        """Store the value of one row."""
        if row >= len(self._of_row):
            more = max(1024, 2 * row) - len(self._of_row)
            self._of_row = np.concatenate((self._of_row, np.full(more, -1, np.int32)))
        self._of_row[row] = self._codes.setdefault(value, len(self._codes))

    def is_any_of(self, values: Iterable[str], number: int) -> Mask:
        """Return which of the first rows have one of these values."""
        codes = [self._codes[value] for value in values if value in self._codes]
        return np.isin(self._of_row[:number], codes)

    def values(self) -> Iterable[str]:
        """Return all values that any row ever had."""
        return self._codes


class MeaningIndex:
    """All vectors of one encoder, read from the database when first asked, and whatever is new at each question."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self._serial = 0
        self._ids: list[str] = []
        self._rows: dict[str, int] = {}
        self._vectors = VectorColumn()
        self._readers = CodedColumn()
        self._columns: dict[str, CodedColumn] = {}
        self._queries: OrderedDict[tuple[str, str], Vectors] = OrderedDict()

    def load(self) -> None:
        """Read what all processes share: the encoder's weights, and the everyday matters by which drafts are told apart."""
        _ = self._matters

    def nearest(self, query: SimilarQuery) -> tuple[Hit, ...]:
        """Find what is nearest to a draft in meaning, the nearest first; `score` is the cosine, from -1 to 1.

        What somebody may not read is left out before anything is ranked.
        """
        self.refresh()
        wanted = self._readable(query.readers)
        for dimension, values in query.filters.items():
            wanted &= self._filtered(dimension, values)
        wanted[[self._rows[one] for one in query.without if one in self._rows]] = False
        rows, near = self._vectors.nearest(self._asked(query), np.flatnonzero(wanted), query.limit)
        return tuple(Hit(self._ids[row], float(one)) for row, one in zip(rows, near, strict=True))

    def cosines(self, query: SimilarQuery, ids: Iterable[str]) -> dict[str, float]:
        """Return how near each of these documents is to a draft or document, as far as it has a vector.

        It goes by what the search for them has read: whoever compares has asked for the nearest first.
        """
        held = {one: self._rows[one] for one in ids if one in self._rows}
        near = self._vectors.cosines(self._asked(query), np.fromiter(held.values(), np.int64, len(held)))
        return dict(zip(held, map(float, near), strict=True))

    def everyday(self, query: SimilarQuery, ids: Iterable[str]) -> dict[str, float]:
        """Return how near a draft is to an everyday matter that each of these documents is not about, from 0 to 1.

        Between two documents it goes for either, so that it is the same from both sides.
        """
        held = {one: self._rows[one] for one in ids if one in self._rows}
        asked = self._matters @ self._asked(query)
        others = [self._matters @ self._vectors.unit(row) for row in held.values()]
        return {
            one: _aside(asked, other, both=query.document in self._rows)
            for one, other in zip(held, others, strict=True)
        }

    @cached_property
    def _matters(self) -> Vectors:
        return self.encoder.encode(read_lines("everyday_matters"))

    def _vector(self, title: str, text: str) -> Vectors:
        """Return the vector of a draft; the last ones asked for are kept, for a page asks more than once."""
        key = (title, text)
        if key not in self._queries:
            self._queries[key] = encode_cases(self.encoder, [key])[0]
            if len(self._queries) > QUERIES_KEPT:
                self._queries.popitem(last=False)
        self._queries.move_to_end(key)
        return self._queries[key]

    def refresh(self) -> None:
        """Read what was written since the last question."""
        for row in read_vectors(self.encoder, self._serial):
            self._take(row)
            self._serial = row.serial

    def _asked(self, query: SimilarQuery) -> Vectors:
        """Return the vector of a document that has one, so that two are as near from either side; else of the words."""
        row = self._rows.get(query.document or "")
        return self._vector(query.title, query.text) if row is None else self._vectors.unit(row)

    def _take(self, row: VectorRow) -> None:
        number = self._rows.setdefault(row.document_id, len(self._ids))
        if number == len(self._ids):
            self._ids.append(row.document_id)
        if row.vector is None:
            self._readers.put(number, "")
            return
        self._vectors.put(number, row.vector)
        self._readers.put(number, row.readers)
        held: dict[str, list[str]] = {}
        for dimension, value in row.dimensions:
            held.setdefault(dimension, []).append(value)
        for dimension in self._columns.keys() | held.keys():
            column = self._columns.setdefault(dimension, CodedColumn())
            column.put(number, "\x1f".join(held.get(dimension, ())))

    def _readable(self, tokens: frozenset[str]) -> Mask:
        sets = [one for one in self._readers.values() if not tokens.isdisjoint(one.split())]
        return self._readers.is_any_of(sets, len(self._ids))

    def _filtered(self, dimension: str, wanted: Sequence[str]) -> Mask:
        """Return which rows have any of these values; of tags, all of them."""
        column = self._columns.get(dimension, CodedColumn())
        fits = all if dimension == "tag" else any
        values = [one for one in column.values() if fits(value in one.split("\x1f") for value in wanted)]
        padded = np.zeros(len(self._ids), np.bool_)
        found = column.is_any_of(values, len(self._ids))
        padded[: len(found)] = found
        return padded


def _aside(one: Vectors, other: Vectors, *, both: bool) -> float:
    """Return the greatest of these cosines of which the first, or either, is clearly above the other."""
    apart = np.abs(one - other) if both else one - other
    return float(np.maximum(one, other).max(initial=0.0, where=apart > ASIDE))
