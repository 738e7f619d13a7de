"""What passes to its successors when a council closes: wards, departments, routes, officers' access.

What was posted about it and who follows it go over by the event CouncilReplaced. Everything is done once: what has passed on is no
longer there to pass on again (ADR 0025).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import undefer

from forum.core import clock
from forum.core.db import Base, db
from forum.core.events import send
from forum.core.outbox import enqueue
from forum.core.slugs import slug
from forum.councils.events import CouncilReplaced, SuccessorShare
from forum.councils.maps import Point, rings_of
from forum.councils.models import (
    Area,
    Council,
    Department,
    Officer,
    ReplyTemplate,
    Route,
    WardRoute,
)
from forum.councils.setting_changes import NUMBERS
from forum.councils.succession import list_direct_successors, list_replaced, list_to_be_replaced

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, slots=True)
class Handover:
    """What passed from a council that closed to those that took its place: how many of each, in words."""

    council: Council
    successors: tuple[Council, ...]
    moved: Counter[str]


def pass_on_all() -> list[Handover]:
    """Pass on what is still at councils that have closed, and plan it for those that will close."""
    for council in list_to_be_replaced():
        _pass_on_later(council)
    done = [pass_on(council=council) for council in list_replaced()]
    return [one for one in done if one is not None and one.moved]


def pass_on(*, council: Council) -> Handover | None:
    """Pass everything to a council's successors; None while it is open, or when nobody took its place."""
    successors = tuple(list_direct_successors(council)) if council.has_closed else ()
    if not successors:
        return None
    moved: Counter[str] = Counter()
    wards = _share_out_wards(council, successors)
    parts = []
    for successor in successors:
        departments = _pass_departments(council, successor)
        officers = _pass_officers(council, successor, departments, moved)
        _pass_routes(council, successor, departments)
        _pass_contact(council, successor)
        _pass_numbers(council, successor)
        area_ids = frozenset(one.id for one in wards if wards[one] is successor)
        _pass_ward_routes(council, successor, area_ids, departments)
        parts.append(SuccessorShare(successor, area_ids, departments, officers))
    _move_wards(council, wards, moved)
    _end_here(council)
    db.session.flush()
    send(CouncilReplaced(council=council, parts=tuple(parts), moved=moved))
    db.session.expire_all()
    return Handover(council, successors, +moved)


def _pass_on_later(council: Council) -> None:
    if council.ended_on is not None:
        due_at = datetime.combine(council.ended_on, time.min, tzinfo=clock.LOCAL)
        key = f"pass_on:{council.id}:{council.ended_on}"
        enqueue("pass_on_council", {"council": council.id}, due_at=due_at, key=key)


def _share_out_wards(council: Council, successors: Sequence[Council]) -> dict[Area, Council]:
    """Return to whom each ward goes: where it lies, as far as that can be seen; else to the first that is named."""
    wards = db.session.scalars(select(Area).where(Area.council_id == council.id).order_by(Area.id)).all()
    find = place_finder(successors) if len(successors) > 1 else None
    return {one: (find(one) if find else None) or successors[0] for one in wards}


def _move_wards(council: Council, wards: dict[Area, Council], moved: Counter[str]) -> None:
    for ward, successor in wards.items():
        taken = set(db.session.scalars(select(Area.name).where(Area.council_id == successor.id)))
        if ward.name in taken:
            ward.name = f"{ward.name} ({council.name})"[:120]
            ward.slug = slug(ward.name)
        ward.council_id = successor.id
        moved["ward"] += 1
        db.session.flush()


def _pass_departments(council: Council, successor: Council) -> dict[int, int]:
    """Return which department of the successor takes whose place; one that it lacks is made."""
    theirs = {one.code: one for one in _rows(Department, successor)}
    found = {}
    for one in _rows(Department, council):
        twin = theirs.get(one.code)
        if twin is None:
            twin = theirs[one.code] = Department(
                council_id=successor.id, code=one.code, name=one.name, retired_at=one.retired_at
            )
            db.session.add(twin)
            db.session.flush()
        twin.contact_name = twin.contact_name or one.contact_name
        twin.contact_email = twin.contact_email or one.contact_email
        found[one.id] = twin.id
    return found


