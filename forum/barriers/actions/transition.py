"""The one function that changes a barrier's state."""

from __future__ import annotations

from sqlalchemy import select

from forum.accounts.models import Person
from forum.barriers.actions.deadline import set_deadline
from forum.barriers.actions.lock import lock_barrier
from forum.barriers.events import StateChanged
from forum.barriers.lifecycle.decisions import Decision
from forum.barriers.lifecycle.reasons import Why
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import CLAIM_STATES, State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.lifecycle.transitions import decide
from forum.barriers.models import Barrier, Transition
from forum.barriers.queries.confirmations import find_claim
from forum.barriers.queries.responses import find_effective_response
from forum.barriers.queries.transitions import find_effective_transition
from forum.core import clock
from forum.core.db import db
from forum.core.events import send
from forum.threads.reindex import enqueue_reindex


class TransitionRefusedError(ValueError):
    """A move that is not allowed; `decision` says why, in words, and which field is about it."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.sentence)
        self.decision = decision


class OvertakenError(ValueError):
    """Somebody else changed the barrier while a form was open; what was typed must be kept."""


def transition(
    *,
    barrier: Barrier,
    person: Person | None,
    role: Role,
    target: State,
    given: TransitionInput,
    note: str = "",
    why: Why | None = None,
    seen: int | None = None,
    takes_back: Transition | None = None,
) -> Transition:
    """Move a barrier to a state: decides, appends one row, and tells subscribers.

    `person` is None for the system; `note` is what somebody wrote, `why` the reason where nobody did; `seen` is the number of the newest transition that the form was shown with;
    `takes_back` is the change that this one undoes: what belonged to the state before stands again.
    Raises OvertakenError when there is a newer one, TransitionRefusedError when the life cycle does not allow the move.
    """
    lock_as_seen(barrier=barrier, seen=seen)
    decision = decide(role=role, current=barrier.state, target=target, given=given)
    if not decision.allowed:
        raise TransitionRefusedError(decision)
    row = Transition(
        barrier_id=barrier.id,
        person_id=person.id if person else None,
        role=role,
        from_state=barrier.state,
        to_state=target,
        public_note=note,
        reason=why.reason if why else None,
        reason_params=dict(why.params) if why else {},
        created_at=clock.now(),
        takes_back_id=takes_back.id if takes_back else None,
    )
    db.session.add(row)
    _move(barrier, target, given)
    db.session.flush()
    if takes_back is not None:
        _restore(barrier, target)
    db.session.expire(barrier, ["department"])
    set_deadline(barrier=barrier)
    enqueue_reindex(f"thread:{barrier.id}")
    send(StateChanged(barrier=barrier, transition=row))
    return row


def lock_as_seen(*, barrier: Barrier, seen: int | None) -> None:
    """Hold the barrier's row until the end of the transaction. Raises OvertakenError when it moved since `seen`."""
    db.session.flush()
    lock_barrier(barrier=barrier)
    if seen is not None and newest_transition(barrier) != seen:
        raise OvertakenError("Someone else changed this barrier while you were writing.")


def newest_transition(barrier: Barrier) -> int | None:
    """Return the number of a barrier's newest transition; a form carries it, so that two officers do not collide."""
    rows = select(Transition.id).where(Transition.barrier_id == barrier.id)
    return db.session.scalar(rows.order_by(Transition.id.desc()).limit(1))


def _move(barrier: Barrier, target: State, given: TransitionInput) -> None:
    """Set the state and what comes with it; a date that belonged to the state it left is cleared."""
    now = clock.now()
    barrier.state_before_question = barrier.state if target == State.NEEDS_INFO else None
    barrier.state, barrier.state_changed_at, barrier.last_activity_at = target, now, now
    barrier.department_id = given.department_id or barrier.department_id
    if target != State.NEEDS_INFO:
        promised = target == State.CHANGE_AGREED  # coming back from a question, the promise stands
        barrier.promised_on = (given.promised_date if promised else None) or barrier.promised_on
        barrier.review_on = given.review_date if target == State.KEPT else None
    if target == State.REDIRECTED:
        barrier.other_body = given.body_name
    if target in CLAIM_STATES:
        barrier.claimed_at = now
    if target == State.KEPT and given.rule_source:
        barrier.rule_source = given.rule_source
    barrier.removed_at = now if target == State.REMOVED else None
    barrier.version += 1


def _restore(barrier: Barrier, target: State) -> None:
    """Set the dates that come with a state as the history says that still stands."""
    promise, review = (
        find_effective_response(barrier, kind) for kind in (ResponseKind.COMMIT, ResponseKind.DECLINE)
    )
    barrier.promised_on = promise.promised_on if promise else None
    barrier.review_on = review.review_on if review and target == State.KEPT else None
    claim, question = find_claim(barrier), find_effective_transition(barrier, State.NEEDS_INFO)
    barrier.claimed_at = claim.created_at if claim else None
    gone = find_effective_transition(barrier, State.REMOVED)
    barrier.removed_at = gone.created_at if gone and target == State.REMOVED else None
    if target == State.NEEDS_INFO and question is not None:
        barrier.state_before_question = question.from_state
    if target != State.REDIRECTED and find_effective_transition(barrier, State.REDIRECTED) is None:
        barrier.other_body = ""
