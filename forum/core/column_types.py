"""Types of columns that bear what nobody wrote: a row that was damaged shows as one with missing facts, and fails no page.

What cannot be read is reported once by each process (`core.damage_reports`) and read as the value that says least.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container
from copy import copy
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import JSON, Date, DateTime, Dialect, LargeBinary, MetaData, String, Table, Text, event
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator, TypeEngine

from forum.core.codes import MISSING_WORDS, UNKNOWN_CODE, UNKNOWN_DAY, UNKNOWN_MOMENT
from forum.core.damage_reports import report_damage

Value = TypeVar("Value")
Code = TypeVar("Code", bound=StrEnum)
Read = Callable[[Any], Any]


class Forgiving(TypeDecorator[Value]):
    """A type whose values are read by `read`, which raises ValueError, TypeError or KeyError; `unknown` is read instead."""

    __abstract__ = True
    place = ""
    """The table and column, as in thread.created_at."""
    may_be_empty = False

    @property
    def unknown(self) -> Value:
        """What is read where the value cannot be."""
        raise NotImplementedError

    def read(self, value: Any) -> Value:  # noqa: ANN401  # what a driver gives
        """Read what the driver gives."""
        raise NotImplementedError

    def result_processor(self, dialect: Dialect, coltype: object) -> Read:
        """Return what reads each value; called once for each column of a statement."""
        del dialect, coltype
        read = self.read

        def forgive(value: Any) -> Value | None:  # noqa: ANN401  # what a driver gives
            if value is None:
                return None
            try:
                return read(value)
            except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
                report_damage(self.place, value)
                return self.unknown

        return forgive


class UtcDateTime(Forgiving[datetime]):
    """A moment: stored in UTC, always aware in Python. Raises ValueError for a naive moment that is to be stored."""

    impl = DateTime(timezone=True)
    cache_ok = True
    unknown = UNKNOWN_MOMENT

    @property
    def python_type(self) -> type[datetime]:
        """The type of its values."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC, naive on SQLite, which has no time zones."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def read(self, value: datetime | str) -> datetime:
        """Give the moment its time zone back; SQLite keeps moments as text."""
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Day(Forgiving[date]):
    """A date."""

    impl = Date
    cache_ok = True
    unknown = UNKNOWN_DAY

    @property
    def python_type(self) -> type[date]:
        """The type of its values."""
        return date

    def read(self, value: date | str) -> date:
        """Read a date; SQLite keeps it as text."""
        return date.fromisoformat(value) if isinstance(value, str) else value


class CodeOf(Forgiving[Code], Generic[Code]):
    """One of the codes of an enumeration; another one reads as a member of no name and the value "unknown"."""

    impl = String
    cache_ok = True

    def __init__(self, codes: type[Code], length: int) -> None:
        super().__init__(length)
        self.codes, self.length = codes, length
        self._members: dict[str, Code] = {str(one): one for one in codes}
        self._unknown = str.__new__(codes, UNKNOWN_CODE)
        self._unknown._name_, self._unknown._value_ = "UNKNOWN", UNKNOWN_CODE

    @property
    def unknown(self) -> Code:
        """A member that is none of the enumeration's own."""
        return self._unknown

    def read(self, value: str) -> Code:
        """Find the code."""
        return self._members[value]


class NameOf(Forgiving[Any]):
    """A name out of those known when it is read; another one reads as "unknown"."""

    impl = String
    cache_ok = True
    unknown = UNKNOWN_CODE

    def __init__(self, known: Callable[[], Container[str]], length: int) -> None:
        super().__init__(length)
        self.known, self.length = known, length

    def read(self, value: str) -> str:
        """Find the name."""
        if value not in self.known():
            raise KeyError(value)
        return value


class JsonOf(Forgiving[Any]):
    """Facts in JSON, of one shape: a dict or a list. Anything else reads as an empty one."""

    impl = JSON
    cache_ok = True

    def __init__(self, shape: type[dict[Any, Any] | list[Any]]) -> None:
        super().__init__(none_as_null=True)
        self.shape = shape

    def coerce_compared_value(self, op: OperatorType | None, value: object) -> TypeEngine[Any]:
        """Have what is compared with a part of it be text or a number, as JSON has it."""
        return self.impl_instance.coerce_compared_value(op, value)

    @property
    def unknown(self) -> Any:  # noqa: ANN401  # of its shape
        """An empty one."""
        return self.shape()

    def read(self, value: Any) -> Any:  # noqa: ANN401  # of its shape
        """Read JSON, which drivers give as text or read themselves; an empty column may hold JSON's null."""
        facts = json.loads(value) if isinstance(value, str | bytes) else value
        if facts is None and self.may_be_empty:
            return None
        if not isinstance(facts, self.shape):
            raise TypeError(self.shape)
        return facts


class StoredHtml(Forgiving[str]):
    """HTML as it is shown; what is no text reads as a sentence that says so."""

    impl = Text
    cache_ok = True
    unknown = MISSING_WORDS

    def read(self, value: str) -> str:
        """Read text."""
        if not isinstance(value, str):
            raise TypeError(type(value))
        return value


class BytesOf(Forgiving[Any]):
    """Bytes of one length; any others read as none, as if there were nothing yet."""

    impl = LargeBinary
    cache_ok = True
    unknown = None

    def __init__(self, length: int) -> None:
        super().__init__()
        self.length = length

    def read(self, value: bytes) -> bytes:
        """Read all of them."""
        if not isinstance(value, bytes) or len(value) != self.length:
            raise ValueError(self.length)
        return value


@event.listens_for(Table, "after_parent_attach")
def _name_places(table: Table, _metadata: MetaData) -> None:
    """Let each type know its column, for what it may have to report."""
    for column in table.columns:
        if isinstance(column.type, Forgiving):
            kind: TypeEngine[Any] = copy(column.type)
            kind.place = f"{table.name}.{column.name}"  # type: ignore[attr-defined]
            kind.may_be_empty = bool(column.nullable)  # type: ignore[attr-defined]
            column.type = kind
