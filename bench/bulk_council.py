"""One very busy council for the bench of dashboards: departments, wards, groups, many affected, whole histories."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, insert, select

from forum.accounts.models import Person
from forum.barriers.lifecycle.responses import RESPONSE_TARGETS
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import OUTCOME_STATES, State
from forum.barriers.models import Affected, Barrier, Exclusion, Response, Transition
from forum.barriers.vocabulary import CATEGORIES, EXCLUDED, RULE_SOURCES
from forum.core import clock
from forum.core.db import db
from forum.core.text import PIPELINE_VERSION
from forum.councils.actions import add_usual_departments
from forum.councils.models import Area, Council, Department
from forum.groups.models import Group
from forum.groups.vocabulary import LEGAL_FORMS
from forum.threads.models import Thread, Visibility

BATCH = 2000
WARDS, GROUPS_EACH = 30, 30
YEARS = 3
Row = dict[str, Any]
Progress = Callable[[int], None]

# Each way is what happens one after the other: the state, and the days until it comes.
WAYS: tuple[tuple[float, tuple[tuple[State, int], ...]], ...] = (
    (4, ()),
    (4, ((State.ACKNOWLEDGED, 6),)),
    (3, ((State.ACKNOWLEDGED, 5), (State.NEEDS_INFO, 4), (State.ACKNOWLEDGED, 9), (State.UNDER_REVIEW, 20))),
    (2, ((State.ACKNOWLEDGED, 8), (State.KEPT, 40))),
    (3, ((State.ACKNOWLEDGED, 8), (State.REMOVAL_CLAIMED, 60), (State.REMOVED, 28))),
    (1, ((State.REMOVAL_CLAIMED, 50), (State.REOPENED, 28))),
    (1, ((State.UNDER_REVIEW, 12), (State.WAY_THROUGH, 30))),
)
_KINDS = {target: kind for kind, target in RESPONSE_TARGETS.items()}


class Cast:
    """Who and what there is at the council."""

    def __init__(self, council: Council, chance: Random, groups: int) -> None:
        self.council_id = council.id
        self.chance = chance
        self.areas = _areas(council)
        self.departments = list(
            db.session.scalars(select(Department.id).where(Department.council_id == council.id))
        )
        self.people = _people(groups * 2)
        self.groups = _groups(council, self.areas, groups, chance)

    def speaker(self) -> tuple[int, int | None]:
        """Give somebody who speaks, nearly always for a group; each group has its own voice."""
        place = int(len(self.groups) * self.chance.random() ** 1.6)
        if self.chance.random() < 0.1:
            return self.people[len(self.groups) + place], None
        return self.people[place], self.groups[place]


def load_council(*, barriers: int, affected: int, seed: int, progress: Progress) -> int:
    """Add a council with so many barriers and affected, in the current transaction, without events; returns its id."""
    chance = Random(seed)
    council = Council(
        code="BUSY", slug="busyham", name="Busyham", official_name="Busyham Council", nation="England"
    )
    db.session.add(council)
    db.session.flush()
    add_usual_departments(council=council)
    db.session.flush()
    cast = Cast(council, chance, groups=max(60, min(barriers // GROUPS_EACH, 4000)))
    first = (db.session.scalar(select(func.max(Thread.id))) or 0) + 1
    counts = _sizes(barriers, affected, chance)
    for start in range(0, barriers, BATCH):
        some = range(start, min(start + BATCH, barriers))
        _insert([_case(first + one, counts[one], cast) for one in some])
        progress(len(some))
    return council.id


def _sizes(barriers: int, affected: int, chance: Random) -> list[int]:
    """Share the affected out: each barrier has its reporter, a few have many."""
    sizes = [1] * barriers
    for _ in range(affected - barriers):
        sizes[int(barriers * chance.random() ** 2)] += 1
    chance.shuffle(sizes)
    return sizes


def _case(number: int, size: int, cast: Cast) -> dict[str, list[Row]]:
    chance = cast.chance
    reported = clock.now() - timedelta(seconds=chance.randint(60, YEARS * 365 * 86_400))
    speakers = dict([cast.speaker() for _ in range(size)])
    way = chance.choices([way for _, way in WAYS], weights=[weight for weight, _ in WAYS])[0]
    moves = list(_moves(number, reported, way, chance))
    author = next(iter(speakers))
    return {
        "threads": [_thread(number, speakers, reported, cast)],
        "barriers": [_barrier(number, len(speakers), moves, cast)],
        "affected": list(_affected(number, reported, speakers, chance)),
        "moves": moves,
        "responses": [_response(cast, author, move) for move in moves if move["to_state"] in _KINDS],
    }


def _thread(number: int, speakers: dict[int, int | None], reported: datetime, cast: Cast) -> Row:
    author, group = next(iter(speakers.items()))
    words = {"title": "Hall hire needs cover", "slug": "hall-hire", "body": "No.", "body_html": "<p>No.</p>"}
    return words | {
        "id": number,
        "kind": "barrier",
        "author_id": author,
        "group_id": group,
        "council_id": cast.council_id,
        "area_id": cast.chance.choice(cast.areas),
        "html_version": PIPELINE_VERSION,
        "visibility": cast.chance.choices(list(Visibility), weights=[16, 3, 1])[0],
        "version": 1,
        "number_of_comments": 0,
        "created_at": reported,
        "last_activity_at": reported,
    }


def _barrier(number: int, size: int, moves: list[Row], cast: Cast) -> Row:
    chance, last = cast.chance, moves[-1]
    return {
        "id": number,
        "state": last["to_state"],
        "state_changed_at": last["created_at"],
        "category": CATEGORIES[int(len(CATEGORIES) * chance.random() ** 1.5)].code,
        "rule_source": chance.choice(RULE_SOURCES).code,
        "department_id": chance.choice(cast.departments),
        "number_of_affected": size,
        "first_affected_at": moves[0]["created_at"],
        "last_affected_at": moves[0]["created_at"],
        "removed_at": last["created_at"] if last["to_state"] == State.REMOVED else None,
    }


def _moves(
    number: int, reported: datetime, way: tuple[tuple[State, int], ...], chance: Random
) -> Iterator[Row]:
    at, state = reported, State.OPEN
    yield _move(number, None, State.OPEN, at)
    for target, days in way:
        at += timedelta(days=days * chance.uniform(0.4, 2.0))
        if at > clock.now():
            return
        yield _move(number, state, target, at)
        state = target


def _move(number: int, state: State | None, target: State, at: datetime) -> Row:
    role = Role.SYSTEM if target in OUTCOME_STATES else Role.OFFICER if state else Role.MEMBER
    return {"barrier_id": number, "role": role, "from_state": state, "to_state": target, "created_at": at}


def _response(cast: Cast, person_id: int, move: Row) -> Row:
    words = {"body": "Thank you.", "body_html": "<p>Thank you.</p>", "html_version": PIPELINE_VERSION}
    who = {"council_id": cast.council_id, "person_id": person_id, "kind": _KINDS[move["to_state"]]}
    return words | who | {"barrier_id": move["barrier_id"], "created_at": move["created_at"]}


def _affected(
    number: int, reported: datetime, speakers: dict[int, int | None], chance: Random
) -> Iterator[Row]:
    groups: set[int] = set()
    for place, (person_id, group_id) in enumerate(speakers.items()):
        at = min(clock.now(), reported + timedelta(days=place * chance.uniform(0, 20)))
        group = group_id if group_id not in groups else None
        groups |= {group_id} if group_id else set()
        yield {
            "barrier_id": number,
            "person_id": person_id,
            "group_id": group,
            "is_reporter": place == 0,
            "cost_pounds": chance.choice([None, None, 20, 150, 400]),
            "delay_days": chance.choice([None, None, 7, 30, 90]),
            "created_at": at,
        }


def _insert(cases: list[dict[str, list[Row]]]) -> None:
    tables = {
        "threads": Thread.__table__,
        "barriers": Barrier.__table__,
        "affected": Affected.__table__,
        "moves": Transition.__table__,
        "responses": Response.__table__,
    }
    before = db.session.scalar(select(func.max(Affected.id))) or 0
    for name, table in tables.items():
        rows = [row for case in cases for row in case[name]]
        if rows:
            db.session.execute(insert(table), rows)  # type: ignore[arg-type]
    chance = Random(before)
    numbers = db.session.scalars(select(Affected.id).where(Affected.id > before))
    named = [{"affected_id": one, "code": chance.choice(EXCLUDED).code} for one in numbers if one % 4 == 0]
    if named:
        db.session.execute(insert(Exclusion), named)


def _areas(council: Council) -> list[int]:
    areas = [
        Area(council_id=council.id, name=f"Ward {one}", slug=f"ward-{one}") for one in range(1, WARDS + 1)
    ]
    db.session.add_all(areas)
    db.session.flush()
    return [area.id for area in areas]


def _people(number: int) -> list[int]:
    base = db.session.scalar(select(func.max(Person.id))) or 0
    numbers = range(base + 1, base + number + 1)
    now = clock.now()
    rows = [
        {"id": n, "name": f"Voice {n}", "email": f"voice{n}@example.org", "created_at": now} for n in numbers
    ]
    db.session.execute(insert(Person), rows)
    return list(numbers)


def _groups(council: Council, areas: list[int], number: int, chance: Random) -> list[int]:
    base = db.session.scalar(select(func.max(Group.id))) or 0
    rows = [
        {
            "id": base + one,
            "name": f"Busy group {one}",
            "normalised_name": f"busy group {one}",
            "slug": f"busy-group-{one}",
            "legal_form": chance.choice(LEGAL_FORMS).code,
            "council_id": council.id,
            "area_id": chance.choice(areas),
            "created_at": clock.now(),
        }
        for one in range(1, number + 1)
    ]
    db.session.execute(insert(Group), rows)
    return [base + one for one in range(1, number + 1)]
