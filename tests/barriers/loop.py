"""The core loop in a few words: claims, answers, the worker, the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from forum.barriers.actions.removal import confirm_removal
from forum.barriers.actions.transition import transition
from forum.barriers.handlers import HANDLERS
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.models import Affected, Barrier, ConfirmationRequest, Transition
from forum.core import clock
from forum.core.db import commit, db
from forum.core.worker import Worker
from forum.councils.models import Officer


def move(
    barrier: Barrier, target: State, *, role: Role = Role.LEAD, person: Any = None, **given: Any
) -> Transition:
    row = transition(
        barrier=barrier,
        person=person,
        role=role,
        target=target,
        given=TransitionInput(today=clock.today(), **given),
    )
    commit()
    return row


def claim(barrier: Barrier, officer: Officer | None = None) -> Transition:
    return move(
        barrier,
        State.REMOVAL_CLAIMED,
        person=officer and officer.person,
        what_changed="The form no longer asks.",
        evidence="See the new form.",
    )


def keep(barrier: Barrier, *, days: int = 30) -> Transition:
    return move(
        barrier,
        State.KEPT,
        reason="The insurer asks for it.",
        rule_source="insurer",
        review_date=clock.today() + timedelta(days=days),
    )


def request_to(affected: Affected) -> ConfirmationRequest:
    asked = select(ConfirmationRequest).where(ConfirmationRequest.affected_id == affected.id)
    return db.session.scalars(asked.order_by(ConfirmationRequest.id.desc()).limit(1)).one()


def answer(affected: Affected, says: Answer) -> Transition | None:
    moved = confirm_removal(request=request_to(affected), answer=says)
    commit()
    return moved


def reporter_of(barrier: Barrier) -> Affected:
    return db.session.scalars(
        select(Affected).where(Affected.barrier_id == barrier.id, Affected.is_reporter)
    ).one()


def pass_time(by: timedelta) -> None:
    """Move the clock on, and let the worker do what has become due for barriers."""
    clock.forward(by)
    Worker(HANDLERS).drain()
    db.session.expire_all()


def history(barrier: Barrier) -> list[tuple[str, str]]:
    rows = db.session.scalars(
        select(Transition).where(Transition.barrier_id == barrier.id).order_by(Transition.id)
    )
    return [(row.role, row.to_state) for row in rows]
