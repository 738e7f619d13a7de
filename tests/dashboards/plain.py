"""Counts a council's figures the slow and plain way, from the rows alone: the other half of every comparison here.

Nothing of forum/dashboards is used but the shape of a question, so that a mistake there cannot hide here too.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from statistics import median

from sqlalchemy import select

from forum.barriers.lifecycle.states import OPEN_STATES, State
from forum.barriers.models import Affected, Barrier, Exclusion, Response, Transition
from forum.core import clock
from forum.core.db import db
from forum.councils.models import Council
from forum.councils.thresholds import calendar_of
from forum.councils.working_days import working_days_between
from forum.groups.models import Group
from forum.threads.models import Visibility

SETTLED = {"way_through", "kept", "redirected", "removal_claimed", "removed", "removed_unconfirmed"}


class Plain:
    """One council's barriers, one by one."""

    def __init__(
        self, council: Council, *, is_public: bool, since: date, until: date, **attributes: object
    ) -> None:
        self.since, self.until = since, until
        self.calendar = calendar_of(council)
        groups = Counter(db.session.scalars(select(Group.area_id)))
        self.wards_of_many = set() if is_public else {area for area, number in groups.items() if number >= 5}
        rows = db.session.scalars(select(Barrier).where(Barrier.council_id == council.id)).unique()
        self.barriers = [
            one
            for one in rows
            if one.hidden_at is None
            and not (is_public and one.visibility == Visibility.COUNCIL)
            and all((self.said(one, name) or "0") == (value or "0") for name, value in attributes.items())
        ]

    def said(self, barrier: Barrier, name: str) -> object:
        """Return what a barrier's column tells this reader: a ward of which a name could follow tells nothing."""
        if name == "area_id" and barrier.visibility != Visibility.PUBLIC:
            return barrier.area_id if barrier.area_id in self.wards_of_many else None
        return getattr(barrier, name)

    def inside(self, day: date | None) -> bool:
        return day is not None and self.since <= day <= self.until

    @staticmethod
    def moves(barrier: Barrier) -> list[Transition]:
        rows = select(Transition).where(Transition.barrier_id == barrier.id).order_by(Transition.id)
        return list(db.session.scalars(rows))

    def stands(self, barrier: Barrier) -> tuple[str, date | None]:
        state: tuple[str, date | None] = ("", None)
        for move in self.moves(barrier):
            if local(move.created_at) <= self.until:
                state = (str(move.to_state), local(move.created_at))
        return state

    def reported(self) -> list[Barrier]:
        return [one for one in self.barriers if self.inside(local(one.created_at))]

    def open(self) -> list[Barrier]:
        return [one for one in self.barriers if self.stands(one)[0] in {str(state) for state in OPEN_STATES}]

    def open_age(self) -> float | None:
        ages = [(self.until - local(one.created_at)).days for one in self.open()]
        return median(ages) if ages else None

    def came_to(self, state: str) -> list[Barrier]:
        return [
            one for one in self.barriers if self.stands(one)[0] == state and self.inside(self.stands(one)[1])
        ]

    def reopened(self) -> list[Barrier]:
        return [
            one
            for one in self.barriers
            if any(
                move.to_state in {State.UNDER_REVIEW, State.REOPENED}
                and str(move.from_state) in SETTLED
                and self.inside(local(move.created_at))
                for move in self.moves(one)
            )
        ]

    def affected(self, barrier: Barrier) -> list[Affected]:
        rows = select(Affected).where(Affected.barrier_id == barrier.id, Affected.withdrawn_at.is_(None))
        return list(db.session.scalars(rows))

    def groups(self) -> set[tuple[str, int]]:
        return {
            speaker(row)
            for one in self.barriers
            for row in self.affected(one)
            if self.inside(local(row.created_at))
        }

    def nameless(self) -> int:
        return sum(kind == "nameless" for kind, _ in self.groups())

    def groups_of(self, barriers: list[Barrier]) -> set[tuple[str, int]]:
        return {speaker(row) for one in barriers for row in self.affected(one)}

    @staticmethod
    def first_word(barrier: Barrier) -> date | None:
        said = (
            select(Response).where(Response.barrier_id == barrier.id).order_by(Response.created_at).limit(1)
        )
        first = db.session.scalars(said).first()
        return None if first is None else local(first.created_at)

    def waits(self) -> list[int]:
        found = []
        for one in self.barriers:
            first = db.session.scalars(
                select(Response).where(Response.barrier_id == one.id).order_by(Response.created_at).limit(1)
            ).first()
            if first is None or not self.inside(local(first.created_at)):
                continue
            days = working_days_between(local(one.created_at), local(first.created_at), self.calendar)
            began = None
            for move in self.moves(one):
                if move.created_at > first.created_at:
                    break
                if move.to_state == State.NEEDS_INFO:
                    began = began or move.created_at
                elif began is not None:
                    days -= working_days_between(local(began), local(move.created_at), self.calendar)
                    began = None
            if began is not None:
                days -= working_days_between(local(began), local(first.created_at), self.calendar)
            found.append(max(days, 0))
        return found

    def by(self, *names: str) -> Counter[tuple[object, ...]]:
        return Counter(tuple(self.said(one, name) or 0 for name in names) for one in self.reported())

    def left_out(self) -> Counter[str]:
        named: dict[str, set[tuple[str, int]]] = {}
        for one in self.reported():
            for row in self.affected(one):
                for code in db.session.scalars(select(Exclusion.code).where(Exclusion.affected_id == row.id)):
                    named.setdefault(code, set()).add(speaker(row))
        return Counter({code: len(groups) for code, groups in named.items()})

    def recurring(self, groups: int, since: date) -> dict[tuple[object, ...], int]:
        met: dict[tuple[object, ...], list[Affected]] = {}
        for one in self.barriers:
            for row in self.affected(one):
                if since < local(row.created_at) <= self.until:
                    key = (one.category, one.rule_source, one.department_id or 0)
                    met.setdefault(key, []).append(row)
        return {key: len(set(map(speaker, rows))) for key, rows in met.items() if certain(rows) >= groups}

    def open_at_the_end_of(self, month: date) -> int:
        last = min((month + timedelta(days=32)).replace(day=1) - timedelta(days=1), self.until)
        saved, self.until = self.until, last
        number = len(self.open())
        self.until = saved
        return number


def local(moment: object) -> date:
    return moment.astimezone(clock.LOCAL).date()  # type: ignore[attr-defined]


def is_nameless(row: Affected) -> bool:
    return row.is_nameless or (row.is_reporter and row.barrier.visibility != Visibility.PUBLIC)


def speaker(row: Affected) -> tuple[str, int]:
    """Return who speaks, as a figure may tell speakers apart: a nameless one is nobody else."""
    if is_nameless(row):
        return ("nameless", row.id)
    return ("group", row.group_id) if row.group_id else ("person", row.person_id)


def certain(rows: list[Affected]) -> int:
    """Count speakers that are different for certain: of the nameless ones, the first in each barrier may be one, and so on."""
    nameless: dict[int, list[int]] = {}
    for row in rows:
        if is_nameless(row):
            ids = select(Affected).where(
                Affected.barrier_id == row.barrier_id, Affected.withdrawn_at.is_(None)
            )
            before = [one.id for one in db.session.scalars(ids) if is_nameless(one)]
            nameless.setdefault(sorted(before).index(row.id), []).append(row.id)
    return len({speaker(row) for row in rows if not is_nameless(row)}) + len(nameless)
