"""What somebody who leaves a council had goes back to nobody; each case keeps a row with the name."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.barriers.actions.casework import assign_barrier
from forum.barriers.queries.casework import list_cases_of_officer
from forum.core.outbox import enqueue
from forum.councils.models import Officer

BATCH = 200


def unassign_cases(*, officer: Officer, by: Person | None) -> None:
    """Take a batch of cases off an officer who has left; the worker goes on with the rest."""
    cases = list_cases_of_officer(officer.id, limit=BATCH)
    for barrier in cases:
        assign_barrier(barrier=barrier, by=by, department=barrier.department, officer=None)
    if len(cases) == BATCH:
        enqueue("give_back", {"officer": officer.id, "by": by.id if by else None})
