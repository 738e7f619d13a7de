"""What was said officially or by a group can be corrected by whoever said it; the earlier words stay in sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from forum.barriers.actions.corrections import correct_response, take_back_response
from forum.barriers.actions.deadline import find_wrong_deadlines
from forum.barriers.actions.removal import ConfirmationClosedError
from forum.barriers.actions.respond import respond
from forum.barriers.actions.transition import TransitionRefusedError
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.lifecycle.transition_input import TransitionInput, UndoneTransition
from forum.barriers.lifecycle.transitions import decide, options
from forum.barriers.models import Barrier, ConfirmationAnswer, Response, Revision, Transition
from forum.barriers.permissions import may_correct_report, may_correct_response
from forum.barriers.queries.confirmations import find_round
from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from forum.councils.identity import Identity, identity_of
from forum.councils.models import Department
from forum.dashboards.engine.fact_table import Audience
from forum.dashboards.engine.snapshot_sync import rebuild
from forum.dashboards.figures.scope import FigureFilters
from forum.features import HANDLERS
from forum.follows.actions import follow
from tests.barriers.loop import answer, history, move, reporter_of
from tests.dashboards.counted import count_headline
from tests.support.factories import (
    make_affected,
    make_barrier,
    make_council,
    make_department,
    make_officer,
    make_person,
)

WORK = {kind: work for kind, work in HANDLERS.items() if kind not in {"mail", "index"}}
K = ResponseKind


@pytest.fixture
def council(app):
    return make_council("Wexmoor")


@pytest.fixture
def officer(council):
    return make_officer(council, "Jo Hartley")


@pytest.fixture
def barrier(council):
    barrier = make_barrier("Hall hire insurance", council=council)
    follow(thread=barrier, person=barrier.author)
    commit()
    return barrier


def department_of(council) -> int:
    known = db.session.scalars(select(Department.id).where(Department.council_id == council.id)).first()
    return known or make_department(council).id


def say(barrier: Barrier, officer, kind: ResponseKind, **more) -> Response:
    given = {
        "department_id": department_of(barrier.council),
        "question": "Which hall?",
        "public_note": "We are on it.",
        "promised_date": clock.today() + timedelta(days=30),
        "link": "https://example.org/how",
        "reason": "The insurer asks for it.",
        "rule_source": "insurer",
        "review_date": clock.today() + timedelta(days=90),
        "body_name": "The county",
        "what_changed": "Gone.",
        "evidence": "See the form.",
    }
    role = Role.LEAD if officer.is_lead else Role.OFFICER
    response = respond(
        barrier=barrier,
        person=officer.person,
        role=role,
        kind=kind,
        given=TransitionInput(today=clock.today(), **{**given, **more}),
        seen=None,
    )
    commit()
    return response


def take_back(response: Response, officer, reason: str = "Sent to the wrong case.") -> Transition | None:
    barrier = db.session.get(Barrier, response.barrier_id)
    role = Role.LEAD if officer.is_lead else Role.OFFICER
    row = take_back_response(
        response=response, barrier=barrier, person=officer.person, role=role, reason=reason, seen=None
    )
    commit()
    return row


def mails() -> list[dict[str, str]]:
    clock.forward(timedelta(hours=1))
    Worker(WORK).drain()
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail").order_by(OutboxRow.id))
    return [row.payload for row in rows]


def test_a_corrected_answer_keeps_what_it_said_before(barrier, officer):
    response = say(barrier, officer, K.LOOK_INTO)
    correct_response(
        response=response, barrier=barrier, person=officer.person, body="We *asked* them.", link=""
    )
    commit()
    assert (response.body, response.link) == ("We *asked* them.", "")
    assert "<em>asked</em>" in response.body_html
    assert response.corrected_at is not None
    kept = db.session.scalars(select(Revision)).one()
    assert kept.was == {"body": "We are on it.", "link": "https://example.org/how"}
    assert history(barrier)[-1] == ("officer", "under_review")


def test_words_that_are_the_same_correct_nothing(barrier, officer):
    response = say(barrier, officer, K.LOOK_INTO)
    same = {"body": response.body, "link": response.link}
    assert correct_response(response=response, barrier=barrier, person=officer.person, **same) is None
    assert db.session.scalar(select(func.count(Revision.id))) == 0


def test_those_who_were_mailed_are_told_once_of_corrections_in_a_short_time(barrier, officer):
    response = say(barrier, officer, K.LOOK_INTO)
    mails()
    late = make_person("Late", email="late@example.org")
    follow(thread=barrier, person=late)
    for words in ("First.", "Second.", "Third."):
        correct_response(response=response, barrier=barrier, person=officer.person, body=words, link="")
        commit()
        clock.forward(timedelta(minutes=5))
    clock.forward(timedelta(days=1))  # one mail a thread a day: they had the answer itself today
    told = [one for one in mails() if "corrected" in one["text"]]
    assert [one["to"] for one in told] == [barrier.author.email]
    assert "Third." in told[0]["text"]
    assert "Second." not in told[0]["text"]


@pytest.mark.parametrize("kind", [kind for kind in K if kind != K.UPDATE])
def test_an_answer_that_is_taken_back_returns_the_barrier_to_where_it_was(barrier, council, kind):
    lead = make_officer(council, "Lee", is_lead=True)
    response = say(barrier, lead, kind)
    row = take_back(response, lead)
    assert (barrier.state, row.takes_back_id) == (State.OPEN, response.transition_id)
    assert row.public_note == response.taken_back_reason == "Sent to the wrong case."
    assert [one for _, one in history(barrier)] == ["open", response_target(kind), "open"]
    assert (barrier.promised_on, barrier.review_on, barrier.claimed_at) == (None, None, None)
    assert (barrier.other_body, barrier.rule_source) == ("", "unknown")
    assert find_round(barrier) is None
    assert find_wrong_deadlines() == []


def response_target(kind):
    return {
        K.ACKNOWLEDGE: "acknowledged", K.ASK: "needs_info", K.LOOK_INTO: "under_review", K.EXPLAIN: "way_through",
        K.COMMIT: "change_agreed", K.DECLINE: "kept", K.POINT_TO_ANOTHER_BODY: "redirected",
        K.CLAIM_REMOVAL: "removal_claimed",
    }[kind]  # fmt: skip


def test_a_promise_that_stood_before_stands_again(barrier, officer):
    day = clock.today() + timedelta(days=40)
    say(barrier, officer, K.COMMIT, promised_date=day)
    second = say(barrier, officer, K.COMMIT, promised_date=day + timedelta(days=9))
    take_back(second, officer)
    assert (barrier.state, barrier.promised_on) == (State.CHANGE_AGREED, day)
    assert barrier.due_on == day


def test_after_an_answer_is_taken_back_the_council_still_owes_its_first_reply(barrier, officer):
    due = barrier.due_on
    take_back(say(barrier, officer, K.LOOK_INTO), officer)
    assert barrier.due_on == due


def test_an_answer_that_was_taken_back_counts_in_no_figure(barrier, officer, council):
    take_back(say(barrier, officer, K.POINT_TO_ANOTHER_BODY), officer)
    rebuild()
    found = {
        one.definition.key: one.value for one in count_headline(council, FigureFilters(), Audience.OFFICER)
    }
    assert (found["open"], found["reopened"], found["first-response"]) == (1, 0, None)


def test_a_claim_can_be_taken_back_until_the_first_group_has_answered(barrier, officer):
    make_affected(barrier)
    response = say(barrier, officer, K.CLAIM_REMOVAL)
    answer(reporter_of(barrier), Answer.NOT_TRIED)
    with pytest.raises(TransitionRefusedError) as refused:
        take_back(response, officer)
    assert refused.value.decision.code == "groups_answered"
    correct_response(response=response, barrier=barrier, person=officer.person, body="Nearly gone.", link="")
    assert response.body == "Nearly gone."


def test_after_a_wrong_claim_there_is_always_an_answer_to_choose(barrier, officer):
    make_affected(barrier)
    say(barrier, officer, K.CLAIM_REMOVAL)
    answer(reporter_of(barrier), Answer.NOT_TRIED)
    for state in (State.REMOVAL_CLAIMED, State.REMOVED_UNCONFIRMED):
        assert K.LOOK_INTO in [one.kind for one in options(Role.OFFICER, state)]
    say(barrier, officer, K.LOOK_INTO)
    assert barrier.state == State.UNDER_REVIEW


def test_a_claim_that_was_taken_back_asks_nobody_any_more(barrier, officer):
    response = say(barrier, officer, K.CLAIM_REMOVAL)
    take_back(response, officer)
    with pytest.raises(ConfirmationClosedError):
        answer(reporter_of(barrier), Answer.GONE)
    told = [one for one in mails() if "withdrawn an answer" in one["subject"]]
    assert [one["to"] for one in told] == [barrier.author.email]
    assert "Sent to the wrong case." in told[0]["text"]


def test_a_way_through_that_stands_again_is_asked_about_as_before(barrier, officer):
    other = make_affected(barrier)
    say(barrier, officer, K.EXPLAIN)
    claim_id = find_round(barrier).claim_id
    answer(other, Answer.GONE)
    again = say(barrier, officer, K.LOOK_INTO)
    take_back(again, officer)
    assert barrier.state == State.WAY_THROUGH
    assert (find_round(barrier).claim_id, find_round(barrier).tally.gone) == (claim_id, 1)


def test_nothing_is_taken_back_once_something_followed_or_without_a_reason(barrier, officer):
    first = say(barrier, officer, K.LOOK_INTO)
    say(barrier, officer, K.ASK)
    with pytest.raises(TransitionRefusedError) as refused:
        take_back(first, officer)
    assert refused.value.decision.code == "something_followed"
    db.session.rollback()
    other = make_barrier("Other", council=barrier.council)
    with pytest.raises(TransitionRefusedError) as refused:
        take_back(say(other, officer, K.LOOK_INTO), officer, reason=" ")
    assert (refused.value.decision.code, refused.value.decision.field) == ("missing", "reason")


@pytest.mark.pure
@pytest.mark.parametrize("by", list(Role))
@pytest.mark.parametrize("role", list(Role))
def test_only_the_council_takes_back_its_words_and_only_the_system_its_verdicts(role, by):
    known = UndoneTransition(by=by, from_state=State.OPEN, to_state=State.UNDER_REVIEW, is_newest=True)
    given = TransitionInput(today=date(2026, 6, 1), reason="Wrong case.", takes_back=known)
    decision = decide(role=role, current=State.UNDER_REVIEW, target=State.OPEN, given=given)
    council = {Role.OFFICER, Role.LEAD}
    assert decision.allowed == ((role in council and by in council) or role == by == Role.SYSTEM)


@pytest.mark.pure
@pytest.mark.parametrize("by", list(Role))
@pytest.mark.parametrize("role", list(Role))
def test_only_whoever_answered_the_question_takes_that_back_and_not_after_the_council_acted(role, by):
    known = UndoneTransition(by=by, from_state=State.NEEDS_INFO, to_state=State.OPEN, is_newest=True)
    given = TransitionInput(today=date(2026, 6, 1), reason="Wrong hall.", takes_back=known)
    answering = {Role.REPORTER, Role.AFFECTED}
    decision = decide(role=role, current=State.OPEN, target=State.NEEDS_INFO, given=given)
    if role in answering:
        assert decision.allowed == (role == by)
        late = replace(given, takes_back=known._replace(is_acted_on=True))
        assert decide(role=role, current=State.OPEN, target=State.NEEDS_INFO, given=late).code == (
            "acted_on" if role == by else "not_your_role"
        )
    else:
        assert not (decision.allowed and by in answering)


def test_who_may_correct_what(barrier, officer, council):
    response = say(barrier, officer, K.LOOK_INTO)
    elsewhere = make_officer(make_council("Harrowdale"), is_lead=True)
    people = {
        "said it": (officer.person, True, False),
        "lead": (make_officer(council, is_lead=True).person, True, False),
        "colleague": (make_officer(council).person, False, False),
        "lead elsewhere": (elsewhere.person, False, False),
        "reporter": (barrier.author, False, True),
        "affected": (make_affected(barrier).person, False, False),
        "moderator": (make_person(role="moderator"), False, False),
        "administrator": (make_person(role="administrator"), False, False),
        "anybody": (make_person(), False, False),
    }
    for name, (person, may_answer, may_report) in people.items():
        identity = identity_of(person)
        assert may_correct_response(identity, barrier, response) == may_answer, name
        assert may_correct_report(identity, barrier) == may_report, name
    assert not may_correct_response(Identity(), barrier, response)
    assert not may_correct_report(Identity(), barrier)
    barrier.hidden_at = clock.now()
    assert not may_correct_response(identity_of(officer.person), barrier, response)
    assert not may_correct_report(identity_of(barrier.author), barrier)


def test_an_answer_can_be_changed_while_its_round_is_open(barrier, officer):
    make_affected(barrier)
    say(barrier, officer, K.CLAIM_REMOVAL)
    for says in (Answer.GONE, Answer.STILL_THERE, Answer.PARTLY):
        answer(reporter_of(barrier), says)
    assert find_round(barrier).tally.partly == 1
    assert find_round(barrier).tally.answers == 1
    trail = db.session.scalars(select(ConfirmationAnswer.answer).order_by(ConfirmationAnswer.id)).all()
    assert trail == ["gone", "still_there", "partly"]


@pytest.mark.parametrize("says", [Answer.STILL_THERE, Answer.NOT_TRIED])
def test_a_mistaken_press_of_the_only_group_can_be_changed_within_the_four_weeks(barrier, officer, says):
    say(barrier, officer, K.CLAIM_REMOVAL)
    answer(reporter_of(barrier), Answer.GONE)
    assert barrier.state == State.REMOVED
    answer(reporter_of(barrier), says)
    stands = {Answer.STILL_THERE: State.REOPENED, Answer.NOT_TRIED: State.REMOVAL_CLAIMED}[says]
    assert barrier.state == stands
    assert find_wrong_deadlines() == []
    answer(reporter_of(barrier), Answer.GONE)
    assert barrier.state == State.REMOVED
    clock.forward(timedelta(weeks=4))
    with pytest.raises(ConfirmationClosedError):
        answer(reporter_of(barrier), says)


def test_a_verdict_from_which_something_followed_is_not_changed_any_more(barrier, officer):
    say(barrier, officer, K.CLAIM_REMOVAL)
    answer(reporter_of(barrier), Answer.STILL_THERE)
    move(barrier, State.UNDER_REVIEW, person=officer.person)
    with pytest.raises(ConfirmationClosedError):
        answer(reporter_of(barrier), Answer.GONE)
