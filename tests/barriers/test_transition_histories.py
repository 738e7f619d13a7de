"""Whatever people and time do to a real barrier, in whatever order, the rows tell it and the promises hold."""

from __future__ import annotations

import contextlib
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from forum.barriers.actions.affected import add_affected, withdraw_affected
from forum.barriers.actions.corrections import take_back_response
from forum.barriers.actions.removal import ConfirmationClosedError, confirm_removal, settle_round
from forum.barriers.actions.respond import answer_question, respond, take_question_back
from forum.barriers.actions.rule_review import reopen_kept
from forum.barriers.actions.transition import TransitionRefusedError, transition
from forum.barriers.handlers import HANDLERS
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.models import (
    Affected,
    Barrier,
    ConfirmationAnswer,
    ConfirmationRequest,
    Response,
    Transition,
)
from forum.barriers.queries.confirmations import find_round
from forum.barriers.queries.responses import find_newest_response
from forum.barriers.report_input import Experience
from forum.core import clock
from forum.core.db import commit, db
from forum.core.worker import Worker
from tests.support.depth import examples
from tests.support.factories import make_barrier, make_council, make_officer, make_person

number = st.integers(0, 5)
steps = st.one_of(
    st.tuples(st.just("respond"), st.sampled_from(ResponseKind), st.sampled_from([Role.OFFICER, Role.LEAD])),
    st.tuples(
        st.just("force"), st.sampled_from(State), st.sampled_from([r for r in Role if r != Role.SYSTEM])
    ),
    st.tuples(st.just("answer"), number, st.sampled_from(Answer)),
    st.tuples(st.just("wait"), st.integers(1, 30), st.none()),
    st.tuples(
        st.sampled_from(["join", "leave", "reply", "take back", "undo", "reopen", "settle"]),
        number,
        st.none(),
    ),
)


class Walk:
    """One barrier, and what may be done to it; what is refused changes nothing."""

    def __init__(self) -> None:
        council = make_council()
        self.officer = make_officer(council, is_lead=True).person
        self.moderator = make_person(role="moderator")
        self.people = [make_person() for _ in range(6)]
        self.barrier = make_barrier("Hall hire", council=council, author=self.people[0])

    def given(self) -> TransitionInput:
        return TransitionInput(
            today=clock.today(),
            department_id=None,
            question="Which?",
            public_note="We say so.",
            promised_date=clock.today(),
            link="https://example.org",
            reason="The law.",
            rule_source="law",
            review_date=clock.today() + timedelta(days=40),
            body_name="The county",
            what_changed="All.",
            evidence="See.",
            answer="This.",
            came_from=self.barrier.state_before_question,
            new_affected=0,
        )

    def do(self, what: str, one: object, two: object) -> None:
        refusals = (TransitionRefusedError, ConfirmationClosedError)
        with contextlib.suppress(*refusals):
            getattr(self, what.replace(" ", "_"))(one, two)
        commit()

    def respond(self, kind: ResponseKind, role: Role) -> None:
        respond(
            barrier=self.barrier, person=self.officer, role=role, kind=kind, given=self.given(), seen=None
        )

    def force(self, target: State, role: Role) -> None:
        before = self.barrier.state
        with contextlib.suppress(TransitionRefusedError):
            given = self.given()
            transition(barrier=self.barrier, person=self.officer, role=role, target=target, given=given)
        if self.barrier.state != before:
            assert self.barrier.state not in {State.REMOVED, State.REMOVED_UNCONFIRMED}

    def answer(self, who: int, says: Answer) -> None:
        asked = select(ConfirmationRequest).join(Affected, Affected.id == ConfirmationRequest.affected_id)
        asked = asked.where(Affected.person_id == self.people[who].id).order_by(ConfirmationRequest.id.desc())
        request = db.session.scalars(asked.limit(1)).first()
        if request is not None:
            confirm_removal(request=request, answer=says)

    def join(self, who: int, _none: None) -> None:
        add_affected(barrier=self.barrier, person=self.people[who], group=None, experience=Experience())

    def leave(self, who: int, _none: None) -> None:
        own = select(Affected).where(
            Affected.person_id == self.people[who].id, Affected.is_reporter.is_(False)
        )
        affected = db.session.scalars(own).first()
        if affected is not None:
            withdraw_affected(affected=affected)

    def reply(self, who: int, _none: None) -> None:
        role = Role.REPORTER if who == 0 else Role.AFFECTED
        answer_question(barrier=self.barrier, person=self.people[who], role=role, words="This one.")

    def take_back(self, _who: int, _none: None) -> None:
        take_question_back(barrier=self.barrier, person=self.officer, role=Role.OFFICER)

    def undo(self, _who: int, _none: None) -> None:
        response = find_newest_response(self.barrier)
        if response is not None:
            said = {"response": response, "barrier": self.barrier, "person": self.officer}
            take_back_response(**said, role=Role.LEAD, reason="Sent by mistake.", seen=None)

    def reopen(self, _who: int, _none: None) -> None:
        reopen_kept(barrier=self.barrier, person=self.moderator)

    def settle(self, _who: int, _none: None) -> None:
        settle_round(barrier=self.barrier)

    def wait(self, weeks: int, _none: None) -> None:
        clock.forward(timedelta(weeks=weeks))
        Worker(HANDLERS).drain()
        db.session.refresh(self.barrier)