def _pass_officers(
    council: Council, successor: Council, departments: dict[int, int], moved: Counter[str]
) -> dict[int, int]:
    """Let a council's present officers answer for its successor; whoever is there already keeps their part."""
    theirs = {one.person_id: one for one in _rows(Officer, successor)}
    found = {}
    for one in _rows(Officer, council):
        if one.left_at is not None:
            continue
        twin = theirs.get(one.person_id)
        if twin is None:
            twin = Officer(person_id=one.person_id, council_id=successor.id, created_at=clock.now())
            twin.is_lead, twin.job_title = one.is_lead, one.job_title
            twin.department_id = departments.get(one.department_id or 0)
            db.session.add(twin)
            db.session.flush()
            moved["officer"] += 1
        elif twin.left_at is not None:
            twin.left_at = None
            moved["officer"] += 1
        found[one.id] = twin.id
    if found:
        successor.claimed_at = successor.claimed_at or clock.now()
    return found


def _pass_routes(council: Council, successor: Council, departments: dict[int, int]) -> None:
    """Copy where kinds of barriers go, and the words kept for answers, where the successor has none of its own."""
    has = {one.category for one in _rows(Route, successor)}
    for one in _rows(Route, council):
        if one.category not in has:
            route = Route(council_id=successor.id, category=one.category, contact_name=one.contact_name)
            route.contact_email = one.contact_email
            route.department_id = departments.get(one.department_id or 0)
            db.session.add(route)
    known = {(one.response_kind, one.category, one.name) for one in _rows(ReplyTemplate, successor)}
    for words in _rows(ReplyTemplate, council):
        if (words.response_kind, words.category, words.name) not in known:
            copy = ReplyTemplate(council_id=successor.id, category=words.category, name=words.name)
            copy.response_kind, copy.body = words.response_kind, words.body
            db.session.add(copy)
    db.session.flush()


def _pass_ward_routes(
    council: Council, successor: Council, area_ids: frozenset[int], departments: dict[int, int]
) -> None:
    for one in _rows(WardRoute, council):
        if one.area_id in area_ids and one.department_id in departments:
            one.council_id, one.department_id = successor.id, departments[one.department_id]
    db.session.flush()


def _pass_contact(council: Council, successor: Council) -> None:
    if not (successor.contact_name or successor.contact_email):
        successor.contact_name, successor.contact_email = council.contact_name, council.contact_email


def _pass_numbers(council: Council, successor: Council) -> None:
    """Let the days go on being counted as they were promised, where the successor has set nothing of its own."""
    for name in NUMBERS:
        if not getattr(successor, name):
            setattr(successor, name, getattr(council, name))


def _end_here(council: Council) -> None:
    """End the officers' parts at the council that closed; what was written stays under its name."""
    for officer in _rows(Officer, council):
        officer.left_at = officer.left_at or clock.now()


def _rows(table: type[Row], council: Council) -> Sequence[Row]:
    columns = table.__table__.c
    query = select(table).where(columns.council_id == council.id).order_by(columns.id)
    return db.session.scalars(query).all()


def place_finder(councils: Sequence[Council]) -> Callable[[Area], Council | None]:
    """Return a function that says in which of these councils a ward lies; None where nothing tells."""
    by_id = {one.id: one for one in councils}
    theirs = db.session.scalars(
        select(Area).where(Area.council_id.in_(by_id)).options(undefer(Area.boundary)).order_by(Area.id)
    ).all()
    by_name = {one.name.casefold(): by_id[one.council_id] for one in theirs}
    shapes = [(by_id[one.council_id], rings_of(one.boundary or {})) for one in theirs]

    def find(ward: Area) -> Council | None:
        named = by_name.get(ward.name.casefold())
        rings = rings_of(ward.boundary or {})
        if named is not None or not rings:
            return named
        middle = _middle(max(rings, key=len))
        return next((council for council, around in shapes if is_inside(middle, around)), None)

    return find


def is_inside(point: Point, rings: Sequence[Sequence[Point]]) -> bool:
    """Return whether a point is inside of a shape: a line from it crosses the shape's rings an odd number of times."""
    x, y = point
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                crossings += 1
    return crossings % 2 == 1


def _middle(ring: Sequence[Point]) -> Point:
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
