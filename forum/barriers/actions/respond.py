"""A council's official word, the question it asks and the answer it gets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forum.accounts.models import Person
from forum.barriers.actions.casework import assign_barrier
from forum.barriers.actions.lock import lock_barrier
from forum.barriers.actions.transition import TransitionRefusedError, lock_as_seen, transition
from forum.barriers.events import ResponseGiven
from forum.barriers.lifecycle.decisions import MISSING_SENTENCES, Decision, Problem
from forum.barriers.lifecycle.reasons import Reason, Why
from forum.barriers.lifecycle.responses import RESPONSE_TARGETS, ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.lifecycle.transitions import decide, update_option
from forum.barriers.models import Barrier, QuestionAnswer, Response, Transition
from forum.barriers.permissions import role_on
from forum.barriers.queries.inbox import find_officer
from forum.core import clock, events
from forum.core.db import db
from forum.core.text import PIPELINE_VERSION, excerpt, plain, render
from forum.councils.identity import Identity

LONGEST_NOTE = 240


def respond(
    *,
    barrier: Barrier,
    person: Person,
    role: Role,
    kind: ResponseKind,
    given: TransitionInput,
    seen: int | None,
) -> Response:
    """Record the council's official word and move the barrier to where that leads; an update moves nothing.

    Raises OvertakenError and TransitionRefusedError as transition does, TextRefused when the words are too long.
    """
    if barrier.council_id is None:
        raise TransitionRefusedError(Decision((Problem("no_council", "No council was named yet."),)))
    body, rule_source = official_words(kind, given), barrier.rule_source
    body_html = render(body)
    if kind == ResponseKind.UPDATE:
        moved = _stay(barrier, role, given, seen)
    else:
        note = excerpt(plain(body_html), LONGEST_NOTE) if body else ""
        target = RESPONSE_TARGETS[kind]
        moved = transition(
            barrier=barrier, person=person, role=role, target=target, given=given, note=note, seen=seen
        )
    response = Response(
        barrier_id=barrier.id,
        council_id=barrier.council_id,
        person=person,
        transition_id=moved.id if moved else None,
        kind=kind,
        body=body,
        body_html=body_html,
        html_version=PIPELINE_VERSION,
        rule_source_before=rule_source if barrier.rule_source != rule_source else None,
        created_at=clock.now(),
        **_terms(barrier, kind, given),
    )
    db.session.add(response)
    db.session.flush()
    events.send(ResponseGiven(barrier=barrier, response=response))
    return response


def respond_with_linked(
    *,
    barrier: Barrier,
    linked: Sequence[Barrier],
    identity: Identity,
    person: Person,
    kind: ResponseKind,
    given: TransitionInput,
    seen: int | None,
    takes_case: bool = False,
) -> Response:
    """Record the same official word on a barrier and on the reports linked with it. Raises as respond does.

    Whoever answers deals with the case if they say so (`takes_case`) and nobody else took it meanwhile.
    """
    role = role_on(identity, barrier)
    response = respond(barrier=barrier, person=person, role=role, kind=kind, given=given, seen=seen)
    for one in linked:
        respond(barrier=one, person=person, role=role_on(identity, one), kind=kind, given=given, seen=None)
    own = find_officer(barrier.council, person.id) if takes_case and barrier.council else None
    if own is not None and barrier.officer_id is None:
        assign_barrier(barrier=barrier, by=person, department=barrier.department, officer=own)
    return response


def check_response(
    *, barrier: Barrier, role: Role, kind: ResponseKind, given: TransitionInput, seen: int | None
) -> None:
    """Check that an official word could be given now; nothing is changed. Raises as respond does."""
    lock_as_seen(barrier=barrier, seen=seen)
    if kind == ResponseKind.UPDATE:
        _refuse_update(barrier, role, given)
        return
    decision = decide(role=role, current=barrier.state, target=RESPONSE_TARGETS[kind], given=given)
    if not decision.allowed:
        raise TransitionRefusedError(decision)


def answer_question(
    *, barrier: Barrier, person: Person, role: Role, words: str, seen: int | None = None
) -> Transition:
    """Answer the council's question; the barrier goes back to where it was, and its clock runs again.

    Raises OvertakenError and TransitionRefusedError as transition does.
    """
    moved = _go_back(barrier, person, role, seen, words=words)
    answer = QuestionAnswer(
        barrier_id=barrier.id,
        transition_id=moved.id,
        person_id=person.id,
        words=words,
        created_at=moved.created_at,
    )
    db.session.add(answer)
    db.session.flush()
    return moved


def take_question_back(
    *, barrier: Barrier, person: Person, role: Role, seen: int | None = None
) -> Transition:
    """Have the council go on without an answer. Raises as answer_question does."""
    return _go_back(barrier, person, role, seen, why=Why(Reason.WENT_ON_UNANSWERED))


def official_words(kind: ResponseKind, given: TransitionInput) -> str:
    """Return the words of a response in Markdown: which of the fields carries them depends on its kind."""
    if kind == ResponseKind.ASK:
        return given.question
    if kind == ResponseKind.DECLINE:
        return given.reason
    if kind == ResponseKind.CLAIM_REMOVAL:
        return f"{given.what_changed}\n\nHow to check: {given.evidence}"
    if kind == ResponseKind.POINT_TO_ANOTHER_BODY:
        return f"This belongs to {given.body_name}.\n\n{given.public_note}".strip()
    return given.public_note


def _stay(barrier: Barrier, role: Role, given: TransitionInput, seen: int | None) -> Transition | None:
    """Check that an update may be given now; the barrier stays where it is. Raises as transition does."""
    lock_as_seen(barrier=barrier, seen=seen)
    _refuse_update(barrier, role, given)
    barrier.last_activity_at = clock.now()
    return None


def _refuse_update(barrier: Barrier, role: Role, given: TransitionInput) -> None:
    if update_option(role, State(barrier.state)) is None:
        raise TransitionRefusedError(
            Decision((Problem("no_update", "You cannot give an update at the moment."),))
        )
    if not given.public_note.strip():
        raise TransitionRefusedError(
            Decision((Problem("missing", MISSING_SENTENCES["public_note"], "public_note"),))
        )


def _terms(barrier: Barrier, kind: ResponseKind, given: TransitionInput) -> dict[str, Any]:
    """Return the link and the days that come with a response."""
    promised_on = barrier.promised_on if kind == ResponseKind.COMMIT else None
    review_on = barrier.review_on if kind != ResponseKind.UPDATE else None
    return {"link": given.link, "promised_on": promised_on, "review_on": review_on}


def _go_back(
    barrier: Barrier,
    person: Person,
    role: Role,
    seen: int | None,
    *,
    words: str = "",
    why: Why | None = None,
) -> Transition:
    lock_barrier(barrier=barrier)
    before = State(barrier.state_before_question) if barrier.state_before_question else None
    given = TransitionInput(today=clock.today(), came_from=before, answer=words)
    return transition(
        barrier=barrier,
        person=person,
        role=role,
        target=before or State.OPEN,
        given=given,
        note=words,
        why=why,
        seen=seen,
    )
