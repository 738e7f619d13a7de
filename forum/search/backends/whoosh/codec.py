"""How postings lie on disk: Whoosh's own blocks, but packed so that NumPy reads one without unpickling numbers.

A block holds up to BLOCK postings as three byte strings: steps between ids, weights, and values (compressed by
themselves, since only phrases need them). Whoosh's own matchers read the same blocks, slower.
"""

from __future__ import annotations

import zlib
from array import array
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher, W3PostingsWriter
from whoosh.formats import Format
from whoosh.matching import ListMatcher

BLOCK = 2048
_WIDTHS = ("<u1", "<u2", "<u4")


def pack(numbers: npt.NDArray[np.int64]) -> tuple[str, bytes]:
    """Pack whole numbers from 0 into the narrowest type that holds them."""
    most = int(numbers.max(initial=0))
    width = _WIDTHS[(most > 0xFF) + (most > 0xFFFF)]  # noqa: PLR2004
    return width, numbers.astype(width).tobytes()


def unpack(packed: tuple[str, bytes]) -> npt.NDArray[np.uint32]:
    """Turn packed numbers back into an array."""
    return np.frombuffer(packed[1], packed[0]).astype(np.uint32)


def ids_of(block: tuple[Any, ...]) -> npt.NDArray[np.uint32]:
    """Give the document numbers of a block as it was unpickled."""
    return np.cumsum(unpack(block[0]), dtype=np.uint32)


def weights_of(block: tuple[Any, ...], count: int) -> npt.NDArray[np.float32]:
    """Give the weights of a block."""
    return np.ones(count, np.float32) if block[1] is None else unpack(block[1]).astype(np.float32)


def values_of(block: tuple[Any, ...]) -> tuple[npt.NDArray[np.uint32], bytes]:
    """Give the lengths of a block's values and the values in one string."""
    return (unpack(block[2][0]), zlib.decompress(block[2][1])) if block[2] else (np.zeros(0, np.uint32), b"")


class PackedPostingsWriter(W3PostingsWriter):  # type: ignore[misc]
    """Writes blocks of packed arrays where Whoosh writes tuples."""

    def _mini_ids(self) -> tuple[str, bytes]:
        return pack(np.diff(np.array(self._ids, np.int64), prepend=np.int64(0)).astype(np.int64))

    def _mini_weights(self) -> tuple[str, bytes] | None:
        weights = np.array(self._weights, np.int64)
        return None if (weights == 1).all() else pack(weights)

    def _mini_values(self) -> tuple[tuple[str, bytes], bytes] | None:
        if self._format.fixed_value_size() == 0 or not self._values:
            return None
        lengths = pack(np.array([len(value) for value in self._values], np.int64))
        return lengths, zlib.compress(b"".join(self._values), 1)


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

    def __init__(self) -> None:
        super().__init__(blocklimit=BLOCK, compression=0)

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
