"""Reads what a council has to do: its inbox in sections, filtered, counted and paged on one index (ADR 0021)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, union_all
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from forum.accounts.models import Person
from forum.barriers.lifecycle.deadlines import SOON
from forum.barriers.lifecycle.states import UNANSWERED_STATES
from forum.barriers.models import Barrier
from forum.barriers.queries.inbox_filters import ORDERS, InboxFilters, Sort, narrowed
from forum.core import clock
from forum.core.db import db
from forum.core.paging import Page, page_of
from forum.councils.models import Council, Officer
from forum.councils.thresholds import council_rules
from forum.councils.working_days import add_working_days
from forum.threads.models import Thread

MOST_COUNTED = 1000
MOST_IN_A_FILE = 5_000


class InboxSection(StrEnum):
    """In which part of the inbox a barrier stands, the most pressing first."""

    OVERDUE = "overdue"
    SOON = "soon"
    NEW = "new"
    IN_HAND = "in-hand"
    WAITING = "waiting"


# How many of each section stand on the first page, the most pressing sections with more.
EACH = {
    InboxSection.OVERDUE: 5,
    InboxSection.SOON: 5,
    InboxSection.NEW: 3,
    InboxSection.IN_HAND: 3,
    InboxSection.WAITING: 3,
}


@dataclass(frozen=True, slots=True)
class Days:
    """The days that part the sections of a council's inbox."""

    today: date
    soon: date
    """The last day that is due soon."""
    newest: date
    """The day by which a report of today needs its first word."""


class Beginning(NamedTuple):
    """The first few of a section, and how many it has, up to a thousand."""

    rows: list[Barrier]
    number: int


def days_of(council: Council) -> Days:
    """Return the days that part the sections today, in the council's own calendar."""
    rules, today = council_rules(council), clock.today()
    newest = add_working_days(today, rules.response_target_days, rules.calendar)
    return Days(today, add_working_days(today, SOON, rules.calendar), newest)


def list_section(
    council: Council, section: InboxSection, filters: InboxFilters, *, cursor: str | None = None
) -> Page[Barrier]:
    """List one page of one section, in the order that was asked for: what is due first before the rest."""
    query = select(Barrier).where(*_where(council, section, filters, days_of(council)))
    by, rising = ORDERS[filters.sort]
    by = by[1:] if (section, filters.sort) == (InboxSection.WAITING, Sort.DUE) else by
    return page_of(query.options(*_shown()), by=by, cursor=cursor, ascending=rising)


def list_beginnings(council: Council, filters: InboxFilters) -> dict[InboxSection, Beginning]:
    """List the first few of every section and count it, up to a thousand, in two statements."""
    days, (by, rising) = days_of(council), ORDERS[filters.sort]
    parts = []
    for section in InboxSection:
        all_of_it = select(Barrier.id, by[0].label("place")).where(*_where(council, section, filters, days))
        some = all_of_it.order_by(*_turned(by, rising)).limit(MOST_COUNTED).subquery()
        parts.append(select(literal(str(section)).label("section"), some.c.place, some.c.id))
    numbers: dict[InboxSection, list[int]] = {section: [] for section in InboxSection}
    ordered = union_all(*parts).subquery()
    whole = select(ordered.c.section, ordered.c.id).order_by(
        *_turned((ordered.c.place, ordered.c.id), rising)
    )
    for name, number in db.session.execute(whole):
        numbers[InboxSection(name)].append(number)
    shown = [number for section, these in numbers.items() for number in these[: EACH[section]]]
    rows = {one.id: one for one in db.session.scalars(_rows(shown))}
    return {
        section: Beginning([rows[number] for number in these[: EACH[section]] if number in rows], len(these))
        for section, these in numbers.items()
    }


