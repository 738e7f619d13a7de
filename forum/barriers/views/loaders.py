"""Finding the barrier of a page, for those who may know that it exists."""

from __future__ import annotations

from flask import abort

from forum.barriers.models import Affected, Barrier
from forum.barriers.permissions import may_read_barrier
from forum.barriers.queries.show import find_affected, get_barrier
from forum.councils.identity import current_identity


def readable_barrier(number: int) -> tuple[Barrier, Affected | None]:
    """Read a barrier with the reader's own active experience of it; 404 for whoever may not read it."""
    barrier, identity = get_barrier(number), current_identity()
    if barrier is None:
        abort(404)
    own = find_affected(barrier=barrier, person_id=identity.person_id)
    own = own if own is not None and own.withdrawn_at is None else None
    if not may_read_barrier(identity, barrier, is_affected=own is not None):
        abort(404)
    return barrier, own
