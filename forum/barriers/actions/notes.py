"""What officers write down for each other, and who of them deals with a barrier."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.barriers.models import Barrier, PrivateNote
from forum.core import clock
from forum.core.db import db
from forum.councils.models import Department, Officer


class ForeignOfficeError(ValueError):
    """A department or an officer that is not of the barrier's council."""


def keep_note(*, barrier: Barrier, person: Person, body: str) -> PrivateNote:
    """Write something down that only the council's officers read."""
    note = PrivateNote(barrier_id=barrier.id, person=person, body=body, created_at=clock.now())
    db.session.add(note)
    db.session.flush()
    return note


def assign_barrier(*, barrier: Barrier, department: Department | None, officer: Officer | None) -> None:
    """Say which part of the council and which of its officers deal with it; nobody is an answer too.

    Raises ForeignOfficeError for those of another council, or for somebody who has left.
    """
    here = {one.council_id for one in (department, officer) if one is not None} <= {barrier.council_id}
    if not here or (officer is not None and officer.left_at is not None):
        raise ForeignOfficeError("Choose somebody from this council.")
    barrier.department, barrier.officer = department, officer
    db.session.flush()
