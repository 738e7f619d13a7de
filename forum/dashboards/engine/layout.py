"""The columns of the fact table: names, types and code lists."""

from __future__ import annotations

import zlib
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

# Days are date.toordinal(); 0 is none. Numbers that nobody gave are -1.
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
# `entity` is a group's id, or a person's with a minus where no group is spoken for; 0 where neither may be known.
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
FOREIGN_KEYS = KEYS[1:]
_VERSION = 2
"""Goes up when a column changes its meaning, so that every snapshot is rebuilt."""

LAYOUT = f"{zlib.crc32(repr((_VERSION, TABLES, CATEGORY_CODES, RULE_SOURCE_CODES, STATE_CODES, EXCLUDED_CODES)).encode()):08x}"


def empty() -> Columns:
    """Return columns without rows."""
    return {name: np.zeros(0, kind) for table in TABLES for name, kind in table.items()}
