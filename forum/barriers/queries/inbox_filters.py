"""What an inbox is narrowed by and in which order it stands, as conditions and columns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, TextClause, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier
from forum.councils.models import Council
from forum.threads.models import NOT_PUBLIC, Thread, Visibility
from forum.threads.references import read_reference
from forum.threads.visibility import area_known_to_council

NOBODY = 0
MINE, UNASSIGNED = "mine", "nobody"
LONGEST_WORDS, MOST_WORDS = 100, 8


class Sort(StrEnum):
    """What comes first in a section of the inbox."""

    DUE = "due"
    NEWEST = "newest"
    GROUPS = "groups"
    WAITING = "waiting"


class InboxOrder(NamedTuple):
    """The columns of an order, the last of which is unique, and whether they rise."""

    columns: tuple[InstrumentedAttribute[Any], ...]
    is_rising: bool


ORDERS: dict[Sort, InboxOrder] = {
    Sort.DUE: InboxOrder((Barrier.due_on, Barrier.id), is_rising=True),
    Sort.NEWEST: InboxOrder((Barrier.created_at, Barrier.id), is_rising=False),
    Sort.GROUPS: InboxOrder((Barrier.number_of_affected, Barrier.id), is_rising=False),
    Sort.WAITING: InboxOrder((Barrier.created_at, Barrier.id), is_rising=True),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class InboxFilters:
    """What an inbox is narrowed by; empty means everything. 0 as officer or department means nobody yet."""

    department_id: int | None = None
    officer_id: int | None = None
    category: str = ""
    area_id: int | None = None
    state: str = ""
    visibility: str = ""
    words: str = ""
    sort: Sort = Sort.DUE


def narrowed(council: Council, filters: InboxFilters) -> list[ColumnElement[bool]]:
    """Return the conditions of the filters."""
    conditions: list[ColumnElement[bool]] = []
    for column, number in (
        (Barrier.department_id, filters.department_id),
        (Barrier.officer_id, filters.officer_id),
    ):
        if number is not None:
            conditions.append(column.is_(None) if number == NOBODY else column == number)
    if filters.category:
        conditions.append(Barrier.category == filters.category)
    if filters.state:
        conditions.append(Barrier.state == State(filters.state))
    return conditions + _of_threads(council, filters) + _with_words(filters.words)


def _of_threads(council: Council, filters: InboxFilters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    thread = Thread.__table__.c
    if filters.area_id is not None:
        known = area_known_to_council(council.id)
        is_there = and_(thread.area_id == filters.area_id, known)
        if filters.area_id == NOBODY:  # what must not be known is as if it had not been said
            is_there = or_(thread.area_id.is_(None), ~known)
        conditions.append(_among(is_there))
    if filters.visibility == Visibility.PUBLIC:
        conditions.append(~Thread.is_nameless)
    elif filters.visibility:
        conditions.append(_among(thread.visibility == filters.visibility, NOT_PUBLIC))
    return conditions


def _with_words(typed: str) -> list[ColumnElement[bool]]:
    """Find every word in the title or the text, or the case by its reference or number; names of groups are not looked at."""
    known = read_reference(typed[:LONGEST_WORDS])
    if known is not None:
        return [Barrier.id == known]
    words = typed[:LONGEST_WORDS].split()[:MOST_WORDS]
    if len(words) == 1 and words[0].lstrip("#").isascii() and words[0].lstrip("#").isdigit():
        number = int(words[0].lstrip("#")[:9])
        return [or_(Barrier.id == number, *(_holds(column, words[0]) for column in _TEXTS))]
    return [or_(*(_holds(column, word) for column in _TEXTS)) for word in words]


_TEXTS = (Thread.title, Thread.body, Barrier.trying_to, Barrier.rule_words)


def _holds(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    return column.icontains(word, autoescape=True)


def _among(*conditions: ColumnElement[bool] | TextClause) -> ColumnElement[bool]:
    """Return the condition that its thread is one of these few, which an index lists: else each thread of the inbox would be read."""
    thread = Thread.__table__
    return Barrier.id.in_(select(thread.c.id).where(*conditions).correlate(None))
