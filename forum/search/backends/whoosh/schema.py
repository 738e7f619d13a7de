"""What the Whoosh index holds of a document, and how a document is turned into it.

No text is stored: an index that leaks holds words, not pages.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from whoosh.columns import FixedBytesColumn
from whoosh.fields import STORED, FieldType, Schema
from whoosh.formats import Existence, Positions

from forum.search.analysis import Analysed, analyse
from forum.search.documents import Document
from forum.search.ranking import LABEL_FREQUENCY, standing

SEPARATOR = "\x1f"  # between a dimension and its value in the facet field
NUMBERS = np.dtype(
    [
        ("created", "<i8"),  # seconds since 1970
        ("readers", "<i8"),  # fingerprint
        ("version", "<i8"),
        ("content", "<i8"),  # fingerprint
        ("active", "<i8"),  # seconds since 1970
        ("length", "<u4"),  # terms, the title three times
        ("affected", "<u4"),
        ("standing", "<f4"),
    ]
)
_NUMBERS = struct.Struct("<qqqqqIIf")
Posting = tuple[bytes, int, float, bytes]


class PlacedFormat(Positions):  # type: ignore[misc]
    """Positions as plain two-byte numbers, so that NumPy reads them at once."""

    def encode(self, poslist: Iterable[int]) -> bytes:
        """Pack the places of one term in one document."""
        return array("H", poslist).tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """Unpack them again."""
        places: list[int] = np.frombuffer(valuestring, "=u2").tolist()
        return places

    def decode_frequency(self, valuestring: bytes) -> int:
        """Count them."""
        return len(valuestring) // 2


class TermsField(FieldType):  # type: ignore[misc]
    """A field of exact terms: facets, readers, words. It takes an iterable of text."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None)

    def index(self, value: Iterable[str], **_: object) -> Iterator[Posting]:
        """Give each term once."""
        return ((term.encode(), 1, 1.0, b"") for term in value)


class TextField(FieldType):  # type: ignore[misc]
    """The ranked text. It takes what forum.search.analysis made of a document."""

    def __init__(self) -> None:
        super().__init__(format=PlacedFormat(), analyzer=None)

    def index(self, value: Analysed, **_: object) -> Iterator[Posting]:
        """Give each term with its frequency as weight and its positions as value."""
        for term, places in value.positions.items():
            yield term.encode(), len(places), float(len(places)), self.format.encode(places)
        for term, place in value.labels.items():
            yield term.encode(), 1, LABEL_FREQUENCY, self.format.encode([place])


class NumbersField(FieldType):  # type: ignore[misc]
    """A column of NUMBERS for each document."""

    indexed = False

    def __init__(self) -> None:
        super().__init__(format=None, analyzer=None)
        self.indexed = False
        self.column_type = FixedBytesColumn(NUMBERS.itemsize)

    def to_column_value(self, value: bytes) -> bytes:
        """Store the bytes as they are."""
        return value

    def from_column_value(self, value: bytes) -> bytes:
        """Return the bytes as they are."""
        return value


def make_schema() -> Schema:
    """Make the schema, the same in every process."""
    return Schema(
        id=TermsField(),
        key=STORED(),
        text=TextField(),
        word=TermsField(),
        title=TermsField(),
        facet=TermsField(),
        reader=TermsField(),
        numbers=NumbersField(),
    )


def fields_of(
    document: Document, sample: Callable[[Iterable[str], Iterable[str]], list[str]]
) -> dict[str, Any]:
    """Turn a document into the fields of the schema; `sample` chooses the plain words to note."""
    analysed = analyse(document.title, document.text, document.labels, document.place_terms())
    numbers = _NUMBERS.pack(
        int(document.created_at.timestamp()),
        document.fingerprint(),
        document.version,
        document.content_fingerprint(),
        int(document.last_active().timestamp()),
        analysed.length,
        document.affected,
        standing(document.affected, is_answered=document.is_answered),
    )
    return {
        "id": (document.id,),
        "key": document.id,
        "text": analysed,
        "word": sample(analysed.words, document.readers),
        "title": analysed.title_words,
        "facet": [f"{name}{SEPARATOR}{value}" for name, value in document.dimensions()],
        "reader": document.readers,
        "numbers": numbers,
    }
