"""Who is affected by some barriers, as numbers: nameless voices apart, as in every figure (ADR 49)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import and_, or_, select

from forum.barriers.models import Affected, Barrier
from forum.core.db import db

IS_NAMELESS = or_(Affected.is_nameless, and_(Affected.is_reporter, Barrier.is_nameless))
"""Whether somebody asked not to be named; a statement needs Affected and its Barrier."""
READ_AT_ONCE = 500


class Voice(NamedTuple):
    """That somebody is affected by a barrier; `entity` is None for whoever asked not to be named."""

    barrier_id: int
    entity: int | None


class VoiceCount(NamedTuple):
    """How many groups spoke: each nameless voice by itself, and those that are different for certain."""

    groups: int
    nameless: int
    certain: int
    """Nameless voices count as different only where they speak in one barrier. For minimums."""


def list_voices(barrier_ids: Sequence[int]) -> list[Voice]:
    """List who is affected by these barriers, and has not withdrawn it."""
    found = []
    for start in range(0, len(barrier_ids), READ_AT_ONCE):
        query = (
            select(Affected.barrier_id, Affected.group_id, Affected.person_id, IS_NAMELESS)
            .join(Barrier, Barrier.id == Affected.barrier_id)
            .where(Affected.barrier_id.in_(barrier_ids[start : start + READ_AT_ONCE]))
            .where(Affected.withdrawn_at.is_(None))
        )
        found += [
            Voice(barrier, None if is_nameless else group or -person)
            for barrier, group, person, is_nameless in db.session.execute(query).tuples()
        ]
    return found


def count_voices(voices: Iterable[Voice]) -> VoiceCount:
    """Count the groups among these voices."""
    named: set[int] = set()
    nameless: Counter[int] = Counter()
    for voice in voices:
        if voice.entity is None:
            nameless[voice.barrier_id] += 1
        else:
            named.add(voice.entity)
    return VoiceCount(
        len(named) + nameless.total(), nameless.total(), len(named) + max(nameless.values(), default=0)
    )
