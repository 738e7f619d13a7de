"""Finds barriers like the one being written: by place, kind and the words of its title."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, lazyload

from forum.barriers.lifecycle import State
from forum.barriers.models import Barrier
from forum.core.db import db
from forum.search.analysis import terms
from forum.threads.models import Thread, Visibility

MOST_LOOKED_AT = 300
MOST_SHOWN = 5


def find_similar_here(*, council_id: int | None, category: str, words: str) -> list[Barrier]:
    """Find public barriers of this council (or, when it is not known, of none) that look alike, best first."""
    query = _readable().where(Thread.council_id == council_id, Barrier.state != State.WITHDRAWN)
    return _best(query, category=category, words=words)


def find_removed_elsewhere(*, council_id: int | None, category: str, words: str) -> list[Barrier]:
    """Find barriers like it that were removed at other councils, as those affected confirmed, best first."""
    query = _readable().where(Barrier.state == State.REMOVED, Barrier.category == category)
    if council_id is not None:
        query = query.where(Thread.council_id != council_id)
    return _best(query, category=category, words=words)


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
