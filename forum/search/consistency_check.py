"""Compares the index with the database: what is missing, what should not be there, what is out of date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from forum.search.engine import Stamp


class Fault(StrEnum):
    """What can be wrong with one document in the index."""

    MISSING = "missing"
    UNWANTED = "unwanted"
    OLD = "old"
    WRONG_READERS = "wrong readers"


@dataclass(frozen=True, slots=True)
class IndexDifference:
    """One document that differs."""

    id: str
    fault: Fault


def differences(expected: Iterable[Stamp], held: Iterable[Stamp]) -> Iterator[IndexDifference]:
    """Give what differs, in the order of ids. Both must come in that order (of code points, PostgreSQL's "C").

    `expected` is what the database says: id, version and documents.readers_fingerprint of each document;
    `held` is the engine's `stamps()`, from the same id on. Wrong readers are told before an old version.
    """
    wanted, found = iter(expected), iter(held)
    other = next(found, None)
    for one in wanted:
        while other and other.id < one.id:
            yield IndexDifference(other.id, Fault.UNWANTED)
            other = next(found, None)
        if other is None or other.id != one.id:
            yield IndexDifference(one.id, Fault.MISSING)
            continue
        fault = _fault(one, other)
        if fault:
            yield IndexDifference(one.id, fault)
        other = next(found, None)
    while other:
        yield IndexDifference(other.id, Fault.UNWANTED)
        other = next(found, None)


def _fault(wanted: Stamp, held: Stamp) -> Fault | None:
    if wanted.readers_fingerprint != held.readers_fingerprint:
        return Fault.WRONG_READERS
    return Fault.OLD if wanted.version != held.version else None
