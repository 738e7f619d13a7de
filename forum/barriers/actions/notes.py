"""What officers write down for each other."""

from __future__ import annotations

from collections.abc import Sequence

from forum.accounts.models import Person
from forum.barriers.events import OfficerNamed
from forum.barriers.models import Barrier, PrivateNote
from forum.core import clock, events
from forum.core.db import db
from forum.councils.models import Officer
from forum.threads.mentions import named_in


def keep_note(
    *, barrier: Barrier, person: Person, body: str, officers: Sequence[Officer] = ()
) -> PrivateNote:
    """Write something down that only the council's officers read; those of `officers` that it names are told."""
    note = PrivateNote(barrier_id=barrier.id, person=person, body=body, created_at=clock.now())
    db.session.add(note)
    db.session.flush()
    colleagues = {one.person: one for one in officers if one.person_id != person.id}
    for named in named_in(body, list(colleagues)):
        events.send(OfficerNamed(note=note, barrier=barrier, officer=colleagues[named]))
    return note
