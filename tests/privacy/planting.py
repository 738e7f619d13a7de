"""Plants words in everything that is declared to be a person's, by reflection: whoever adds a table need not think of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from itertools import count
from typing import Any

from sqlalchemy import Column, String, Table, func, insert, select, update

from forum.core import clock
from forum.core.column_types import StoredHtml
from forum.core.db import db
from forum.core.personal_data import PersonalTable
from forum.privacy.declared import list_personal_tables

LONG_ENOUGH = 60
"""Letters: what is shorter holds a code."""
NO_WORDS = (
    "_hash",
    "_secret",
    "key",
    "email",
    "slug",
    "network",
    "content_type",
    "link",
    "html_version",
    "thing",
    "setting",
)
"""Ends of the names of columns that nobody writes words into."""
FOR_GOOD = {"moderation_act", "audit_entry", "person"}
"""Tables that no statement may change, and people themselves: acts alone write there."""
_numbers = count(1)


def takes_words(column: Column[Any]) -> bool:
    """Whether people write into this column."""
    kind = column.type
    is_long = isinstance(kind, StoredHtml) or (
        isinstance(kind, String) and (kind.length or LONG_ENOUGH) >= LONG_ENOUGH
    )
    return is_long and not column.foreign_keys and not column.name.endswith(NO_WORDS)


def plant_everywhere(person_id: int, words_for: Callable[[str], str]) -> None:
    """Have every declared table hold a row of this person's, and every column that takes words those that are for it."""
    for declared in list_personal_tables():
        if declared.sql.name in FOR_GOOD:
            continue
        whose = declared.whose(person_id)
        if not db.session.scalar(select(func.count()).select_from(declared.sql).where(whose)):
            _plant_row(declared, person_id)
        columns = [one for one in declared.sql.columns if takes_words(one)]
        keys = list(declared.sql.primary_key.columns)
        for row in db.session.execute(select(declared.sql).where(whose)).mappings().all() if columns else ():
            this = [column == row[column.name] for column in keys]
            planted = {one.name: _with_words(one, row[one.name], words_for(str(one))) for one in columns}
            db.session.execute(update(declared.sql).where(*this).values(planted))


def _with_words(column: Column[Any], was: str | None, words: str) -> str:
    """Put the words, and a number that makes them unique, before what stands there."""
    return f"{words} {next(_numbers)} {was or ''}"[: getattr(column.type, "length", None)]


def _plant_row(declared: PersonalTable, person_id: int) -> None:
    table = declared.sql
    values = _needed(table)
    first = table.c[declared.via[0]]
    parent = next(iter(first.foreign_keys)).column
    if declared.via[1:]:
        values[first.name] = db.session.scalar(
            _owned(parent.table, declared.via[1:], person_id, parent).limit(1)
        )
    else:
        values[first.name] = person_id
    db.session.execute(insert(table).values(values))


def _owned(table: Table, via: tuple[str, ...], person_id: int, wanted: Column[Any]) -> Any:  # a Select
    column = table.c[via[0]]
    if len(via) == 1:
        return select(wanted).where(column == person_id)
    target = next(iter(column.foreign_keys)).column
    return select(wanted).where(column.in_(_owned(target.table, via[1:], person_id, target)))


def _needed(table: Table) -> dict[str, object]:
    """Fill what no row of a table may be without."""
    return {one.name: _filled(one) for one in table.columns if not one.nullable and one.name != "id"}


def _filled(column: Column[Any]) -> object:
    """Return something that the column takes: the newest row it may point to, or a new one, or a number that nobody else has."""
    if column.foreign_keys:
        target = next(iter(column.foreign_keys)).column
        newest = db.session.scalar(select(func.max(target)))
        if newest is None:
            made = db.session.execute(insert(target.table).values(_needed(target.table)))
            newest = made.inserted_primary_key[0]  # type: ignore[attr-defined]  # an insert has it
        return newest
    kind = getattr(column.type, "impl_instance", column.type).python_type
    number = next(_numbers)
    if kind in {datetime, date}:
        return clock.now() if kind is datetime else clock.today()
    return str(number) if kind is str else number if kind is int else kind()
