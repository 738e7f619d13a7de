"""The columns that figures are counted from, and how they are written into a pack and read out of it. Pure."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forum.barriers.lifecycle.states import State
from forum.barriers.vocabulary import CATEGORIES, EXCLUDED, RULE_SOURCES

Array = NDArray[Any]
Columns = dict[str, Array]

# 0 stands for a code that is in no list any more, so that an old row is still counted.
CATEGORY_CODES = ("", *(category.code for category in CATEGORIES))
RULE_SOURCE_CODES = ("", *(term.code for term in RULE_SOURCES))
STATE_CODES: tuple[str, ...] = ("", *State)
EXCLUDED_CODES = tuple(term.code for term in EXCLUDED)

# Days are date.toordinal(); 0 is none. Numbers that nobody said are -1.
BARRIER: dict[str, str] = {
    "id": "<i4",
    "day": "<i4",
    "area": "<i4",
    "department": "<i4",
    "category": "u1",
    "rule_source": "u1",
    "is_public": "u1",
    "is_named": "u1",
    "response_day": "<i4",
    "response_days": "<i4",
}
# `entity` is a group's id, or a person's with a minus where no group is spoken for.
AFFECTED: dict[str, str] = {
    "affected.barrier": "<i4",
    "affected.entity": "<i4",
    "affected.day": "<i4",
    "affected.cost": "<i4",
    "affected.delay": "<i4",
    "affected.excluded": "<u4",
    "affected.is_named": "u1",
}
MOVE: dict[str, str] = {"move.barrier": "<i4", "move.day": "<i4", "move.from": "u1", "move.to": "u1"}
TABLES = (BARRIER, AFFECTED, MOVE)
KEYS = ("id", "affected.barrier", "move.barrier")
_HEAD = struct.Struct("<3I")
_FACTS = 1
"""Goes up when a column changes its meaning, so that every pack is written anew."""

LAYOUT = f"{zlib.crc32(repr((_FACTS, TABLES, CATEGORY_CODES, RULE_SOURCE_CODES, STATE_CODES, EXCLUDED_CODES)).encode()):08x}"


def empty() -> Columns:
    """Give columns without rows."""
    return {name: np.zeros(0, kind) for table in TABLES for name, kind in table.items()}


def of_rows(rows: Sequence[Sequence[tuple[int, ...]]]) -> Columns:
    """Turn rows of the three tables (barriers, affected, moves) into columns."""
    columns: Columns = {}
    for table, lines in zip(TABLES, rows, strict=True):
        turned = list(zip(*lines, strict=True)) if lines else [()] * len(table)
        for (name, kind), values in zip(table.items(), turned, strict=True):
            columns[name] = np.array(values, kind)
    return columns


def write(columns: Columns) -> bytes:
    """Write columns one behind the other, after the number of rows of each table."""
    sizes = [len(columns[key]) for key in KEYS]
    return _HEAD.pack(*sizes) + b"".join(columns[name].tobytes() for table in TABLES for name in table)


def read(written: bytes) -> Columns:
    """Read columns without copying them. Raises ValueError when the bytes are too few."""
    columns: Columns = {}
    place = _HEAD.size
    for size, table in zip(_HEAD.unpack_from(written), TABLES, strict=True):
        for name, kind in table.items():
            columns[name] = np.frombuffer(written, kind, size, place)
            place += columns[name].nbytes
    return columns


def digest(written: bytes) -> str:
    """Name the contents."""
    return hashlib.blake2b(written, digest_size=16).hexdigest()


def without(columns: Columns, ids: Sequence[int]) -> Columns:
    """Leave out some barriers, with what belongs to them."""
    left: Columns = {}
    for key, table in zip(KEYS, TABLES, strict=True):
        kept = ~np.isin(columns[key], np.array(ids, "<i4"))
        left |= {name: columns[name][kept] for name in table}
    return left


def joined(parts: Sequence[Columns]) -> Columns:
    """Put the rows of several together, ordered by barrier; the order within a barrier stays."""
    together: Columns = {}
    for key, table in zip(KEYS, TABLES, strict=True):
        keys = np.concatenate([part[key] for part in parts]) if parts else np.zeros(0, "<i4")
        order = None if (np.diff(keys) >= 0).all() else np.argsort(keys, kind="stable")
        for name, kind in table.items():
            column = np.concatenate([part[name] for part in parts]) if parts else np.zeros(0, kind)
            together[name] = column if order is None else column[order]
    return together
