"""The one function that changes a state, on a real database."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.barriers.actions.rule_review import reopen_kept
from forum.barriers.actions.transition import (
    OvertakenError,
    TransitionRefusedError,
    newest_transition,
    transition,
)
from forum.barriers.events import StateChanged
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.models import Transition
from forum.core import clock, events
from forum.core.db import db
from forum.core.outbox import OutboxRow
from forum.moderation.actions.posts import hide_post, show_post
from forum.threads.models import Visibility
from tests.barriers.loop import claim, history, keep, move, pass_time
from tests.moderation.reasons import A_REASON
from tests.support.factories import (
    make_affected,
    make_barrier,
    make_council,
    make_department,
    make_officer,
    make_person,
)

pytestmark = pytest.mark.sql


@pytest.fixture
def council(app):
    return make_council()


@pytest.fixture
def barrier(council):
    return make_barrier("Hall hire insurance", council=council)


def test_a_move_appends_one_row_and_says_who_why_and_when(barrier, council):
    officer, department = make_officer(council), make_department(council)
    version = barrier.version
    row = move(
        barrier,
        State.ACKNOWLEDGED,
        role=Role.OFFICER,
        person=officer.person,
        department_id=department.id,
    )
    assert (row.from_state, row.to_state, row.person_id) == (
        State.OPEN,
        State.ACKNOWLEDGED,
        officer.person_id,
    )
    assert barrier.state_changed_at == barrier.last_activity_at
    assert barrier.department.name == department.name
    assert barrier.version == version + 1
    assert history(barrier) == [("member", "open"), ("officer", "acknowledged")]


def test_a_refused_move_leaves_no_trace(barrier):
    with pytest.raises(TransitionRefusedError) as refused:
        move(barrier, State.KEPT, reason="No.")
    assert {problem.field for problem in refused.value.decision.problems} == {"rule_source", "review_date"}
    assert barrier.state == State.OPEN
    assert len(history(barrier)) == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM])
def test_nobody_but_the_system_reaches_removed(barrier, role):
    claim(barrier)
    with pytest.raises(TransitionRefusedError):
        move(barrier, State.REMOVED, role=role)
    assert barrier.state == State.REMOVAL_CLAIMED


def test_the_second_of_two_at_once_is_told(barrier):
    seen = newest_transition(barrier)
    move(barrier, State.UNDER_REVIEW)
    with pytest.raises(OvertakenError):
        transition(
            barrier=barrier,
            person=None,
            role=Role.OFFICER,
            target=State.CHANGE_AGREED,
            given=TransitionInput(today=clock.today(), promised_date=clock.today(), public_note="We will."),
            seen=seen,
        )
    assert barrier.state == State.UNDER_REVIEW


def test_after_a_question_it_goes_back_to_where_it_was(barrier):
    move(barrier, State.UNDER_REVIEW)
    move(barrier, State.NEEDS_INFO, question="Which room?")
    assert barrier.state_before_question == State.UNDER_REVIEW
    move(
        barrier, State.UNDER_REVIEW, role=Role.REPORTER, answer="The small one.", came_from=State.UNDER_REVIEW
    )
    assert barrier.state == State.UNDER_REVIEW
    assert barrier.state_before_question is None


def test_a_promise_stands_after_a_question(barrier):
    day = clock.today() + timedelta(days=20)
    move(barrier, State.CHANGE_AGREED, promised_date=day, public_note="We will change the form.")
    move(barrier, State.NEEDS_INFO, question="Which form?")
    assert barrier.promised_on == day
    back = {"answer": "The blue one.", "came_from": State.CHANGE_AGREED}
    move(barrier, State.CHANGE_AGREED, role=Role.REPORTER, **back)
    assert barrier.promised_on == day


def test_a_promise_and_a_review_day_are_kept_with_the_barrier(barrier):
    day = clock.today() + timedelta(days=20)
    move(barrier, State.CHANGE_AGREED, promised_date=day, public_note="We will change the form.")
    assert barrier.promised_on == day
    keep(barrier, days=30)
    assert barrier.review_on == clock.today() + timedelta(days=30)
    assert barrier.rule_source == "insurer"


def test_a_move_is_told_and_indexed(barrier):
    told = []
    events.subscribe(StateChanged, told.append)
    try:
        move(barrier, State.UNDER_REVIEW)
    finally:
        events._subscribers[StateChanged].remove(told.append)
    assert [one.transition.to_state for one in told] == [State.UNDER_REVIEW]
    indexed = select(func.count(OutboxRow.id)).where(OutboxRow.kind == "index")
    assert db.session.scalar(indexed) == 1


def test_a_kept_rule_is_looked_at_again_on_its_day(barrier):
    keep(barrier, days=30)
    pass_time(timedelta(days=28))
    assert barrier.state == State.KEPT
    pass_time(timedelta(days=2))
    assert barrier.state == State.UNDER_REVIEW
    assert history(barrier)[-1] == ("system", "under_review")
    assert barrier.review_on is None


def test_a_rule_kept_anew_is_not_opened_by_the_old_day(barrier):
    keep(barrier, days=10)
    move(barrier, State.UNDER_REVIEW, public_note="We look again.")
    keep(barrier, days=60)
    pass_time(timedelta(days=11))
    assert barrier.state == State.KEPT


def test_a_moderator_opens_a_kept_rule_when_three_more_groups_met_it(barrier):
    keep(barrier)
    moderator = make_person(role="moderator")
    make_affected(barrier)
    make_affected(barrier)
    with pytest.raises(TransitionRefusedError):
        reopen_kept(barrier=barrier, person=moderator)
    make_affected(barrier)
    row = reopen_kept(barrier=barrier, person=moderator)
    assert (row.role, row.to_state) == (Role.MODERATOR, State.UNDER_REVIEW)
    assert row.note.startswith("3 more groups")


def test_rows_are_never_changed(barrier):
    move(barrier, State.UNDER_REVIEW)
    before = [(row.id, row.to_state, row.created_at) for row in db.session.scalars(select(Transition))]
    move(barrier, State.REDIRECTED, body_name="The county council")
    after = [(row.id, row.to_state, row.created_at) for row in db.session.scalars(select(Transition))]
    assert after[: len(before)] == before
    assert barrier.other_body == "The county council"


def test_the_number_of_a_councils_barriers_goes_down_with_what_is_withdrawn_or_hidden(council, barrier):
    other, private = (
        make_barrier(council=council),
        make_barrier(council=council, visibility=Visibility.COUNCIL),
    )
    person = make_person(role="moderator")
    for thread in (other, private):
        hide_post(post=thread, person=person, reason=A_REASON)
    assert council.number_of_barriers == 1
    show_post(post=other, person=person, reason=A_REASON)
    assert council.number_of_barriers == 2
    move(barrier, State.WITHDRAWN, role=Role.REPORTER)
    assert council.number_of_barriers == 1
