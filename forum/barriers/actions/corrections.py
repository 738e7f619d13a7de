"""What was said can be corrected by whoever said it: the earlier words stay in sight, and an answer can be taken back."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.barriers.actions.lock import lock_barrier
from forum.barriers.actions.transition import TransitionRefusedError, lock_as_seen, transition
from forum.barriers.events import (
    QuestionAnswerCorrected,
    ReportCorrected,
    ResponseCorrected,
    ResponseTakenBack,
)
from forum.barriers.lifecycle.decisions import Decision, Problem
from forum.barriers.lifecycle.reasons import Why
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import ANSWERING_ROLES, Role
from forum.barriers.lifecycle.rules import lifecycle_rules
from forum.barriers.lifecycle.states import State
from forum.barriers.lifecycle.transition_input import TransitionInput, UndoneTransition
from forum.barriers.models import Affected, Barrier, QuestionAnswer, Response, Revision, Transition
from forum.barriers.queries.responses import has_update_since
from forum.barriers.queries.transitions import count_answers_to, find_newest_effective
from forum.core import clock, events
from forum.core.db import db
from forum.core.slugs import slug
from forum.core.text import PIPELINE_VERSION, render
from forum.threads.holds.screening import screen_again
from forum.threads.reindex import enqueue_reindex


def correct_response(
    *, response: Response, barrier: Barrier, person: Person, body: str, link: str
) -> Revision | None:
    """Reword an official response; None when nothing is different. Raises TextRefused when it is too long."""
    lock_barrier(barrier=barrier)
    db.session.refresh(response)
    html = render(body)
    revision = _keep(barrier, person, _changed(response, {"body": body, "link": link}), response=response)
    if revision is None:
        return None
    response.body, response.body_html, response.html_version = body, html, PIPELINE_VERSION
    response.link, response.corrected_at = link, clock.now()
    db.session.flush()
    events.send(ResponseCorrected(barrier=barrier, response=response, revision=revision))
    return revision


def take_back_response(
    *, response: Response, barrier: Barrier, person: Person, role: Role, reason: str, seen: int | None
) -> Transition | None:
    """Take an official word back, with the change of state that came with it; an update changed none.

    Raises OvertakenError and TransitionRefusedError as transition does.
    """
    lock_as_seen(barrier=barrier, seen=seen)
    db.session.refresh(response)
    row = None
    if response.transition_id is not None:
        row = undo(barrier=barrier, undone_id=response.transition_id, person=person, role=role, reason=reason)
    elif not reason.strip():
        missing = Problem("missing", "Say why you are withdrawing it. Everyone can read it.", "reason")
        raise TransitionRefusedError(Decision((missing,)))
    response.taken_back_at, response.taken_back_reason = clock.now(), reason
    if response.rule_source_before is not None:
        barrier.rule_source = response.rule_source_before
        enqueue_reindex(f"thread:{barrier.id}")
    db.session.flush()
    events.send(ResponseTakenBack(barrier=barrier, response=response))
    return row


def undo(
    *,
    barrier: Barrier,
    undone_id: int,
    person: Person | None,
    role: Role,
    reason: str = "",
    why: Why | None = None,
) -> Transition:
    """Return a barrier to the state before a change, by the one function that changes states, if nothing followed.

    `reason` is what somebody wrote, `why` the system's own. Raises as transition does.
    """
    undone = db.session.get_one(Transition, undone_id)
    newest = find_newest_effective(barrier)
    given = TransitionInput(
        today=clock.today(),
        rules=lifecycle_rules(),
        reason=reason or (why.reason if why else ""),
        takes_back=UndoneTransition(
            by=Role(undone.role),
            from_state=State(undone.from_state) if undone.from_state else None,
            to_state=State(undone.to_state),
            is_newest=newest is not None and newest.id == undone.id,
            number_of_answers=0 if role == Role.SYSTEM else count_answers_to(undone),
            is_acted_on=role in ANSWERING_ROLES and has_update_since(undone),
        ),
    )
    target = State(undone.from_state or undone.to_state)
    return transition(
        barrier=barrier,
        person=person,
        role=role,
        target=target,
        given=given,
        note=reason,
        why=why,
        takes_back=undone,
    )


def correct_question_answer(
    *, answer: QuestionAnswer, barrier: Barrier, person: Person, words: str
) -> Revision | None:
    """Put a group's answer to the council's question into other words; None when nothing is different."""
    lock_barrier(barrier=barrier)
    db.session.refresh(answer)
    revision = _keep(barrier, person, _changed(answer, {"words": words}), question_answer=answer)
    if revision is None:
        return None
    answer.words, answer.corrected_at = words, clock.now()
    db.session.flush()
    events.send(QuestionAnswerCorrected(barrier=barrier, revision=revision))
    return revision


def take_back_question_answer(
    *, answer: QuestionAnswer, barrier: Barrier, person: Person, reason: str, seen: int | None
) -> Transition:
    """Withdraw a group's answer until the council has acted on it; the question waits again, and its clock stands still.

    Whoever answered acts as they did then. Raises OvertakenError and TransitionRefusedError as transition does.
    """
    lock_as_seen(barrier=barrier, seen=seen)
    db.session.refresh(answer)
    role = Role(db.session.get_one(Transition, answer.transition_id).role)
    row = undo(barrier=barrier, undone_id=answer.transition_id, person=person, role=role, reason=reason)
    answer.taken_back_at, answer.taken_back_reason = clock.now(), reason
    db.session.flush()
    return row


def can_answer_be_taken_back(*, barrier: Barrier, answer: QuestionAnswer) -> bool:
    """Return whether the council has not acted on a group's answer yet, so that it can be withdrawn."""
    newest = find_newest_effective(barrier)
    return (
        answer.taken_back_at is None
        and newest is not None
        and newest.id == answer.transition_id
        and not has_update_since(newest)
    )