def check(barrier: Barrier) -> None:
    """Every promise, read back from the rows alone."""
    rows = list(db.session.scalars(select(Transition).order_by(Transition.id)).all())
    rows = [row for row in rows if row.barrier_id == barrier.id]
    assert [row.from_state for row in rows[1:]] == [row.to_state for row in rows[:-1]]
    assert rows[-1].to_state == barrier.state
    for row in rows:
        is_return = row.takes_back_id is not None and row.to_state != State.REMOVED
        if row.to_state in {State.REMOVED, State.REMOVED_UNCONFIRMED} and not is_return:
            assert row.role == Role.SYSTEM
            assert row.person_id is None
        if row.to_state == State.REMOVED:
            gone = select(func.count(ConfirmationAnswer.id)).where(
                ConfirmationRequest.barrier_id == barrier.id,
                ConfirmationAnswer.answer == Answer.GONE,
                ConfirmationAnswer.created_at <= row.created_at,
                ConfirmationRequest.is_independent,
            )
            gone = gone.join(ConfirmationRequest, ConfirmationRequest.id == ConfirmationAnswer.request_id)
            assert db.session.scalar(gone)
        if row.to_state == State.WITHDRAWN:
            assert row is rows[-1]
    active = select(func.count(Affected.id)).where(
        Affected.barrier_id == barrier.id, Affected.withdrawn_at.is_(None)
    )
    assert barrier.number_of_affected == db.session.scalar(active)
    told = db.session.scalars(select(Response.transition_id).where(Response.barrier_id == barrier.id)).all()
    moved = [number for number in told if number is not None]  # an update moves nothing
    assert len(moved) == len(set(moved))
    assert (barrier.removed_at is not None) == (barrier.state == State.REMOVED)
    assert (barrier.review_on is not None) <= (barrier.state in {State.KEPT, State.NEEDS_INFO})
    current = find_round(barrier)
    if current is not None:
        assert current.tally.asked >= current.tally.answers + current.tally.not_tried


@settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(steps, min_size=5, max_size=30))
def test_no_history_of_real_actions_breaks_a_promise(app, history):
    walk = Walk()
    for what, one, two in history:
        walk.do(what, one, two)
    check(walk.barrier)


def test_a_history_made_by_hand_reaches_removed_and_comes_back(app):
    walk = Walk()
    walk.do("join", 1, None)
    walk.do("respond", ResponseKind.CLAIM_REMOVAL, Role.OFFICER)
    walk.do("answer", 0, Answer.GONE)
    walk.do("wait", 4, None)
    assert walk.barrier.state == State.REMOVED
    walk.do("wait", 27, None)
    walk.do("answer", 1, Answer.STILL_THERE)
    walk.do("wait", 4, None)
    assert walk.barrier.state == State.REOPENED
    check(walk.barrier)
