"""Extracts the facts of barriers from their rows: the one place where rows become facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Row, Select, func, select

from forum.barriers.lifecycle.pauses import StateChange, paused_between
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Affected, Barrier, Exclusion, Response, Transition
from forum.barriers.queries.transitions import stands
from forum.barriers.queries.voices import IS_NAMELESS
from forum.core import clock
from forum.core.db import db
from forum.councils.models import Council
from forum.councils.thresholds import calendar_of
from forum.councils.working_days import working_days_between
from forum.dashboards.engine.layout import (
    CATEGORY_CODES,
    EXCLUDED_CODES,
    RULE_SOURCE_CODES,
    STATE_CODES,
    TABLES,
    Columns,
)
from forum.dashboards.engine.snapshots import Slot

BATCH = 2000
_BITS = {code: 1 << place for place, code in enumerate(EXCLUDED_CODES)}
_STATES = {code: place for place, code in enumerate(STATE_CODES)}
_CATEGORIES = {code: place for place, code in enumerate(CATEGORY_CODES)}
_RULE_SOURCES = {code: place for place, code in enumerate(RULE_SOURCE_CODES)}
_MOST = 2**31 - 1
_LONGEST_DELAY = 365 * 50
Values = tuple[int, ...]


class BarrierFacts(NamedTuple):
    """The rows of one barrier for the three tables of a snapshot, and the snapshot that they belong to."""

    slot: Slot
    barrier: Values
    affected: list[Values]
    moves: list[Values]


def local_day(moment: datetime) -> date:
    """Return the date of a moment in the United Kingdom."""
    return moment.astimezone(clock.LOCAL).date()


def month_of(day: date) -> int:
    """Return the month of a day as snapshots name it, such as 202603."""
    return day.year * 100 + day.month


def extract_facts(ids: Sequence[int]) -> dict[int, BarrierFacts]:
    """Extract the facts of at most BATCH barriers; hidden ones and those of no council are left out."""
    barriers = db.session.execute(_barriers(ids)).all()
    moves: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in db.session.execute(_moves(ids)):
        moves[row.barrier_id].append(row)
    affected: dict[int, list[Values]] = defaultdict(list)
    for one in _affected(ids):
        affected[one[0]].append(one)
    responded = {row[0]: row[1] for row in db.session.execute(_first_responses(ids))}
    calendars = _calendars({row.council_id for row in barriers})
    found = {}
    for row in barriers:
        day = local_day(row.created_at)
        wait = _wait(
            row.public_since or row.created_at,
            responded.get(row.id),
            moves[row.id],
            calendars[row.council_id],
        )
        found[row.id] = BarrierFacts(
            slot=(row.council_id, month_of(day)),
            barrier=(*_barrier_values(row, day), *wait),
            affected=affected[row.id],
            moves=[_move_values(move) for move in moves[row.id]],
        )
    return found


def columns_of(facts: Iterable[BarrierFacts]) -> Columns:
    """Turn the facts of barriers into columns, ordered by barrier."""
    ordered = sorted(facts, key=lambda fact: fact.barrier)
    tables = (
        [fact.barrier for fact in ordered],
        [row for fact in ordered for row in fact.affected],
        [row for fact in ordered for row in fact.moves],
    )
    columns: Columns = {}
    for table, rows in zip(TABLES, tables, strict=True):
        values = list(zip(*rows, strict=True)) if rows else [()] * len(table)
        columns |= {
            name: np.array(column, kind) for (name, kind), column in zip(table.items(), values, strict=True)
        }
    return columns


def _barriers(ids: Sequence[int]) -> Select[Any]:
    return select(
        Barrier.id,
        Barrier.created_at,
        Barrier.public_since,
        Barrier.council_id,
        Barrier.area_id,
        Barrier.department_id,
        Barrier.category,
        Barrier.rule_source,
        Barrier.is_council_only.label("is_council_only"),
        Barrier.is_nameless.label("is_nameless"),
    ).where(Barrier.id.in_(ids), Barrier.council_id.is_not(None), Barrier.is_in_sight)


def _moves(ids: Sequence[int]) -> Select[Any]:
    wanted = select(
        Transition.barrier_id, Transition.created_at, Transition.from_state, Transition.to_state
    ).where(Transition.barrier_id.in_(ids), stands())
    return wanted.order_by(Transition.barrier_id, Transition.id)


def _first_responses(ids: Sequence[int]) -> Select[Any]:
    wanted = select(Response.barrier_id, func.min(Response.created_at)).where(
        Response.barrier_id.in_(ids), Response.taken_back_at.is_(None)
    )
    return wanted.group_by(Response.barrier_id)


def _affected(ids: Sequence[int]) -> Iterable[Values]:
    """List those who are affected. Who asked not to be named is nobody here, so that no figure can join their voices."""
    named = select(Exclusion.affected_id, Exclusion.code).join(Affected, Affected.id == Exclusion.affected_id)
    excluded: dict[int, int] = defaultdict(int)
    for number, code in db.session.execute(named.where(Affected.barrier_id.in_(ids))):
        excluded[number] |= _BITS.get(code, 0)
    active = select(
        Affected.id,
        Affected.barrier_id,
        Affected.group_id,
        Affected.person_id,
        Affected.created_at,
        Affected.cost_pounds,
        Affected.delay_days,
        IS_NAMELESS.label("is_nameless"),
    ).join(Barrier, Barrier.id == Affected.barrier_id)
    active = active.where(Affected.barrier_id.in_(ids), Affected.withdrawn_at.is_(None))
    for row in db.session.execute(active.order_by(Affected.barrier_id, Affected.id)):
        entity = 0 if row.is_nameless else row.group_id or -row.person_id
        day = local_day(row.created_at).toordinal()
        cost, delay = _capped(row.cost_pounds, _MOST), _capped(row.delay_days, _LONGEST_DELAY)
        yield row.barrier_id, entity, day, cost, delay, excluded[row.id], int(not row.is_nameless)


def _calendars(ids: set[int]) -> dict[int, str]:
    councils = db.session.scalars(select(Council).where(Council.id.in_(ids)))
    return {council.id: calendar_of(council) for council in councils}


def _wait(reported: datetime, responded: datetime | None, moves: list[Row[Any]], calendar: str) -> Values:
    """Return the day of the first response and the working days until it, less those on which the clock was paused."""
    if responded is None:
        return 0, -1
    changes = [
        StateChange(move.created_at, State(move.to_state)) for move in moves if move.created_at <= responded
    ]
    days = working_days_between(local_day(reported), local_day(responded), calendar)
    for began, ended in paused_between(changes, until=responded):
        days -= working_days_between(local_day(began), local_day(ended or responded), calendar)
    return local_day(responded).toordinal(), max(days, 0)


def _barrier_values(row: Row[Any], day: date) -> Values:
    return (
        row.id,
        day.toordinal(),
        row.area_id or 0,
        row.department_id or 0,
        _CATEGORIES.get(row.category, 0),
        _RULE_SOURCES.get(row.rule_source, 0),
        int(not row.is_council_only),
        int(not row.is_nameless),
    )


def _move_values(move: Row[Any]) -> Values:
    from_state, to_state = _STATES.get(move.from_state or "", 0), _STATES.get(move.to_state, 0)
    return move.barrier_id, local_day(move.created_at).toordinal(), from_state, to_state


def _capped(number: int | None, most: int) -> int:
    return -1 if number is None or number < 0 else min(number, most)
