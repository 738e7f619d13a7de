"""Moves a barrier that was reported to the wrong council, or to none, to the right one."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.barriers.actions.casework import note_change
from forum.barriers.actions.counters import count_barriers_anew
from forum.barriers.actions.deadline import set_deadline
from forum.barriers.events import BarrierReported
from forum.barriers.models import Barrier
from forum.barriers.queries.council_settings import find_routed_department
from forum.core import events
from forum.core.db import db
from forum.councils.models import Council, Department


def pass_to_council(
    *, barrier: Barrier, was: Council | None, department: Department | None, by: Person
) -> None:
    """Set department, deadline and counters of a barrier whose council has just changed; the new one is told."""
    council = barrier.council
    routed = find_routed_department(council, barrier.category, None) if council and not department else None
    barrier.department, barrier.officer = department or routed, None
    note_change(barrier=barrier, by=by, what="council", was=was, became=council)
    db.session.flush()
    set_deadline(barrier=barrier)
    for number in {was.id if was else None, council.id if council else None}:
        count_barriers_anew(council_id=number)
    if council is not None and council != was:
        events.send(BarrierReported(barrier=barrier))
