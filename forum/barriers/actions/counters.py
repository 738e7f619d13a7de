"""Keeps a council's number of barriers at what its public list shows."""

from __future__ import annotations

from sqlalchemy import func, select, update

from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier
from forum.core.db import db
from forum.councils.identity import VISITOR
from forum.councils.models import Council
from forum.threads.models import Thread
from forum.threads.visibility import readable


def count_barriers_anew(*, council_id: int | None) -> None:
    """Count what everybody may read of a council's barriers; withdrawn ones are in no list unless asked for."""
    if council_id is None:
        return
    shown = select(func.count(Barrier.id)).where(
        Thread.council_id == council_id,
        readable(VISITOR),
        Barrier.state != State.WITHDRAWN,
    )
    number = db.session.scalar(shown) or 0
    db.session.execute(update(Council).where(Council.id == council_id).values(number_of_barriers=number))
