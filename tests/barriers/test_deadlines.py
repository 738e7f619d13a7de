"""When a council's answer is due: against counting one by one, and kept right by the one function that moves a barrier."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from forum.barriers.actions.deadline import find_wrong_deadlines, set_deadlines, set_deadlines_later
from forum.barriers.actions.respond import respond
from forum.barriers.handlers import HANDLERS
from forum.barriers.lifecycle.deadlines import Deadline, Owed, due_date, find_deadline
from forum.barriers.lifecycle.pauses import StateChange
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.db import commit, db
from forum.core.worker import Worker
from forum.councils.thresholds import CouncilRules, council_rules
from forum.councils.working_days import HolidayCalendar, is_working_day, working_days_between
from forum.dashboards.engine.extract import extract_facts
from forum.threads.holds.actions import let_through
from forum.threads.holds.queries import list_open_holds
from tests.barriers.loop import claim, keep, move, pass_time
from tests.support.factories import (
    make_barrier,
    make_council,
    make_department,
    make_officer,
    make_person,
    sign_in,
)
from tests.threads.walks import walk_of

pytestmark = pytest.mark.sql

RULES = CouncilRules(HolidayCalendar.ENGLAND_AND_WALES, 10, 30, 3, 12)
S = State


def on(day: int, month: int = 6, *, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def found(state: State, *changes: tuple[datetime, State], **more: date) -> Deadline | None:
    return find_deadline(state=state, changes=[StateChange(*one) for one in changes], rules=RULES, **more)


def counted_one_by_one(start: date, target: int, pauses: list[tuple[date, date]], calendar: str) -> date:
    day, passed = start, 0
    while passed < target:
        day += timedelta(days=1)
        stands_still = any(began < day <= ended for began, ended in pauses)
        passed += is_working_day(day, calendar) and not stands_still
    return day


@st.composite
def pauses_after(draw: st.DrawFn, start: date) -> list[tuple[date, date]]:
    found, day = [], start
    for _ in range(draw(st.integers(0, 4))):
        began = day + timedelta(days=draw(st.integers(0, 20)))
        day = began + timedelta(days=draw(st.integers(0, 40)))
        found.append((began, day))
    return found


@pytest.mark.pure
@given(
    pauses=pauses_after(date(2026, 11, 20)),
    target=st.integers(1, 60),
    calendar=st.sampled_from(sorted(HolidayCalendar)),
)
def test_the_due_day_is_what_counting_one_by_one_gives(
    pauses: list[tuple[date, date]], target: int, calendar: str
) -> None:
    start = date(2026, 11, 20)
    assert due_date(start, target, pauses, calendar) == counted_one_by_one(start, target, pauses, calendar)


@pytest.mark.pure
def test_a_report_waits_for_its_first_word() -> None:
    assert found(S.OPEN, (on(1), S.OPEN)) == Deadline(Owed.FIRST_WORD, date(2026, 6, 15))


@pytest.mark.pure
def test_a_late_evening_in_summer_belongs_to_the_next_day() -> None:
    assert found(S.OPEN, (on(1, hour=23), S.OPEN)).due_on == date(2026, 6, 16)


@pytest.mark.pure
def test_after_the_first_word_a_real_answer_is_due_counted_from_the_report() -> None:
    changes = (on(1), S.OPEN), (on(3), S.ACKNOWLEDGED)
    assert found(S.ACKNOWLEDGED, *changes) == Deadline(Owed.ANSWER, date(2026, 7, 13))


@pytest.mark.pure
def test_days_on_which_the_council_waited_for_an_answer_are_not_counted() -> None:
    changes = (on(1), S.OPEN), (on(3), S.NEEDS_INFO), (on(10), S.OPEN)
    assert found(S.NEEDS_INFO, *changes[:2]) == Deadline(Owed.NOTHING_YET, None)
    assert found(S.OPEN, *changes).due_on == date(2026, 7, 20)  # five days later than without


@pytest.mark.pure
def test_what_was_opened_again_begins_anew() -> None:
    changes = (on(1), S.OPEN), (on(3), S.REMOVAL_CLAIMED), (on(1, 9), S.UNDER_REVIEW)
    assert found(S.UNDER_REVIEW, *changes) == Deadline(Owed.ANSWER, date(2026, 10, 13))


@pytest.mark.pure
def test_what_the_groups_opened_again_waits_for_a_first_word_and_then_for_an_answer() -> None:
    changes = (on(1), S.OPEN), (on(3), S.REMOVAL_CLAIMED), (on(1, 9), S.REOPENED)
    assert found(S.REOPENED, *changes) == Deadline(Owed.FIRST_WORD, date(2026, 9, 15))
    seen = (*changes, (on(4, 9), S.UNDER_REVIEW))
    assert found(S.UNDER_REVIEW, *seen) == Deadline(Owed.ANSWER, date(2026, 10, 13))
    asked = (*changes, (on(4, 9), S.NEEDS_INFO), (on(7, 9), S.REOPENED))
    assert found(S.REOPENED, *asked) == Deadline(Owed.ANSWER, date(2026, 10, 14))


@pytest.mark.pure
def test_a_promise_and_a_review_are_due_on_their_days() -> None:
    changes = ((on(1), S.OPEN),)
    day = date(2027, 1, 4)
    assert found(S.CHANGE_AGREED, *changes, promised_on=day) == Deadline(Owed.PROMISE, day)
    assert found(S.KEPT, *changes, review_on=day) == Deadline(Owed.REVIEW, day)


@pytest.mark.pure
@pytest.mark.parametrize("state", [S.WAY_THROUGH, S.REDIRECTED, S.REMOVAL_CLAIMED, S.REMOVED, S.WITHDRAWN])
def test_where_it_is_not_the_councils_turn_nothing_is_due(state: State) -> None:
    assert found(state, (on(1), S.OPEN), (on(3), state)) is None


def test_each_move_keeps_the_day_right(app) -> None:
    council = make_council()
    officer, department = make_officer(council), make_department(council)
    barrier = make_barrier(council=council)
    assert barrier.owed_by_id == council.id
    first = barrier.due_on
    move(barrier, S.ACKNOWLEDGED, role=Role.OFFICER, person=officer.person, department_id=department.id)
    assert barrier.due_on > first
    move(barrier, S.NEEDS_INFO, role=Role.OFFICER, question="How many?")
    assert (barrier.owed_by_id, barrier.due_on) == (council.id, None)
    move(barrier, S.ACKNOWLEDGED, role=Role.OFFICER, came_from=S.ACKNOWLEDGED)
    promised = clock.today() + timedelta(days=50)
    move(barrier, S.CHANGE_AGREED, role=Role.OFFICER, promised_date=promised, public_note="Soon.")
    assert barrier.due_on == promised
    claim(barrier)
    assert (barrier.owed_by_id, barrier.due_on) == (None, None)
    assert find_wrong_deadlines() == []


def test_the_worker_keeps_the_day_right_when_a_review_comes(app) -> None:
    barrier = make_barrier(council=make_council())
    keep(barrier, days=30)
    pass_time(timedelta(days=31))
    assert barrier.state == S.UNDER_REVIEW
    assert barrier.due_on > clock.today()
    assert find_wrong_deadlines() == []


def test_a_barrier_without_a_council_is_owed_by_nobody(app) -> None:
    assert make_barrier().owed_by_id is None


def test_the_check_finds_a_wrong_day_and_counting_anew_mends_it(app) -> None:
    council = make_council()
    barrier = make_barrier(council=council)
    right = barrier.due_on
    barrier.due_on = date(2020, 1, 1)
    commit()
    assert find_wrong_deadlines() == [barrier.id]
    result = app.test_cli_runner().invoke(args=["barriers", "check-deadlines"])
    assert result.exit_code == 1
    set_deadlines(council_id=council.id, after=0)
    assert barrier.due_on == right


def test_a_new_target_counts_for_what_is_open_as_soon_as_the_worker_has_been(app) -> None:
    council = make_council()
    barrier = make_barrier(council=council, created_at=datetime.combine(date(2026, 6, 1), time(10), UTC))
    assert barrier.due_on == date(2026, 6, 15)
    council.response_target_days = 5
    set_deadlines_later(council_id=council.id)
    commit()
    Worker(HANDLERS).drain()
    assert barrier.due_on == date(2026, 6, 8)


def test_the_days_of_a_council_count_from_when_a_barrier_that_waited_could_be_read(
    client: FlaskClient,
) -> None:
    """Reported on a Monday, let through on the Friday of the week after: the first word is due as if it were reported then."""
    council = make_council()
    officer = make_officer(council)
    monday, friday = on(1), on(12)
    with clock.travelled_to(monday):
        walk = walk_of("barrier", council)
        sign_in(client, make_person())
        draft = walk.begin(client, what_happened="See https://cheap.example/offer for what they ask.")
        assert walk.send(client, draft).status_code == 303
        held = db.session.scalars(select(Barrier)).one()
        assert held.held_at is not None
        assert held.public_since is None
    with clock.travelled_to(friday):
        let_through(holds=list_open_holds(), moderator=make_person(role="moderator"))
        commit()
        days, calendar = council_rules(council).response_target_days, council_rules(council).calendar
        assert held.due_on == due_date(friday.date(), days, [], calendar)
        assert held.due_on > due_date(monday.date(), days, [], calendar)
        assert find_wrong_deadlines() == []
    with clock.travelled_to(on(15)):
        given = TransitionInput(today=clock.today(), department_id=make_department(council).id)
        respond(
            barrier=held,
            person=officer.person,
            role=Role.OFFICER,
            kind=ResponseKind.ACKNOWLEDGE,
            given=given,
            seen=None,
        )
        waited = extract_facts([held.id])[held.id].barrier[-1]
        assert waited == working_days_between(friday.date(), on(15).date(), calendar) < 5
