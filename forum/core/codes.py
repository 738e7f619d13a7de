"""What a code stands for, and what stands for a date, where a row may hold one that no one can read: such a row shows a missing fact, and fails no page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Protocol, TypeVar, overload

UNKNOWN_CODE = "unknown"
UNKNOWN_LABEL = "Not known"
MISSING_WORDS = "<p>(These words cannot be read.)</p>"
"""Stand for HTML that is not there."""
UNKNOWN_DAY = date(1900, 1, 1)
UNKNOWN_MOMENT = datetime(1900, 1, 1, 12, tzinfo=UTC)
"""Stand for a date that cannot be read: the row has one, so that what is hidden or deleted stays so."""

Code = TypeVar("Code")
Value = TypeVar("Value")


class ByCode(dict[Code, Value]):
    """Labels and the like by code, with what an unknown code has instead: a label that says so, unless told."""

    @overload
    def __init__(self: ByCode[Code, str], known: Mapping[Code, str]) -> None: ...
    @overload
    def __init__(self, known: Mapping[Code, Value], *, unknown: Value) -> None: ...
    def __init__(self, known: Mapping[Code, Any], *, unknown: Any = UNKNOWN_LABEL) -> None:
        super().__init__(known)
        self._unknown: Value = unknown

    def __missing__(self, code: Code) -> Value:
        return self._unknown


class Labelled(Protocol):
    """What has a label."""

    @property
    def label(self) -> str:
        """What people read."""


def labels_of(known: Mapping[Code, Labelled]) -> dict[Code, str]:
    """Return the labels alone, by code."""
    return {code: one.label for code, one in known.items()}
