"""Finds barriers like the one being written: by all its words through the search engine, then by kind and title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, lazyload

from forum.barriers.lifecycle import GOT_PAST, State
from forum.barriers.models import Affected, Barrier
from forum.core.db import db
from forum.groups.models import Group
from forum.search.analysis import terms
from forum.search.current import engine
from forum.search.documents import PUBLIC
from forum.search.engine import SimilarQuery
from forum.threads.models import Thread, Visibility
from forum.threads.similar import LEAST_LIKE

MOST_LOOKED_AT = 100
MOST_SHOWN = 5


def find_similar_here(
    *, council_id: int | None, category: str, words: str, story: str = "", without: int | None = None
) -> list[Barrier]:
    """Find public barriers of this council (or, when it is not known, of any) that look alike, best first.

    `words` are a title, `story` what stands under it; `without` is the number of a barrier to leave out.
    """
    filters = {"council": (str(council_id),)} if council_id is not None else {}
    alike = _alike(words, story, filters, without)
    query = _readable().where(Thread.council_id == council_id, Barrier.state != State.WITHDRAWN)
    return _first([*alike, *_best(query, category=category, words=words)], without)


def find_removed_elsewhere(
    *, council_id: int | None, category: str, words: str, story: str = "", without: int | None = None
) -> list[Barrier]:
    """Find barriers like it that were removed at other councils, as those affected confirmed, best first."""
    alike = _alike(words, story, {"state": (str(State.REMOVED),)}, without)
    query = _readable().where(Barrier.state == State.REMOVED, Barrier.category == category)
    if council_id is not None:
        query = query.where(Thread.council_id != council_id)
    found = [*alike, *_best(query, category=category, words=words)]
    return _first([one for one in found if one.council_id != council_id or council_id is None], without)


def _alike(
    words: str, story: str, filters: Mapping[str, tuple[str, ...]], without: int | None
) -> list[Barrier]:
    """Ask the engine, and read the rows of what it found; what changed since it was indexed is checked again."""
    asked = SimilarQuery(
        title=words,
        text=story,
        readers=frozenset({PUBLIC}),
        filters={"kind": ("barrier",), **filters},
        without=frozenset() if without is None else frozenset({f"thread:{without}"}),
        limit=2 * MOST_SHOWN,
    )
    hits = [hit.id for hit in engine().similar(asked) if hit.likeness >= LEAST_LIKE]
    numbers = [int(one.removeprefix("thread:")) for one in hits]
    rows = db.session.scalars(_readable().where(Barrier.id.in_(numbers), Barrier.state != State.WITHDRAWN))
    by_number = {row.id: row for row in rows}
    return [by_number[number] for number in numbers if number in by_number]


def _readable() -> Select[tuple[Barrier]]:
    return (
        select(Barrier)
        .where(Thread.kind == "barrier", Thread.hidden_at.is_(None))
        .where(Thread.visibility != Visibility.COUNCIL)
        .options(joinedload(Barrier.council), joinedload(Barrier.area), lazyload(Barrier.tags))
        .order_by(Thread.created_at.desc(), Thread.id.desc())
        .limit(MOST_LOOKED_AT)
    )


def _best(query: Select[tuple[Barrier]], *, category: str, words: str) -> list[Barrier]:
    """Rank the newest by their kind and the words of their titles: for what was reported a moment ago."""
    wanted = frozenset(terms(words))
    scored = [
        (_score(barrier, category, wanted), barrier.number_of_affected, barrier.id, barrier)
        for barrier in db.session.scalars(query)
    ]
    found = sorted((one for one in scored if one[0] > 0), key=lambda one: one[:3], reverse=True)
    return [one[3] for one in found[:MOST_SHOWN]]


def _score(barrier: Barrier, category: str, wanted: frozenset[str]) -> int:
    shared = len(wanted.intersection(terms(barrier.title)))
    return 2 * shared + (3 if category and barrier.category == category else 0)


def _first(found: list[Barrier], without: int | None) -> list[Barrier]:
    unique = {one.id: one for one in found if one.id != without}
    return list(unique.values())[:MOST_SHOWN]


def list_groups_that_got_past(barriers: Sequence[Barrier]) -> Sequence[Group]:
    """List groups to ask: those that met one of these barriers under their name and got past it, the newest first.

    Whoever asked not to be named, in their own words or for the whole barrier, is not among them.
    """
    numbers = [one.id for one in barriers if one.visibility == Visibility.PUBLIC]
    past = [one.id for one in barriers if one.state in GOT_PAST]
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
    query = select(Group).join(newest, newest.c.group_id == Group.id).order_by(newest.c.last.desc())
    return db.session.scalars(query.options(joinedload(Group.council)).limit(MOST_SHOWN)).all()
