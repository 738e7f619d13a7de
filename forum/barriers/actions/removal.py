"""Is it really gone? Asking those affected, taking their answers, and doing what the answers say."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select

from forum.barriers.actions.corrections import undo
from forum.barriers.actions.lock import lock_barrier
from forum.barriers.actions.rule_review import review_later
from forum.barriers.actions.transition import transition
from forum.barriers.events import AffectedAnswered, AffectedAsked, RemovalConfirmed
from forum.barriers.lifecycle.confirmation_outcome import Answer, Tally, confirmation_outcome
from forum.barriers.lifecycle.reasons import Reason, Why, why_of_answers
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.rules import lifecycle_rules
from forum.barriers.lifecycle.states import ASKING_STATES, CLAIM_STATES, State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.models import (
    Affected,
    Barrier,
    ConfirmationAnswer,
    ConfirmationRequest,
    Transition,
)
from forum.barriers.queries.confirmations import (
    FIRST_ROUND,
    SECOND_ROUND,
    Round,
    find_claim,
    find_round,
    is_open_round,
    list_affected_not_asked,
)
from forum.barriers.queries.transitions import find_newest_effective
from forum.core import clock, events
from forum.core.db import db
from forum.core.outbox import enqueue
from forum.councils.models import Officer


class ConfirmationClosedError(ValueError):
    """An answer that comes twice, or after the question was settled; the message is for the person."""


def ask_affected(*, barrier: Barrier, claim: Transition, number: int = FIRST_ROUND) -> int:
    """Ask every active affected that was not asked in this round yet; returns how many were. The clock is set too."""
    ids = list_affected_not_asked(barrier, claim_id=claim.id, number=number)
    if not ids:
        return 0
    row = {"barrier_id": barrier.id, "claim_id": claim.id, "round": number, "asked_at": clock.now()}
    row |= {"words": "", "is_independent": True}
    db.session.execute(insert(ConfirmationRequest), [row | {"affected_id": one} for one in ids])
    _set_the_clock(barrier, claim, number)
    events.send(AffectedAsked(barrier=barrier, claim=claim, round=number))
    return len(ids)


def ask_newcomer(*, barrier: Barrier) -> int:
    """Ask also whoever says "us too" while the others are being asked."""
    if not any(is_open_round(barrier, number) for number in (FIRST_ROUND, SECOND_ROUND)):
        return 0
    current, claim = find_round(barrier), find_claim(barrier)
    if current is None or claim is None or not is_open_round(barrier, current.number):
        return 0
    return ask_affected(barrier=barrier, claim=claim, number=current.number)


def confirm_removal(*, request: ConfirmationRequest, answer: Answer, words: str = "") -> Transition | None:
    """Take one affected's answer, the first or another one; returns the change of state it led to, if it did.

    Each answer is kept, the last one counts. Raises ConfirmationClosedError when the question is settled.
    """
    barrier = request.barrier
    lock_barrier(barrier=barrier)  # two answers at once: one after the other
    db.session.refresh(request)
    if not is_being_asked(request):
        raise ConfirmationClosedError("This question is closed.")
    if (request.answer, request.words) == (answer, words):
        return None
    request.answer, request.words, request.answered_at = answer, words, clock.now()
    request.is_independent = not _works_for_the_council(request)
    db.session.add(
        ConfirmationAnswer(request_id=request.id, answer=answer, words=words, created_at=clock.now())
    )
    db.session.flush()
    events.send(AffectedAnswered(request=request))
    _undo_early_outcome(barrier, request)
    return settle_round(barrier=barrier)


def is_being_asked(request: ConfirmationRequest) -> bool:
    """Return whether an answer to this question would still count.

    Where all had answered before their time was over, the outcome came early: until that time it can still be changed.
    """
    if not _is_of_newest_round(request):
        return False
    return is_open_round(request.barrier, request.round) or _find_early_outcome(request) is not None


def _is_of_newest_round(request: ConfirmationRequest) -> bool:
    current = find_round(request.barrier)
    newest = current is not None and (current.claim_id, current.number) == (request.claim_id, request.round)
    return newest and request.affected.withdrawn_at is None


def _find_early_outcome(request: ConfirmationRequest) -> Transition | None:
    """Find the system's word on this round, while its time is not over and nothing has followed from it."""
    barrier = request.barrier
    if request.answer is None or not barrier.is_in_sight:
        return None
    if request.asked_at + lifecycle_rules().round_length <= clock.now():
        return None
    newest = find_newest_effective(barrier)
    is_outcome = newest is not None and newest.role == Role.SYSTEM and newest.from_state in ASKING_STATES
    return newest if is_outcome else None


def _undo_early_outcome(barrier: Barrier, request: ConfirmationRequest) -> None:
    """Undo an early outcome that the answers no longer say; what they say now is settled after."""
    early = _find_early_outcome(request)
    if early is not None and not is_open_round(barrier, request.round):
        _undo_unsaid(barrier, early, Reason.ANSWER_CHANGED)


def _undo_unsaid(barrier: Barrier, settled: Transition, reason: Reason) -> None:
    """Undo an outcome of the newest round that its answers do not say any more."""
    current = find_round(barrier)
    if current is None:
        return
    age = clock.now() - current.asked_at
    says = confirmation_outcome(
        current.tally, age=age, rules=lifecycle_rules(), about=State(settled.from_state or barrier.state)
    )
    if says != settled.to_state:
        undo(barrier=barrier, undone_id=settled.id, person=None, role=Role.SYSTEM, why=Why(reason))


