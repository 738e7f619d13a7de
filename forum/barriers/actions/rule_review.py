"""A rule that stays is looked at again: on its day, or when enough new groups met it."""

from __future__ import annotations

from datetime import datetime, time

from forum.accounts.models import Person
from forum.barriers.actions.transition import transition
from forum.barriers.lifecycle.reasons import Reason, Why
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.rules import lifecycle_rules
from forum.barriers.lifecycle.states import State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.models import Barrier, Transition
from forum.barriers.queries.confirmations import count_new_affected
from forum.core import clock
from forum.core.outbox import enqueue


def review_later(*, barrier: Barrier, kept: Transition) -> None:
    """Set the clock for the day on which the council said it would look again."""
    if barrier.review_on is None:
        return
    due_at = datetime.combine(barrier.review_on, time.min, tzinfo=clock.LOCAL)
    enqueue(
        "review_due", {"barrier": barrier.id, "kept": kept.id}, due_at=due_at, key=f"review_due:{kept.id}"
    )


def review_kept(*, barrier: Barrier, kept_id: int, newest_id: int | None) -> Transition | None:
    """Look at a kept rule again, if it is still the one that was kept then and its day has come."""
    due = barrier.review_on is not None and barrier.review_on <= clock.today()
    if barrier.state != State.KEPT or kept_id != newest_id or not due:
        return None
    return transition(
        barrier=barrier,
        person=None,
        role=Role.SYSTEM,
        target=State.UNDER_REVIEW,
        given=TransitionInput(today=clock.today(), review_date=barrier.review_on),
        why=Why(Reason.REVIEW_DAY_CAME),
    )


def reopen_kept(*, barrier: Barrier, person: Person, seen: int | None = None) -> Transition:
    """Have a moderator open a kept rule again. Raises TransitionRefusedError while too few new groups met it."""
    new = count_new_affected(barrier, since=barrier.state_changed_at)
    return transition(
        barrier=barrier,
        person=person,
        role=Role.MODERATOR,
        target=State.UNDER_REVIEW,
        given=TransitionInput(today=clock.today(), rules=lifecycle_rules(), new_affected=new),
        why=Why(Reason.MORE_GROUPS_MET_IT, {"groups": new}),
        seen=seen,
    )
