"""What officers write down for each other."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.barriers.models import Barrier, PrivateNote
from forum.core import clock
from forum.core.db import db


def keep_note(*, barrier: Barrier, person: Person, body: str) -> PrivateNote:
    """Write something down that only the council's officers read."""
    note = PrivateNote(barrier_id=barrier.id, person=person, body=body, created_at=clock.now())
    db.session.add(note)
    db.session.flush()
    return note