def can_be_taken_back(*, barrier: Barrier, response: Response) -> bool:
    """Return whether nothing has followed from an official word, so that it can be taken back."""
    if response.taken_back_at is not None:
        return False
    if response.kind == ResponseKind.UPDATE:
        return True
    newest = find_newest_effective(barrier)
    return newest is not None and newest.id == response.transition_id and not count_answers_to(newest)


def correct_report(*, barrier: Barrier, person: Person, words: dict[str, str]) -> Revision | None:
    """Correct the title and the text of a report; None when nothing is different. Raises TextRefused."""
    lock_barrier(barrier=barrier)
    html = render(words["body"])
    revision = _keep(barrier, person, _changed(barrier, words))
    if revision is None:
        return None
    for name, word in words.items():
        setattr(barrier, name, word)
    barrier.body_html, barrier.html_version = html, PIPELINE_VERSION
    barrier.slug, barrier.edited_at = slug(barrier.title), clock.now()
    barrier.version += 1
    db.session.flush()
    enqueue_reindex(f"thread:{barrier.id}")
    enqueue_reindex(f"comments-of:{barrier.id}")  # they carry its title and its address
    if screen_again(barrier):
        events.send(ReportCorrected(barrier=barrier, revision=revision))
    return revision


def keep_statement(*, affected: Affected, person: Person, was: dict[str, str]) -> None:
    """Store what a group said before it said it in another way."""
    _keep(affected.barrier, person, was, affected=affected)


def _changed(row: Barrier | Response | QuestionAnswer, words: dict[str, str]) -> dict[str, str]:
    return {name: getattr(row, name) for name, word in words.items() if getattr(row, name) != word}


def _keep(
    barrier: Barrier,
    person: Person,
    was: dict[str, str],
    *,
    response: Response | None = None,
    affected: Affected | None = None,
    question_answer: QuestionAnswer | None = None,
) -> Revision | None:
    if not was:
        return None
    revision = Revision(
        barrier_id=barrier.id,
        response_id=response.id if response else None,
        affected_id=affected.id if affected else None,
        question_answer_id=question_answer.id if question_answer else None,
        person_id=person.id,
        was=was,
        created_at=clock.now(),
    )
    db.session.add(revision)
    barrier.number_of_revisions += 1
    db.session.flush()
    return revision
