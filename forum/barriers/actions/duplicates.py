"""Records that two reports are the same obstacle: one leads to the other, and keeps its own affected and words."""

from __future__ import annotations

from sqlalchemy import select

from forum.accounts.models import Person
from forum.barriers.actions.casework import note_change
from forum.barriers.actions.deadline import set_deadline
from forum.barriers.events import BarrierLinked
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier
from forum.barriers.queries.casework import find_main
from forum.core import events
from forum.core.db import db


class LinkRefusedError(ValueError):
    """Two barriers that may not be linked; its message says why."""


def link_barrier(*, barrier: Barrier, main: Barrier, by: Person) -> None:
    """Deal with a barrier at another one of the same council. Twice is once. Raises LinkRefusedError."""
    _lock(barrier, main)
    if barrier.same_as_id == main.id:
        return
    problem = _problem(barrier, main)
    if problem:
        raise LinkRefusedError(problem)
    was = find_main(barrier)
    barrier.same_as_id = main.id
    main.number_of_linked += 1
    if was is not None:
        was.number_of_linked -= 1
    set_deadline(barrier=barrier)
    _note(barrier, by, was, main)
    events.send(BarrierLinked(barrier=barrier, main=main, by=by))


def unlink_barrier(*, barrier: Barrier, by: Person | None) -> None:
    """Deal with a barrier by itself again; its clock counts from where it began."""
    was = find_main(barrier)
    if was is None:
        return
    _lock(barrier, was)
    if barrier.same_as_id != was.id:
        return
    barrier.same_as_id = None
    was.number_of_linked -= 1
    set_deadline(barrier=barrier)
    _note(barrier, by, was, None)


def _lock(barrier: Barrier, main: Barrier) -> None:
    """Hold both rows, the lower number first, so that two links made at once make no circle."""
    numbers = sorted({barrier.id, main.id})
    rows = select(Barrier).where(Barrier.id.in_(numbers)).order_by(Barrier.id)
    db.session.scalars(rows.with_for_update(of=Barrier).execution_options(populate_existing=True)).all()


def _problem(barrier: Barrier, main: Barrier) -> str:
    """Return the first reason against it; empty when there is none."""
    is_private = main.is_council_only and not barrier.is_council_only
    is_gone = (
        State.WITHDRAWN in {barrier.state, main.state} or not barrier.is_in_sight or not main.is_in_sight
    )
    foreign = barrier.council_id is None or barrier.council_id != main.council_id
    reasons = (
        (barrier.id == main.id, "A barrier cannot be the same as itself."),
        (foreign, "Only barriers at the same council can be linked."),
        (main.same_as_id, f"That one is dealt with at number {main.same_as_id}. Choose that one."),
        (
            barrier.number_of_linked,
            "Others are linked to this one. Link those first, or choose this one there.",
        ),
        (is_gone, "One of them was withdrawn or hidden."),
        (is_private, "That one is for the council only: those who read this one could not follow the link."),
    )
    return next((words for is_so, words in reasons if is_so), "")


def _note(barrier: Barrier, by: Person | None, was: Barrier | None, became: Barrier | None) -> None:
    note_change(barrier=barrier, by=by, what="dealt_with_at", was=was, became=became)
