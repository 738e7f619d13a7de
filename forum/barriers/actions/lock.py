"""Holds a barrier's row while it is changed, so that of two changes at once the second sees the first."""

from __future__ import annotations

from functools import cache

from sqlalchemy import inspect

from forum.barriers.models import Barrier
from forum.core.db import db


def lock_barrier(*, barrier: Barrier) -> None:
    """Read the row anew, and hold it until the end of the transaction; tags and other rows are read when asked for."""
    columns, related = _names()
    db.session.refresh(barrier, columns, with_for_update=True)
    db.session.expire(barrier, related)


@cache
def _names() -> tuple[list[str], list[str]]:
    mapper = inspect(Barrier)
    return [one.key for one in mapper.column_attrs], [one.key for one in mapper.relationships]