def list_for_file(council: Council, filters: InboxFilters) -> Sequence[Barrier]:
    """Read what the inbox holds, all sections together in the order asked for, up to a few thousand."""
    by, rising = ORDERS[filters.sort]
    query = select(Barrier).where(
        Barrier.owed_by_id == council.id, Thread.is_in_sight, *narrowed(council, filters)
    )
    ordered = query.options(*_shown()).order_by(Barrier.due_on.is_(None), *_turned(by, rising))
    return db.session.scalars(ordered.limit(MOST_IN_A_FILE)).all()


def _turned(columns: Sequence[Any], rising: bool) -> list[ColumnElement[Any]]:  # which way
    return [one.asc() if rising else one.desc() for one in columns]


def _rows(numbers: Sequence[int]) -> Select[tuple[Barrier]]:
    return select(Barrier).where(Barrier.id.in_(numbers)).options(*_shown())


def count_sections(council: Council, filters: InboxFilters) -> dict[InboxSection, int]:
    """Count each section, up to a thousand, in one statement."""
    days = days_of(council)
    counts = []
    for section in InboxSection:
        some = select(Barrier.id).where(*_where(council, section, filters, days)).limit(MOST_COUNTED)
        counts.append(select(func.count()).select_from(some.subquery()).scalar_subquery())
    row = db.session.execute(select(*counts)).one()
    return dict(zip(InboxSection, (int(number) for number in row), strict=True))


def count_pressing(councils: Sequence[Council]) -> int:
    """Count what is overdue or due soon at these councils, up to a hundred: the number beside "Inbox"."""
    parts = [
        select(Barrier.id)
        .where(Barrier.owed_by_id == one.id, Barrier.due_on <= days_of(one).soon, Thread.is_in_sight)
        .limit(100)
        .subquery()
        for one in councils
    ]
    counts = [select(func.count()).select_from(one).scalar_subquery() for one in parts]
    return sum(db.session.execute(select(*counts)).one()) if counts else 0


def list_cases(council: Council, numbers: Sequence[int]) -> Sequence[Barrier]:
    """Read those of these barriers that are this council's, whatever their state, in order."""
    query = select(Barrier).where(Barrier.id.in_(numbers), Thread.council_id == council.id)
    return db.session.scalars(query.options(*_shown()).order_by(Barrier.id)).all()


def _where(
    council: Council, section: InboxSection, filters: InboxFilters, days: Days
) -> list[ColumnElement[bool]]:
    return [
        Barrier.owed_by_id == council.id,
        *_place(section, days),
        and_(Thread.is_in_sight),
        *narrowed(council, filters),
    ]


def _place(section: InboxSection, days: Days) -> list[ColumnElement[bool]]:
    """Say what of the index a section is. What needs its first word cannot be due later than `newest`."""
    if section == InboxSection.OVERDUE:
        return [Barrier.overdue_on(days.today)]
    if section == InboxSection.SOON:
        return [Barrier.due_on >= days.today, Barrier.due_on <= days.soon]
    if section == InboxSection.NEW:
        return [
            Barrier.due_on > days.soon,
            Barrier.due_on <= days.newest,
            Barrier.state.in_(UNANSWERED_STATES),
        ]
    if section == InboxSection.IN_HAND:
        is_new = Barrier.state.in_(UNANSWERED_STATES) & (Barrier.due_on <= days.newest)
        return [Barrier.due_on > days.soon, ~is_new]
    return [Barrier.due_on.is_(None)]


def _shown() -> tuple[Any, ...]:
    """Return what a row of the inbox shows, so that a list is one statement."""
    return (
        joinedload(Barrier.area),
        joinedload(Barrier.department),
        joinedload(Barrier.officer).lazyload(Officer.council),
        joinedload(Barrier.officer).joinedload(Officer.person).load_only(Person.name),
        lazyload(Barrier.tags),
    )


def find_officer(council: Council, person_id: int | None) -> Officer | None:
    """Find somebody's present part at a council."""
    query = select(Officer).join(Officer.person).options(contains_eager(Officer.person))
    return db.session.scalar(
        query.where(
            Officer.council_id == council.id, Officer.person_id == person_id, Officer.left_at.is_(None)
        )
    )
