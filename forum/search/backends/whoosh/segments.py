"""One segment of the index as arrays: who is in it, what each document is, and the postings of its terms.

A segment never changes once written; only the set of its deleted documents does. So its arrays are kept for as
long as it lives, and the live documents are looked up anew at each refresh.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader

from forum.search.backends.whoosh.postings import PostingCache, PostingReader, Postings
from forum.search.backends.whoosh.schema import NUMBERS, SEPARATOR
from forum.search.documents import MANY_VALUED
from forum.search.ranking import Floats, length_norms
from forum.search.spelling import Lexicon

Mask = npt.NDArray[np.bool_]
_MASKS_KEPT = 24
_RARE = 16  # a term in fewer than one document of so many needs no mask kept


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one dimension in a segment, and which document has which.

    For a single value, `ordinals` has one number a document (0: none, else the index of the value + 1). For
    many values, `documents` and `ordinals` are pairs.
    """

    values: tuple[str, ...]
    ordinals: npt.NDArray[np.int32]
    documents: npt.NDArray[np.int32] | None = None

    def counts(self, mask: Mask, found: npt.NDArray[np.intp]) -> Mapping[str, int]:
        """Count the values over documents, given as a mask and as their numbers."""
        chosen = self.ordinals[found] if self.documents is None else self.ordinals[mask[self.documents]]
        counted = np.bincount(chosen, minlength=len(self.values) + 1)[1:].tolist()
        return {value: count for value, count in zip(self.values, counted, strict=True) if count}


class Segment:
    """One opened segment."""

    def __init__(self, storage: FileStorage, schema: Any, segment: Any, cache: PostingCache) -> None:  # noqa: ANN401
        self.id: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        self.reader = SegmentReader(storage, schema, segment)
        self.postings = PostingReader(self.reader)
        self._cache = cache
        self._masks: OrderedDict[tuple[str, str], Mask] = OrderedDict()
        self._facets: dict[str, Facet] = {}
        self._norms: tuple[float, Floats] | None = None
        try:
            self.numbers = self._read_numbers()
            self.reader.stored_fields(0)  # opens the file now, for it may be deleted before it is wanted
        except BaseException:
            self.reader.close()
            raise
        self.renew(segment)

    def renew(self, segment: Any) -> None:  # noqa: ANN401
        """Take note of what was deleted since."""
        self.live = np.ones(self.size, np.bool_)
        self.live[list(segment.deleted_docs())] = False

    def read(self, term: str, field: str = "text") -> Postings:
        """Return the postings of a term, from the cache if they were wanted lately."""
        key = (self.id, field, term)
        found = self._cache.get(key)
        if found is None:
            found = self.postings.read(field, term)
            self._cache.put(key, found)
        return found

    def mask(self, field: str, term: str) -> Mask:
        """Return one boolean a document: does the field have the term? Not to be changed."""
        key = (field, term)
        mask = self._masks.get(key)
        if mask is None:
            mask = np.zeros(self.size, np.bool_)
            mask[self.read(term, field).ids] = True
            self._masks[key] = mask
            if len(self._masks) > _MASKS_KEPT:
                self._masks.popitem(last=False)
        else:
            self._masks.move_to_end(key)
        return mask

    def any_of(self, field: str, terms: Iterable[str]) -> Mask:
        """Return one boolean a document: does the field have any of the terms? A fresh array."""
        found = np.zeros(self.size, np.bool_)
        for term in terms:
            postings = self.read(term, field)
            if len(postings.ids) * _RARE < self.size:
                found[postings.ids] = True
            else:
                found |= self.mask(field, term)
        return found

    def visible(self, readers: frozenset[str]) -> Mask:
        """Return one boolean a document: may somebody with these tokens read it? A fresh array."""
        return self.any_of("reader", readers) & self.live

    def norms(self, average_length: float) -> Floats:
        """Return BM25's length norm of each document."""
        if self._norms is None or self._norms[0] != average_length:
            self._norms = (average_length, length_norms(self.lengths, average_length))
        return self._norms[1]

    @cached_property
    def lengths(self) -> npt.NDArray[np.uint32]:
        """The number of terms of each document."""
        return np.ascontiguousarray(self.numbers["length"])

    @cached_property
    def lexicon(self) -> Lexicon:
        """Its plain words, for misspelt ones to be compared with; read when first wanted."""
        return Lexicon(self.postings.lexicon("word"))

    def facet(self, dimension: str) -> Facet:
        """Return a dimension's values, read from the postings once."""
        if dimension not in self._facets:
            self._facets[dimension] = self._read_facet(dimension)
        return self._facets[dimension]

    def name(self, number: int) -> str:
        """Return the id of a document."""
        return str(self.reader.stored_fields(number)["key"])

    def close(self) -> None:
        """Let go of the files and of what is cached."""
        self._cache.forget(self.id)
        self.reader.close()

    def _read_numbers(self) -> npt.NDArray[Any]:
        column = self.reader.column_reader("numbers", translate=False)
        numbers = np.zeros(self.size, NUMBERS)
        stored = np.frombuffer(b"".join(column), NUMBERS)
        numbers[: len(stored)] = stored
        return numbers

    def _read_facet(self, dimension: str) -> Facet:
        prefix = f"{dimension}{SEPARATOR}"
        terms = tuple(self.postings.lexicon("facet", prefix))
        lists = [self.postings.read("facet", term).ids for term in terms]
        values = tuple(term.removeprefix(prefix) for term in terms)
        if dimension in MANY_VALUED:
            numbers = np.repeat(np.arange(1, len(lists) + 1, dtype=np.int32), [len(ids) for ids in lists])
            documents = np.concatenate(lists) if lists else np.zeros(0, np.uint32)
            return Facet(values, numbers.astype(np.int32), documents.astype(np.int32))
        ordinals = np.zeros(self.size, np.int32)
        for ordinal, ids in enumerate(lists, start=1):
            ordinals[ids] = ordinal
        return Facet(values, ordinals)
