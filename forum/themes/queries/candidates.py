"""Reads the barriers among which the nights look for themes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Row, func, select

from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier
from forum.core.db import db
from forum.search.meaning.encoder import LONGEST_READ, Encoder
from forum.search.meaning.store import list_vectors
from forum.themes.finding import ThemeCandidate
from forum.threads.models import ThreadTag

MOST_READ = 20_000
READ_AT_ONCE = 500
IS_A_CASE = (Barrier.is_in_sight, Barrier.state != State.WITHDRAWN, Barrier.council_id.is_not(None))
"""What may be of a theme: not hidden, held or withdrawn, and at a council."""


def list_candidates(encoder: Encoder) -> list[ThemeCandidate]:
    """Read the newest barriers of which the meaning is known."""
    newest = select(
        Barrier.id,
        Barrier.council_id,
        Barrier.category,
        Barrier.rule_source,
        Barrier.same_as_id,
        Barrier.is_council_only.label("is_council_only"),
        Barrier.title,
        func.substr(Barrier.body, 1, LONGEST_READ).label("body"),
    )
    rows = iter(
        db.session.execute(newest.where(*IS_A_CASE).order_by(Barrier.id.desc()).limit(MOST_READ)).all()
    )
    found: list[ThemeCandidate] = []
    while batch := list(islice(rows, READ_AT_ONCE)):
        found += _with_meaning(encoder, batch)
    return found


def _with_meaning(encoder: Encoder, rows: Sequence[Row[Any]]) -> Iterator[ThemeCandidate]:
    numbers = [row.id for row in rows]
    vectors = list_vectors(encoder, [f"thread:{number}" for number in numbers])
    tags: defaultdict[int, set[int]] = defaultdict(set)
    carried = select(ThreadTag.thread_id, ThreadTag.tag_id).where(ThreadTag.thread_id.in_(numbers))
    for thread_id, tag_id in db.session.execute(carried):
        tags[thread_id].add(tag_id)
    for row in rows:
        if meaning := vectors.get(f"thread:{row.id}"):
            yield ThemeCandidate(
                number=row.id,
                council_id=row.council_id,
                category=row.category,
                rule_source=row.rule_source,
                case_id=row.same_as_id or row.id,
                tag_ids=frozenset(tags[row.id]),
                is_public=not row.is_council_only,
                text=f"{row.title}\n{row.body}",
                meaning=meaning,
            )
