"""How postings lie on disk: Whoosh's own blocks, but packed so that NumPy reads one without unpickling numbers.

A block holds up to BLOCK postings as three byte strings: steps between ids, weights, and values (compressed by
themselves, since only phrases need them). Whoosh's own matchers read the same blocks, slower.
"""

from __future__ import annotations

import secrets
import zlib
from array import array
from collections.abc import Sequence
from operator import sub
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher, W3PostingsWriter, W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Format
from whoosh.matching import ListMatcher

from forum.search.ranking import LABEL_FREQUENCY

BLOCK = 2048
WORTH_COMPRESSING = 200  # bytes


def pack(numbers: Sequence[int]) -> bytes:
    """Pack whole numbers from 0 into the narrowest type that holds them, named in the first byte."""
    most = max(numbers)
    width = "B" if most < 1 << 8 else "H" if most < 1 << 16 else "I"
    return width.encode() + array(width, numbers).tobytes()


def unpack(packed: bytes) -> npt.NDArray[np.uint32]:
    """Turn packed numbers back into an array."""
    return np.frombuffer(packed, chr(packed[0]), offset=1).astype(np.uint32)


def ids_of(block: tuple[Any, ...]) -> npt.NDArray[np.uint32]:
    """Return the document numbers of a block as it was unpickled."""
    return np.cumsum(unpack(block[0]), dtype=np.uint32)


def weights_of(block: tuple[Any, ...], count: int) -> npt.NDArray[np.float32]:
    """Return the weights of a block; 0 stands for LABEL_FREQUENCY."""
    if block[1] is None:
        return np.ones(count, np.float32)
    weights = unpack(block[1]).astype(np.float32)
    return np.where(weights == 0, np.float32(LABEL_FREQUENCY), weights)


def values_of(block: tuple[Any, ...]) -> tuple[npt.NDArray[np.uint32], bytes]:
    """Return the lengths of a block's values and the values in one string."""
    if not block[2]:
        return np.zeros(0, np.uint32), b""
    lengths, compressed, joined = block[2]
    return unpack(lengths), zlib.decompress(joined) if compressed else joined


class PackedPostingsWriter(W3PostingsWriter):  # type: ignore[misc]
    """Writes blocks of packed arrays where Whoosh writes tuples."""

    def _mini_ids(self) -> bytes:
        ids = self._ids.tolist()
        return pack([ids[0], *map(sub, ids[1:], ids)])

    def _mini_weights(self) -> bytes | None:
        whole = list(map(int, self._weights))  # of LABEL_FREQUENCY, 0
        return None if set(whole) == {1} else pack(whole)

    def _mini_values(self) -> tuple[bytes, bool, bytes] | None:
        if not self._values:
            return None
        joined = b"".join(self._values)
        compress = len(joined) > WORTH_COMPRESSING
        return pack(list(map(len, self._values))), compress, zlib.compress(joined, 1) if compress else joined


class PackedMatcher(W3LeafMatcher):  # type: ignore[misc]
    """Reads packed blocks by Whoosh's own way of going through postings: the fall-back when NumPy cannot."""

    def _read_ids(self) -> None:
        self._need()
        self._ids = ids_of(self._data).tolist()

    def _read_weights(self) -> None:
        self._need()
        self._weights = array("f", weights_of(self._data, self._blocklength).tolist())

    def _read_values(self) -> None:
        self._need()
        lengths, joined = values_of(self._data)
        if not len(lengths):
            self._values = (b"",) * self._blocklength
            return
        ends = np.cumsum(lengths).tolist()
        starts = [0, *ends[:-1]]
        self._values = tuple(joined[start:end] for start, end in zip(starts, ends, strict=True))

    def _need(self) -> None:
        if self._data is None:
            self._read_data()


class PackedCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with packed postings in large blocks, not compressed as a whole."""

    length_stats = (
        False  # lengths stand in a column of our own; Whoosh would look for its own at each posting
    )

    def __init__(self) -> None:
        super().__init__(blocklimit=BLOCK, compression=0)

    def new_segment(self, storage: FileStorage, indexname: str) -> W3Segment:  # noqa: ARG002  # Whoosh's signature
        """Name a segment by the system's randomness: Whoosh's own may repeat itself after a fork."""
        return W3Segment(self, indexname, segid=secrets.token_hex(8))

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> PackedPostingsWriter:  # noqa: ANN401
        """Write postings packed."""
        return PackedPostingsWriter(
            dbfile, blocklimit=self._blocklimit, byteids=byteids, compression=0, inlinelimit=self._inlinelimit
        )

    def postings_reader(
        self,
        dbfile: Any,  # noqa: ANN401
        terminfo: Any,  # noqa: ANN401
        format_: Format,
        term: Any = None,  # noqa: ANN401
        scorer: Any = None,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        """Read postings that were packed."""
        if terminfo.is_inlined():
            ids, weights, values = terminfo.inlined_postings()
            return ListMatcher(ids, weights, values, format_, scorer=scorer, term=term, terminfo=terminfo)
        offset, length = terminfo.extent()
        return PackedMatcher(dbfile, offset, length, format_, term=term, scorer=scorer)
