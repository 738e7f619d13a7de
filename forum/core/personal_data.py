"""What a feature says of the personal data in its tables: which rows are whose, what is exported, what goes when somebody leaves.

Each feature declares its tables in its manifest; forum.privacy reads, exports and erases from that, and
tests/architecture/test_personal_data.py refuses a table that leads to a person and is declared nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypedDict, Unpack, cast

from sqlalchemy import Column, ColumnElement, Table, delete, select, update

from forum.core.column_types import JsonOf
from forum.core.db import Base, change_rows, db


class OnLeaving(StrEnum):
    """What becomes of somebody's rows in a table when they delete their account."""

    DELETED = "deleted"
    KEPT = "kept"
    """They stay, and name nobody: whoever they point to is “a former member” from then on."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """That somebody leaves: who they were until now, and whether what they posted goes with them."""

    person_id: int
    name: str
    email: str
    takes_words: bool


@dataclass(frozen=True, slots=True)
class PersonalTable:
    """The rows of one table that are a person's, by one way of columns from there to the person."""

    table: type[Base]
    via: tuple[str, ...]
    """Foreign keys, one after the other, from this table to `person`; empty for the table of people itself."""
    heading: str
    """What the rows are, on the page that people download: "Comments you wrote"."""
    on_leaving: OnLeaving
    empties: AbstractSet[str] = frozenset()
    """Columns that are emptied when the rows are kept, whatever the person chose."""
    words: AbstractSet[str] = frozenset()
    """Columns that are emptied besides when they take their words with them."""
    secrets: AbstractSet[str] = frozenset()
    """Columns that are in no download: hashes, keys, and what only the program reads."""

    @property
    def sql(self) -> Table:
        """Return the table as SQL knows it."""
        return cast("Table", self.table.__table__)

    def whose(self, person_id: int) -> ColumnElement[bool]:
        """Return the condition under which a row is this person's."""
        return _whose(self.sql, self.via, person_id)


class _Columns(TypedDict, total=False):
    empties: AbstractSet[str]
    words: AbstractSet[str]
    secrets: AbstractSet[str]


def kept(table: type[Base], via: str, heading: str, **columns: Unpack[_Columns]) -> PersonalTable:
    """Declare rows that stay when somebody leaves; `via` has a dot between its foreign keys."""
    return PersonalTable(table, _keys(via), heading, OnLeaving.KEPT, **columns)


def deleted(table: type[Base], via: str, heading: str, **columns: Unpack[_Columns]) -> PersonalTable:
    """Declare rows that go when somebody leaves."""
    return PersonalTable(table, _keys(via), heading, OnLeaving.DELETED, **columns)


def _keys(via: str) -> tuple[str, ...]:
    return tuple(via.split(".")) if via else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCopy:
    """A file of somebody's that goes into the download: its name there, and how to read it."""

    name: str
    read: Callable[[], bytes | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """What one feature keeps about people."""

    tables: Sequence[PersonalTable] = ()
    nothing_of_a_person: Mapping[str, str] = field(default_factory=dict)
    """Tables that lead to a person by their foreign keys and yet say nothing of one, each with the reason."""
    leave: Sequence[Callable[[Leaving], None]] = ()
    """What else must happen when somebody leaves, before their rows are emptied or deleted."""
    labels: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    """The labels of codes on the page that people download, by "table.column"."""
    files: Callable[[int], Iterable[StoredCopy]] | None = None
    """Lists the files of a person, by their number."""


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """Something that is kept for a time: what it is, for how long, and how what is older goes."""

    code: str
    label: str
    lasts: Callable[[], object]
    """Returns the duration, of the settings or a constant."""
    remove: Callable[[], int]
    """Removes what is older; returns how many rows that were."""


def read_rows(data: PersonalTable, person_id: int, most: int) -> list[dict[str, Any]]:
    """Read a person's rows as they are exported: every column but the secrets, in the order of the key."""
    table = data.sql
    columns = [column for column in table.columns if column.name not in data.secrets]
    query = select(*columns).where(data.whose(person_id)).order_by(*table.primary_key.columns).limit(most)
    return [dict(row._mapping) for row in db.session.execute(query)]  # noqa: SLF001  # SQLAlchemy's own name for it


def remove_rows(data: PersonalTable, leaving: Leaving) -> int:
    """Delete a person's rows, or empty the columns that must not stay; returns how many rows it touched."""
    table, whose = data.sql, data.whose(leaving.person_id)
    if data.on_leaving is OnLeaving.DELETED:
        return change_rows(delete(table).where(whose))
    names = (*data.empties, *(data.words if leaving.takes_words else frozenset()))
    if not names:
        return 0
    return change_rows(update(table).where(whose).values({one: _empty(table.c[one]) for one in names}))


def _whose(table: Table, via: tuple[str, ...], person_id: int) -> ColumnElement[bool]:
    if not via:
        return table.c.id == person_id
    column = table.c[via[0]]
    if len(via) == 1:
        return column == person_id
    target = next(iter(column.foreign_keys)).column
    return column.in_(select(target).where(_whose(target.table, via[1:], person_id)))


def _empty(column: Column[Any]) -> object:
    if column.nullable:
        return None
    return {} if isinstance(column.type, JsonOf) else ""
