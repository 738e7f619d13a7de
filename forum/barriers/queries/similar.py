"""Finds barriers like the one being written: by place, kind and the words of its title."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, lazyload

from forum.barriers.lifecycle import State
from forum.barriers.models import Barrier
from forum.core.db import db
from forum.threads.models import Thread, Visibility

MOST_LOOKED_AT = 300
MOST_SHOWN = 5
SHORTEST_WORD = 4
_ENDINGS = re.compile(r"(?:ing|ers?|ed|es|s)$")
_EMPTY = frozenset(
    "about after again also been before being cannot could council does doing from have here into more only "
    "other over said same should some than that their them then there these they this told very want "
    "were what when where which while will with would your".split()
)


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
    wanted = stems(words)
    scored = [
        (_score(barrier, category, wanted), barrier.number_of_affected, barrier.id, barrier)
        for barrier in db.session.scalars(query)
    ]
    found = sorted((one for one in scored if one[0] > 0), key=lambda one: one[:3], reverse=True)
    return [one[3] for one in found[:MOST_SHOWN]]


def _score(barrier: Barrier, category: str, wanted: frozenset[str]) -> int:
    shared = len(wanted & stems(barrier.title))
    return 2 * shared + (3 if category and barrier.category == category else 0)


def stems(words: str | Iterable[str]) -> frozenset[str]:
    """Give the telling words of a title, each without its ending, so that "hiring" meets "hire"."""
    text = words if isinstance(words, str) else " ".join(words)
    found = re.findall(r"[^\W\d_]+", text.lower())
    telling = (one for one in found if len(one) >= SHORTEST_WORD and one not in _EMPTY)
    return frozenset(_ENDINGS.sub("", one).rstrip("e") for one in telling)
