"""Moves rows that name a council and a ward to those that took the council's place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy import ColumnElement, Table, and_, select, update

from forum.core.db import Base, change_rows, db
from forum.core.outbox import enqueue_many
from forum.councils.events import CouncilReplaced, SuccessorShare


def table_of(model: type[Base]) -> Table:
    """Return the table of a model, for statements about its rows that load none."""
    return cast("Table", model.__table__)


def is_of_part(table: type[Base], event: CouncilReplaced, part: SuccessorShare) -> ColumnElement[bool]:
    """Return the condition on the rows of a table that a part takes over; the first takes what no other does."""
    columns = table_of(table).c
    here = columns.council_id == event.council.id
    if part is not event.parts[0]:
        return and_(here, columns.area_id.in_(part.area_ids))
    others = frozenset().union(*(other.area_ids for other in event.parts[1:]))
    elsewhere = columns.area_id.in_(others) & columns.area_id.is_not(None)
    return and_(here, ~elsewhere) if others else here


def pass_rows(table: type[Base], event: CouncilReplaced) -> int:
    """Give the rows of a table that name the closed council to those that took its place; returns how many."""
    rows = 0
    for part in event.parts:
        moved = update(table_of(table)).where(is_of_part(table, event, part))
        rows += change_rows(moved.values(council_id=part.successor.id))
    return rows


def index_rows(table: type[Base], event: CouncilReplaced, prefixes: tuple[str, ...]) -> None:
    """Have the search index read anew what will move; to be called before it moves."""
    columns = table_of(table).c
    numbers = db.session.scalars(
        select(columns.id).where(columns.council_id == event.council.id).order_by(columns.id)
    ).all()
    index_many(numbers, prefixes)


def index_many(numbers: Sequence[int], prefixes: tuple[str, ...]) -> None:
    """Have the search index read these documents anew."""
    enqueue_many("index", [{"document": f"{prefix}:{number}"} for number in numbers for prefix in prefixes])
