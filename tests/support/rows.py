"""Keeps the rows of a database, to write them again: much quicker than living through what made them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, cast, func, insert, inspect, null, select, text
from sqlalchemy.dialects.postgresql import REGCLASS

from forum.core.column_types import JsonOf
from forum.core.db import Base, commit, db

Made = TypeVar("Made")
Rows = list[tuple[Table, list[dict[str, Any]]]]
# A row may name one that is written after it.
FOREIGN_KEYS = {
    "sqlite": ("PRAGMA defer_foreign_keys = ON", "PRAGMA defer_foreign_keys = OFF"),
    "postgresql": (
        "SET LOCAL session_replication_role = replica",
        "SET LOCAL session_replication_role = DEFAULT",
    ),
}
_kept: dict[tuple[str, Callable[[], Any]], tuple[Any, Rows]] = {}


def read_rows(connection: Connection) -> Rows:
    """Return every row of every table of ours, parents before children."""
    tables = Base.metadata.sorted_tables
    return [(table, [dict(row._mapping) for row in connection.execute(select(table))]) for table in tables]


def write_rows(connection: Connection, rows: Rows) -> None:
    """Insert rows as they were, with their ids, into empty tables; PostgreSQL counts on from there."""
    on_postgresql = connection.dialect.name == "postgresql"
    later, at_once = FOREIGN_KEYS[connection.dialect.name]
    connection.execute(text(later))
    for table, given in rows:
        for missing, alike in _by_missing(table, given):
            connection.execute(insert(table).values(dict.fromkeys(missing, null())), alike)
        if given and on_postgresql and "id" in table.c:
            sequence = cast(
                func.pg_get_serial_sequence(table.name, "id"), REGCLASS
            )  # NULL where ids come from elsewhere
            connection.execute(select(func.setval(sequence, max(row["id"] for row in given))))
    connection.execute(text(at_once))


def _by_missing(
    table: Table, rows: Iterable[dict[str, Any]]
) -> list[tuple[tuple[str, ...], list[dict[str, Any]]]]:
    """Part rows by which JSON is missing: None would be written as the JSON value null, which is not the same."""
    documents = [column.name for column in table.c if isinstance(column.type, JsonOf)]
    parts: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        missing = tuple(name for name in documents if row[name] is None)
        parts.setdefault(missing, []).append(
            {name: value for name, value in row.items() if name not in missing}
        )
    return list(parts.items())


@dataclass(frozen=True)
class _Row:
    """Says which row an object of the ORM stands for."""

    model: type
    key: tuple[Any, ...]


def built_once(build: Callable[[], Made]) -> Made:
    """Return what `build` makes in empty tables: built in the first test of a process, in later ones its rows are written again.

    Whatever it holds of the ORM is read anew each time, so the first test and the last are given the same.
    """
    kind = (db.engine.dialect.name, build)
    if kind not in _kept:
        assert not any(given for _, given in read_rows(db.session.connection())), (
            "it begins with empty tables"
        )
        made = build()
        commit()
        _kept[kind] = _without_rows(made), read_rows(db.session.connection())
    else:
        write_rows(db.session.connection(), _kept[kind][1])
        commit()
    db.session.expunge_all()
    return _with_rows(_kept[kind][0])  # type: ignore[no-any-return]


def _without_rows(value: Any) -> Any:
    """Put the name of its row in the place of each object of the ORM."""
    state = inspect(value, raiseerr=False) if hasattr(value, "_sa_instance_state") else None
    return _Row(type(value), state.identity) if state is not None else _each(value, _without_rows)


def _with_rows(value: Any) -> Any:
    """Read the rows that `_without_rows` named."""
    return db.session.get_one(value.model, value.key) if isinstance(value, _Row) else _each(value, _with_rows)


def _each(value: Any, change: Callable[[Any], Any]) -> Any:
    """Copy what holds objects with each of them changed: lists, tuples, dictionaries and plain objects."""
    if isinstance(value, (list, tuple, set)):
        return type(value)(change(one) for one in value)
    if isinstance(value, dict):
        return {name: change(one) for name, one in value.items()}
    if hasattr(value, "__dict__") and not isinstance(value, (type, Enum)) and not callable(value):
        copied = copy(value)
        copied.__dict__.update({name: change(one) for name, one in vars(value).items()})
        return copied
    return value
