"""Tells officers who else has a barrier open."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.barriers.models import Barrier, CaseOpening
from forum.core import clock
from forum.core.db import db


def open_case(*, barrier: Barrier, person: Person) -> None:
    """Write down that an officer has it open; the last time counts."""
    opening = db.session.get(CaseOpening, (barrier.id, person.id))
    if opening is None:
        opening = CaseOpening(barrier_id=barrier.id, person_id=person.id)
        db.session.add(opening)
    opening.opened_at = clock.now()
    db.session.flush()
