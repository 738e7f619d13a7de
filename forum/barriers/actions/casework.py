"""Who at a council deals with a barrier, which leaves a row, and who has it open."""

from __future__ import annotations

from collections.abc import Sequence

from forum.accounts.models import Person
from forum.barriers.events import BarrierAssigned
from forum.barriers.models import Barrier, CaseChange, CaseOpening
from forum.barriers.vocabulary import CASE_FIELD_BY_CODE
from forum.core import clock, events
from forum.core.db import db
from forum.councils.models import Council, Department, Officer

MOST_AT_ONCE = 100
LONGEST_WORDS = 300

Place = Department | Officer | Barrier | Council
"""Where a case can go."""


class ForeignOfficeError(ValueError):
    """A department or an officer that is not of the barrier's council."""


class TooManyError(ValueError):
    """More barriers at once than anybody can have looked at."""


def assign_barrier(
    *, barrier: Barrier, by: Person | None, department: Department | None, officer: Officer | None
) -> None:
    """Record which part of the council and which of its officers deal with it; nobody is an answer too.

    Raises ForeignOfficeError for those of another council, for a retired department, or for somebody who has left.
    """
    _refuse_strangers(barrier, department, officer)
    note_change(barrier=barrier, by=by, what="department", was=barrier.department, became=department)
    was = barrier.officer
    note_change(barrier=barrier, by=by, what="officer", was=was, became=officer)
    barrier.department, barrier.officer = department, officer
    db.session.flush()
    if officer is not None and officer != was and by is not None:
        events.send(BarrierAssigned(barrier=barrier, officer=officer, by=by))


def assign_barriers(
    *,
    barriers: Sequence[Barrier],
    by: Person,
    department: Department | None,
    officer: Officer | None,
    keeps_department: bool,
    keeps_officer: bool,
) -> None:
    """Assign several at once; what is kept stays as each barrier has it. Raises TooManyError, ForeignOfficeError."""
    if len(barriers) > MOST_AT_ONCE:
        raise TooManyError(f"Choose {MOST_AT_ONCE} at most.")
    for barrier in barriers:
        assign_barrier(
            barrier=barrier,
            by=by,
            department=barrier.department if keeps_department else department,
            officer=barrier.officer if keeps_officer else officer,
        )


def note_change(
    *, barrier: Barrier, by: Person | None, what: str, was: Place | None, became: Place | None
) -> None:
    """Write down what officers changed about a barrier, with numbers and names of then; nothing when it stays as it was.

    `what` is a code of vocabulary.CASE_FIELDS.
    """
    if was == became:
        return
    db.session.add(
        CaseChange(
            barrier_id=barrier.id,
            person_id=by.id if by else None,
            what=CASE_FIELD_BY_CODE[what].code,
            was=_name_of(was)[:LONGEST_WORDS],
            was_id=was.id if was else None,
            became=_name_of(became)[:LONGEST_WORDS],
            became_id=became.id if became else None,
            created_at=clock.now(),
        )
    )


def _refuse_strangers(barrier: Barrier, department: Department | None, officer: Officer | None) -> None:
    here = {one.council_id for one in (department, officer) if one is not None} <= {barrier.council_id}
    new_department = department is not None and department != barrier.department
    new_officer = officer is not None and officer != barrier.officer
    gone = new_department and department is not None and department.retired_at is not None
    left = new_officer and officer is not None and officer.left_at is not None
    if not here or gone or left:
        raise ForeignOfficeError("Choose someone from this council.")


def _name_of(place: Place | None) -> str:
    if isinstance(place, Officer):
        return place.person.name
    if isinstance(place, Barrier):
        return place.title
    return place.name if place else ""


def open_case(*, barrier: Barrier, person: Person) -> None:
    """Write down that an officer has it open; the last time counts."""
    opening = db.session.get(CaseOpening, (barrier.id, person.id))
    if opening is None:
        opening = CaseOpening(barrier_id=barrier.id, person_id=person.id)
        db.session.add(opening)
    opening.opened_at = clock.now()
    db.session.flush()
