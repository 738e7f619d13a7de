"""Reads the postings of one segment into NumPy arrays.

The quick way looks into Whoosh's private attributes, so it is tried against the public way once a process; where
the two differ, or the private names are gone, the public way is used from then on, slower but right.
"""

from __future__ import annotations

import io
import logging
import pickle
import struct
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.reading import SegmentReader, TermNotFound

from forum.search.backends.whoosh.codec import ids_of, values_of, weights_of

log = logging.getLogger(__name__)
Ids = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]  # document * 65,536 + position
_BLOCK_LENGTH = struct.Struct("!i")
_MAGIC = 4  # bytes before the first block


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents of one term in one segment, and how often it occurs in each."""

    ids: Ids
    frequencies: npt.NDArray[np.float32]

    def size(self) -> int:
        """Bytes held, about."""
        return int(self.ids.nbytes + self.frequencies.nbytes) + 200


NONE = Postings(np.zeros(0, np.uint32), np.zeros(0, np.float32))


class PostingCache:
    """The postings read last, up to a number of bytes; shared by the segments of a process."""

    def __init__(self, limit: int = 16_000_000) -> None:
        self._limit = limit
        self._held: OrderedDict[tuple[str, str, str], Postings] = OrderedDict()
        self._bytes = 0

    def get(self, key: tuple[str, str, str]) -> Postings | None:
        """Return what is held and remember that it was wanted."""
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found

    def put(self, key: tuple[str, str, str], postings: Postings) -> None:
        """Hold postings, letting go of those unwanted for longest."""
        self._held[key] = postings
        self._bytes += postings.size()
        while self._bytes > self._limit and self._held:
            self._bytes -= self._held.popitem(last=False)[1].size()

    def forget(self, segment: str) -> None:
        """Let go of a segment that is no more."""
        for key in [key for key in self._held if key[0] == segment]:
            self._bytes -= self._held.pop(key).size()


class PostingReader:
    """Reads one segment. `quick` is shared by all: None until tried."""

    quick: bool | None = None

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader
        if PostingReader.quick is None:
            PostingReader.quick = self._quick_way_is_right()

    def read(self, field: str, term: str) -> Postings:
        """Return the postings of a term, empty when it does not occur. Deleted documents are among them."""
        if PostingReader.quick:
            parts = [(ids_of(data), weights_of(data, count)) for count, data in self._blocks(field, term)]
        else:
            parts = [self._slowly(field, term)]
        if not parts:
            return NONE
        if len(parts) == 1:
            return Postings(*parts[0])
        return Postings(
            np.concatenate([ids for ids, _ in parts]), np.concatenate([many for _, many in parts])
        )

    def places(self, field: str, term: str) -> Places:
        """Return every place of a term as document * 65,536 + position, in order."""
        if PostingReader.quick:
            found = [_places_of(data) for _, data in self._blocks(field, term)]
            return np.concatenate(found) if found else np.zeros(0, np.int64)
        keys = [
            (matcher.id() << 16) + place
            for matcher in self._matching(field, term)
            for place in np.frombuffer(matcher.value(), "=u2").tolist()
        ]
        return np.array(keys, np.int64)

    def everything(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """Yield every posting of the documents that live: field, term, document, weight, value; for merging."""
        if not PostingReader.quick:
            yield from SegmentReader.iter_postings(self._reader)
            return
        deleted = frozenset(self._reader.segment().deleted_docs())
        for (field, term), info in self._reader:
            for count, data in self._blocks_at(info):
                for number, weight, value in _rows_of(data, count):
                    if number not in deleted:
                        yield field, term, number, weight, value

    def close(self) -> None:
        """Let go of the segment's files."""
        self._reader.close()

    def lexicon(self, field: str, prefix: str = "", start: str = "") -> Iterator[str]:
        """Yield the terms of a field that begin so, in order, from `start` on."""
        for name, term in self._reader.terms_from(field, max(prefix, start)):
            if name != field or not term.startswith(prefix.encode()):
                return
            yield term.decode()

    def _blocks(self, field: str, term: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
        try:
            info = self._reader._terms.term_info(field, term.encode())  # noqa: SLF001
        except (TermNotFound, KeyError):
            return
        yield from self._blocks_at(info)

    def _blocks_at(self, info: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:  # noqa: ANN401
        offset, length = info.extent()
        length = length[0] if isinstance(length, tuple) else length  # Whoosh 2.7.4 forgets to unpack it
        raw = io.BytesIO(self._reader._terms._postfile.get(offset, length))  # noqa: SLF001
        raw.seek(_MAGIC)
        more = True
        while more:
            more = _BLOCK_LENGTH.unpack(raw.read(_BLOCK_LENGTH.size))[0] > 0
            count = pickle.load(raw)[0]  # noqa: S301  # the folder belongs to the application alone
            yield count, pickle.load(raw)  # noqa: S301

    def _matching(self, field: str, term: str) -> Iterator[Any]:
        try:
            matcher = self._reader.postings(field, term)
        except TermNotFound:
            return
        while matcher.is_active():
            yield matcher
            matcher.next()

    def _slowly(self, field: str, term: str) -> tuple[Ids, npt.NDArray[np.float32]]:
        pairs = [(matcher.id(), matcher.weight()) for matcher in self._matching(field, term)]
        ids, weights = zip(*pairs, strict=True) if pairs else ((), ())
        return np.array(ids, np.uint32), np.array(weights, np.float32)

    def _quick_way_is_right(self) -> bool:
        PostingReader.quick = True
        try:
            samples = list(islice(self.lexicon("text"), 5))
            same = all(self._same("text", term) for term in samples)
        except (
            AttributeError,
            TypeError,
            ValueError,
            LookupError,
            EOFError,
            pickle.UnpicklingError,
        ) as error:
            log.warning("Postings are read the slow way: %r", error)
            return False
        if not same:
            log.warning("Postings are read the slow way: the quick way differs.")
        return same

    def _same(self, field: str, term: str) -> bool:
        quick, (ids, weights) = self.read(field, term), self._slowly(field, term)
        deleted = [number for number in quick.ids.tolist() if self._reader.is_deleted(number)]
        kept = ~np.isin(quick.ids, deleted)  # the public way leaves deleted documents out
        return np.array_equal(quick.ids[kept], ids) and np.array_equal(quick.frequencies[kept], weights)


def _rows_of(data: tuple[Any, ...], count: int) -> Iterator[tuple[int, float, bytes]]:
    lengths, joined = values_of(data)
    ends = lengths.cumsum().tolist() or [0] * count
    starts = [0, *ends[:-1]]
    values = (joined[start:end] for start, end in zip(starts, ends, strict=True))
    return zip(ids_of(data).tolist(), weights_of(data, count).tolist(), values, strict=True)


def _places_of(data: tuple[Any, ...]) -> Places:
    lengths, joined = values_of(data)
    documents = np.repeat(ids_of(data).astype(np.int64), lengths // 2)
    places: Places = (documents << 16) + np.frombuffer(joined, "=u2")
    return places
