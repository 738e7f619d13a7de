"""Finds barriers like another or like a draft: candidates by words and by kind, one ranking for every page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, lazyload

from forum.barriers.lifecycle.states import GOT_PAST_STATES, State
from forum.barriers.models import Affected, Barrier
from forum.core.db import db
from forum.core.text import plain
from forum.councils.identity import VISITOR, Identity
from forum.groups.models import Group
from forum.search.documents import PUBLIC
from forum.threads.kinds import list_kinds
from forum.threads.models import Thread
from forum.threads.similar import Alike, find_ids_alike, find_similar, rank
from forum.threads.similarity import Case, compare
from forum.threads.visibility import readable

MOST_LOOKED_AT = 100
MOST_SHOWN = 5
MOST_COMPARED = 15


@dataclass(frozen=True, slots=True)
class SimilarContent:
    """Threads like a case, best first, and the groups to ask about the barriers among them."""

    threads: Sequence[Alike[Thread]]
    groups: Sequence[Group]


def case_of(barrier: Barrier) -> Case:
    """Return what is compared of a barrier."""
    words = barrier.title, plain(barrier.body_html)
    return Case(*words, barrier.council_id, barrier.category, barrier.number_of_affected, barrier.id)


def find_twins_of(barrier: Barrier) -> list[Alike[Barrier]]:
    """Find public barriers of the same council that look like one, best first; the same for every page that asks."""
    return find_similar_here(case_of(barrier))


def find_similar_here(case: Case) -> list[Alike[Barrier]]:
    """Find public barriers of a case's council (or, when it is not known, of any) that look alike, best first."""
    filters = {"council": (str(case.council_id),)} if case.council_id is not None else {}
    query = _readable().where(Thread.council_id == case.council_id, Barrier.state != State.WITHDRAWN)
    return _ranked([*_alike(case, filters), *_newest(query, case)], case)


def find_removed_elsewhere(case: Case) -> list[Alike[Barrier]]:
    """Find barriers like a case that were removed at other councils, as those affected confirmed, best first."""
    query = _readable().where(Barrier.state == State.REMOVED, Barrier.category == case.category)
    if case.council_id is not None:
        query = query.where(Thread.council_id != case.council_id)
    found = [*_alike(case, {"state": (str(State.REMOVED),)}), *_newest(query, case)]
    elsewhere = [one for one in found if case.council_id is None or one.council_id != case.council_id]
    return _ranked(elsewhere, case)


def _alike(case: Case, filters: Mapping[str, tuple[str, ...]]) -> list[Barrier]:
    """Ask the engine, and read the rows of what it found; what changed since it was indexed is checked again."""
    wanted = {"kind": ("barrier",), **filters}
    ids = find_ids_alike(case, readers=frozenset({PUBLIC}), filters=wanted, limit=MOST_COMPARED)
    numbers = [int(one.removeprefix("thread:")) for one in ids]
    rows = db.session.scalars(_readable().where(Barrier.id.in_(numbers), Barrier.state != State.WITHDRAWN))
    by_number = {row.id: row for row in rows}
    return [by_number[number] for number in numbers if number in by_number]


def _readable() -> Select[tuple[Barrier]]:
    return (
        select(Barrier)
        .where(Thread.kind == "barrier", readable(VISITOR))
        .options(joinedload(Barrier.council), joinedload(Barrier.area), lazyload(Barrier.tags))
        .order_by(Thread.created_at.desc(), Thread.id.desc())
        .limit(MOST_LOOKED_AT)
    )


def _newest(query: Select[tuple[Barrier]], case: Case) -> list[Barrier]:
    """Choose those of the newest whose kind and title are most alike: for what was reported a moment ago."""
    scored = [
        (compare(case, Case(one.title, "", one.council_id, one.category)), one)
        for one in db.session.scalars(query)
    ]
    enough = [(likeness.score, one.id, one) for likeness, one in scored if likeness.is_enough]
    return [one[2] for one in sorted(enough, key=lambda one: one[:2], reverse=True)[:MOST_COMPARED]]


def _ranked(found: list[Barrier], case: Case) -> list[Alike[Barrier]]:
    """Rank those that have enough in common."""
    unique = {one.id: one for one in found if one.id != case.number}
    enough = [(likeness, one) for likeness, one in rank(case, unique.values()) if likeness.is_enough]
    return [Alike(one, likeness.why) for likeness, one in enough[:MOST_SHOWN]]


def list_groups_that_got_past(barriers: Sequence[Barrier]) -> Sequence[Group]:
    """List groups to ask that got past one of these barriers, the newest first."""
    return [group for group, _ in list_who_got_past(barriers)]


def list_who_got_past(barriers: Sequence[Barrier]) -> Sequence[tuple[Group, int]]:
    """List groups to ask, each with the number of the barrier it got past: those that met one of these barriers under their name and got past it, the newest first.

    Whoever asked not to be named, in their own words or for the whole barrier, is not among them.
    """
    numbers = [one.id for one in barriers if not one.is_nameless]
    past = [one.id for one in barriers if one.state in GOT_PAST_STATES]
    if not numbers:
        return []
    met = select(Affected.group_id, func.max(Affected.id).label("last")).where(
        Affected.barrier_id.in_(numbers),
        or_(Affected.effect == "worked_around", Affected.barrier_id.in_(past)),
        Affected.is_nameless.is_(False),
        Affected.withdrawn_at.is_(None),
        Affected.group_id.is_not(None),
    )
    newest = met.group_by(Affected.group_id).subquery()
    query = (
        select(Group, Affected.barrier_id)
        .join(newest, newest.c.group_id == Group.id)
        .join(Affected, Affected.id == newest.c.last)
        .order_by(newest.c.last.desc())
        .options(joinedload(Group.council))
    )
    return [(group, number) for group, number in db.session.execute(query.limit(MOST_SHOWN))]


def find_similar_content(case: Case, *, identity: Identity) -> SimilarContent:
    """Find threads of every kind like what somebody writes, and whom to ask about the barriers among them."""
    found = find_similar(case, identity=identity)
    barriers = [one.thread for one in found if isinstance(one.thread, Barrier)]
    return SimilarContent(found, list_groups_that_got_past(barriers))


def find_other_content(case: Case, *, barriers: Sequence[Barrier], identity: Identity) -> SimilarContent:
    """Find threads of all other kinds like a barrier, and whom to ask about the `barriers` like it."""
    kinds = [kind.name for kind in list_kinds() if kind.name != "barrier"]
    found = find_similar(case, identity=identity, kinds=kinds) if kinds else []
    return SimilarContent(found, list_groups_that_got_past(barriers))
