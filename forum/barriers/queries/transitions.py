"""Reads the history of a barrier: which changes of state stand, and which were taken back."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased

from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier, ConfirmationRequest, Transition
from forum.core.db import db


def stands() -> ColumnElement[bool]:
    """Return the condition that a change of state was not taken back, and takes nothing back itself: clocks and figures count only these."""
    later = aliased(Transition)
    return Transition.takes_back_id.is_(None) & ~exists().where(later.takes_back_id == Transition.id)


def find_newest_effective(barrier: Barrier) -> Transition | None:
    """Find the last change of state that stands."""
    rows = select(Transition).where(Transition.barrier_id == barrier.id, stands())
    return db.session.scalar(rows.order_by(Transition.id.desc()).limit(1))


def find_effective_transition(barrier: Barrier, state: State) -> Transition | None:
    """Find the last change into a state that stands."""
    rows = select(Transition).where(
        Transition.barrier_id == barrier.id, Transition.to_state == state, stands()
    )
    return db.session.scalar(rows.order_by(Transition.id.desc()).limit(1))


def count_answers_to(transition: Transition) -> int:
    """Count the answers of groups that were asked because of a change of state."""
    asked = select(func.count(ConfirmationRequest.id)).where(
        ConfirmationRequest.claim_id == transition.id, ConfirmationRequest.answer.is_not(None)
    )
    return db.session.scalar(asked) or 0