def take_back_answer(*, request: ConfirmationRequest) -> None:
    """Count an answer no more, and do what the others say; what was answered stays in the trail."""
    barrier = request.barrier
    lock_barrier(barrier=barrier)
    db.session.refresh(request)
    request.answer, request.words, request.answered_at = None, "", None
    db.session.flush()
    if not _is_of_newest_round(request):
        return
    newest = find_newest_effective(barrier)
    if newest is not None and newest.role == Role.SYSTEM and newest.from_state in ASKING_STATES:
        _undo_unsaid(barrier, newest, Reason.ANSWER_WITHDRAWN)
    settle_round(barrier=barrier)


def settle_round(*, barrier: Barrier) -> Transition | None:
    """Do what the answers say now, if they say anything; doing it again changes nothing."""
    db.session.flush()
    lock_barrier(barrier=barrier)
    current = find_round(barrier)
    if current is not None and not is_open_round(barrier, current.number):
        return None
    count, age = _facts(barrier, current)
    about = State(barrier.state)
    target = confirmation_outcome(count, age=clock.now() - age, rules=lifecycle_rules(), about=about)
    if target is None:
        return None
    moved = transition(
        barrier=barrier,
        person=None,
        role=Role.SYSTEM,
        target=target,
        given=TransitionInput(
            today=clock.today(), rules=lifecycle_rules(), tally=count, age=clock.now() - age
        ),
        why=why_of_answers(about, target),
    )
    if target == State.REMOVED:
        events.send(RemovalConfirmed(barrier=barrier))
    return moved


def ask_again_later(*, barrier: Barrier) -> None:
    """Set the clock for the second round, some months after those affected confirmed that it is gone."""
    claim = find_claim(barrier)
    if claim is None or barrier.removed_at is None:
        return
    due_at = barrier.removed_at + lifecycle_rules().second_round_after
    payload = {"barrier": barrier.id, "claim": claim.id}
    enqueue("confirmation_again", payload, due_at=due_at, key=f"confirmation_again:{claim.id}")


def ask_again(*, barrier: Barrier, claim_id: int) -> int:
    """Begin the second round, if what was claimed then still stands confirmed; returns how many were asked."""
    claim = find_claim(barrier)
    if claim is None or claim.id != claim_id or not is_open_round(barrier, SECOND_ROUND):
        return 0
    return ask_affected(barrier=barrier, claim=claim, number=SECOND_ROUND)


def go_on_as_before(*, barrier: Barrier, transition: Transition) -> None:
    """Set the clock of the state that stands again, where it runs by one."""
    if transition.to_state == State.KEPT:
        review_later(barrier=barrier, kept=transition)
    elif transition.to_state in CLAIM_STATES and barrier.claimed_at is not None:
        due_at = max(clock.now(), barrier.claimed_at + lifecycle_rules().round_length)
        enqueue("confirmation_due", {"barrier": barrier.id}, due_at=due_at)


def remind_affected(*, barrier: Barrier, claim_id: int, number: int) -> None:
    """Write once more, halfway, to those who have not answered."""
    claim, current = find_claim(barrier), find_round(barrier)
    if claim is None or current is None or (claim.id, current.number) != (claim_id, number):
        return
    if is_open_round(barrier, number):
        events.send(AffectedAsked(barrier=barrier, claim=claim, round=number, is_reminder=True))


def _facts(barrier: Barrier, current: Round | None) -> tuple[Tally, datetime]:
    if current is None:
        return Tally(), barrier.claimed_at or barrier.state_changed_at
    return current.tally, current.asked_at


def _works_for_the_council(request: ConfirmationRequest) -> bool:
    """Return whether whoever answers was an officer of the claiming council when it claimed, or is one now."""
    claimed_at = select(Transition.created_at).where(Transition.id == request.claim_id).scalar_subquery()
    person_id = select(Affected.person_id).where(Affected.id == request.affected_id).scalar_subquery()
    places = select(Officer.id).where(
        Officer.council_id.in_([request.barrier.council_id, request.barrier.reported_to_id]),
        Officer.person_id == person_id,
        Officer.left_at.is_(None) | (Officer.left_at >= claimed_at),
    )
    return db.session.scalar(places.limit(1)) is not None


def _set_the_clock(barrier: Barrier, claim: Transition, number: int) -> None:
    """Write down when to remind, when the round closes, and when silence is said aloud; each once."""
    times, begun = lifecycle_rules(), clock.now()
    payload = {"barrier": barrier.id, "claim": claim.id, "round": number}
    ends = {
        "confirmation_reminder": ("half", times.round_length / 2),
        "confirmation_due": ("end", times.round_length),
    }
    for kind, (name, after) in ends.items():
        enqueue(kind, payload, due_at=begun + after, key=f"{kind}:{claim.id}:{number}:{name}")
    if number == FIRST_ROUND and claim.to_state == State.REMOVAL_CLAIMED:
        key = f"confirmation_due:{claim.id}:{number}:silence"
        enqueue("confirmation_due", payload, due_at=begun + times.give_up_after, key=key)
