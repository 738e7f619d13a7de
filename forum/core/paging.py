"""Keyset pagination: a page costs the same however deep it is, and nothing moves while people read."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from forum.core.db import db
from forum.core.row_ids import LARGEST_ID

PAGE_SIZE = 20
CARDS_A_PAGE = 12
"""Cards are taller than lines: as many as a phone shows in a few screens."""
Row = TypeVar("Row")
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Up to `size` rows, and the cursors that lead to the rows before and after them."""

    rows: Sequence[Row]
    previous: str | None
    next: str | None

    def __len__(self) -> int:
        return len(self.rows)


class Paging:
    """One page of what is ordered by the columns given, the last of which must be unique.

    All columns are sorted the same way (descending unless `ascending`). A cursor that nobody could have
    got from us is treated as none, so that a mangled link shows the first page.
    """

    def __init__(
        self,
        by: Sequence[InstrumentedAttribute[Any]],
        cursor: str | None,
        *,
        ascending: bool = False,
        size: int = PAGE_SIZE,
    ) -> None:
        self._backwards, key = _decode(cursor, len(by))
        self._by, self._key, self._size = by, _typed(key, by), size
        self.is_rising = ascending != self._backwards

    def narrow(self, query: Select[tuple[Row]]) -> Select[tuple[Row]]:
        """Return the query for the rows of this page, and one more."""
        if self._key:
            place = tuple_(*self._by)
            query = query.where(place > self._key if self.is_rising else place < self._key)
        order = (c.asc() if self.is_rising else c.desc() for c in self._by)
        return query.order_by(None).order_by(*order).limit(self._size + 1)

    def page(self, found: Sequence[Row]) -> Page[Row]:
        """Make the page of the rows that were read, in the order of the query."""
        more, rows = len(found) > self._size, list(found[: self._size])
        if self._backwards:
            rows.reverse()
        has_previous, has_next = (more, True) if self._backwards else (bool(self._key), more)
        return Page(
            rows=rows,
            previous=_encode(rows[0], self._by, backwards=True) if rows and has_previous else None,
            next=_encode(rows[-1], self._by, backwards=False) if rows and has_next else None,
        )


def page_of(
    query: Select[tuple[Row]],
    *,
    by: Sequence[InstrumentedAttribute[Any]],
    cursor: str | None,
    ascending: bool = False,
    size: int = PAGE_SIZE,
) -> Page[Row]:
    """Read one page of a query."""
    paging = Paging(by, cursor, ascending=ascending, size=size)
    return paging.page(list(db.session.scalars(paging.narrow(query)).unique()))


def cursor_after(*values: object) -> str:
    """Make the cursor of the page that begins just after the row with this key."""
    return _written("f", list(values))


def _encode(row: object, by: Sequence[InstrumentedAttribute[Any]], *, backwards: bool) -> str:
    return _written("b" if backwards else "f", [getattr(row, column.key) for column in by])


def _written(direction: str, values: list[object]) -> str:
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    text = json.dumps([direction, *plain], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str | None, length: int) -> tuple[bool, Key]:
    if not cursor:
        return False, ()
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        direction, *key = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, TypeError, RecursionError):
        return False, ()
    if direction not in ("b", "f") or len(key) != length:
        return False, ()
    return direction == "b", tuple(key)


def _typed(key: Key, by: Sequence[InstrumentedAttribute[Any]]) -> Key:
    """Give each part of the key its column's type; an empty key where one does not fit."""
    try:
        return tuple(_as(column.type.python_type, part) for column, part in zip(by, key, strict=False))
    except (TypeError, ValueError, OverflowError):
        return ()


def _as(kind: type, part: object) -> object:
    if issubclass(kind, datetime):
        moment = datetime.fromisoformat(str(part))
        if moment.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return moment.astimezone(UTC)  # OverflowError in the first and the last hours of all time
    if issubclass(kind, date):
        return date.fromisoformat(str(part))
    if not isinstance(part, kind) or isinstance(part, bool):
        raise TypeError("the cursor does not fit")
    if isinstance(part, int) and abs(part) > LARGEST_ID:
        raise OverflowError("the cursor holds a number that no column does")
    if isinstance(part, str) and b"\0" in part.encode():  # nor can half of a letter, which is a ValueError
        raise ValueError("the cursor holds what no text can")
    return part
