"""Only the answers of those affected make a removal confirmed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.barriers.actions.affected import add_affected
from forum.barriers.actions.removal import ConfirmationClosedError, settle_round
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.labels import STATE_MEANINGS
from forum.barriers.lifecycle.states import State
from forum.barriers.models import ConfirmationRequest, Transition
from forum.barriers.queries.confirmations import find_round
from forum.barriers.report_input import Experience
from forum.barriers.thread_kind import BarrierKind
from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from forum.councils.thresholds import calendar_of
from forum.councils.working_days import add_working_days
from forum.features import HANDLERS
from forum.follows.actions import follow
from tests.barriers.loop import answer, claim, history, move, pass_time, reporter_of, request_to
from tests.support.factories import make_affected, make_barrier, make_council, make_officer, make_person

WEEK = timedelta(weeks=1)


@pytest.fixture
def council(app):
    return make_council()


@pytest.fixture
def barrier(council):
    return make_barrier("Hall hire insurance", council=council)


def mails():
    """Let the worker write the mails, and give them."""
    Worker({kind: work for kind, work in HANDLERS.items() if kind not in {"mail", "index"}}).drain()
    return [row.payload for row in db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail"))]


def number_of(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_at_a_claim_every_active_affected_is_asked_once(barrier):
    make_affected(barrier)
    gone = make_affected(barrier)
    gone.withdrawn_at = barrier.created_at
    commit()
    claim(barrier)
    assert find_round(barrier).tally.asked == 2
    assert number_of(ConfirmationRequest) == 2


def test_one_gone_confirms_it_after_four_weeks_and_not_before(barrier):
    make_affected(barrier)
    claim(barrier)
    assert answer(reporter_of(barrier), Answer.GONE) is None
    pass_time(3 * WEEK)
    assert barrier.state == State.REMOVAL_CLAIMED
    pass_time(1 * WEEK)
    assert barrier.state == State.REMOVED
    assert barrier.removed_at is not None
    assert history(barrier)[-1] == ("system", "removed")


def test_when_everybody_has_answered_the_answers_count_at_once(barrier):
    other = make_affected(barrier)
    claim(barrier)
    answer(reporter_of(barrier), Answer.GONE)
    moved = answer(other, Answer.PARTLY)
    assert moved.to_state == State.REMOVED
    assert barrier.state == State.REMOVED


def test_still_there_from_half_opens_it_again(barrier):
    other = make_affected(barrier)
    claim(barrier)
    answer(reporter_of(barrier), Answer.GONE)
    answer(other, Answer.STILL_THERE)
    assert barrier.state == State.REOPENED
    newest = db.session.scalars(select(Transition).order_by(Transition.id.desc()).limit(1)).one()
    assert "still there" in newest.note


def test_the_page_of_one_that_was_opened_again_says_what_the_groups_said(barrier, client):
    claim(barrier)
    answer(reporter_of(barrier), Answer.STILL_THERE)
    text = client.get(f"/barriers/{barrier.numbered_slug}").text
    assert '<strong class="tag tag--reopened">Reopened: still there</strong>' in text
    assert STATE_MEANINGS[State.REOPENED] in text
    assert "Being looked into" not in text
    assert "The council is looking into it." not in text


def test_the_mails_about_one_that_was_opened_again_say_so_too(barrier):
    officer = make_officer(barrier.council)
    follow(thread=barrier, person=barrier.author)
    claim(barrier, officer)
    answer(reporter_of(barrier), Answer.STILL_THERE)
    about = [one for one in mails() if "Reopened" in one["subject"]]
    assert {one["to"] for one in about} == {officer.person.email, barrier.author.email}
    assert all("still there" in one["text"] and "looked into" not in one["text"] for one in about)


def test_one_that_was_opened_again_is_found_by_its_state(barrier, client):
    claim(barrier)
    answer(reporter_of(barrier), Answer.STILL_THERE)
    assert barrier.title in client.get("/barriers?state=reopened").text
    assert barrier.title not in client.get("/barriers?state=under_review").text
    assert BarrierKind().document(barrier).state == "reopened"


def test_after_it_was_opened_again_the_council_owes_a_first_word_within_ten_working_days(barrier):
    make_officer(barrier.council)
    claim(barrier)
    pass_time(timedelta(days=3))
    answer(reporter_of(barrier), Answer.STILL_THERE)
    assert barrier.owed_by_id == barrier.council_id
    assert barrier.due_on == add_working_days(clock.today(), 10, calendar_of(barrier.council))
    move(barrier, State.UNDER_REVIEW)
    assert barrier.due_on == add_working_days(clock.today(), 30, calendar_of(barrier.council))


def test_eight_weeks_of_silence_are_said_aloud(barrier):
    claim(barrier)
    pass_time(5 * WEEK)
    assert barrier.state == State.REMOVAL_CLAIMED
    pass_time(3 * WEEK)
    assert barrier.state == State.REMOVED_UNCONFIRMED


def test_a_late_answer_still_confirms_what_nobody_could_confirm(barrier):
    make_affected(barrier)
    claim(barrier)
    pass_time(8 * WEEK)
    answer(reporter_of(barrier), Answer.GONE)
    assert barrier.state == State.REMOVED


def test_a_gone_from_the_councils_own_officer_confirms_nothing(barrier, council):
    officer = make_officer(council)
    own = make_affected(barrier, person=officer.person)
    claim(barrier, officer)
    answer(own, Answer.GONE)
    pass_time(4 * WEEK)
    assert barrier.state == State.REMOVAL_CLAIMED
    assert not request_to(own).is_independent
    pass_time(4 * WEEK)
    assert barrier.state == State.REMOVED_UNCONFIRMED


def test_an_officer_who_left_after_the_claim_is_not_independent(barrier, council):
    officer = make_officer(council)
    own = make_affected(barrier, person=officer.person)
    claim(barrier, officer)
    pass_time(WEEK)
    officer.left_at = barrier.claimed_at + timedelta(days=1)
    commit()
    answer(own, Answer.GONE)
    assert not request_to(own).is_independent


def test_an_officer_of_another_council_is_independent(barrier):
    own = make_affected(barrier, person=make_officer(make_council()).person)
    claim(barrier)
    answer(own, Answer.GONE)
    assert request_to(own).is_independent


def test_of_two_answers_of_one_group_the_last_counts(barrier):
    make_affected(barrier)
    claim(barrier)
    answer(reporter_of(barrier), Answer.GONE)
    answer(reporter_of(barrier), Answer.STILL_THERE)
    tally = find_round(barrier).tally
    assert (tally.gone, tally.still_there) == (0, 1)


def test_an_answer_to_a_settled_question_is_refused(barrier):
    other = make_affected(barrier)
    claim(barrier)
    answer(reporter_of(barrier), Answer.GONE)
    pass_time(4 * WEEK)
    with pytest.raises(ConfirmationClosedError):
        answer(other, Answer.STILL_THERE)
    assert barrier.state == State.REMOVED


def test_six_months_on_the_groups_are_asked_again_and_can_open_it(barrier):
    other = make_affected(barrier)
    claim(barrier)
    answer(reporter_of(barrier), Answer.GONE)
    answer(other, Answer.GONE)
    assert barrier.state == State.REMOVED
    pass_time(timedelta(days=182))
    assert find_round(barrier).number == 1
    pass_time(timedelta(days=1))
    assert find_round(barrier).number == 2
    answer(other, Answer.STILL_THERE)
    assert barrier.state == State.REMOVED
    pass_time(4 * WEEK)
    assert barrier.state == State.REOPENED
    assert barrier.removed_at is None


def test_silence_in_the_second_round_leaves_it_removed(barrier):
    claim(barrier)
    answer(reporter_of(barrier), Answer.GONE)
    pass_time(timedelta(days=183))
    pass_time(9 * WEEK)
    assert barrier.state == State.REMOVED


def test_a_second_claim_asks_everybody_anew(barrier):
    claim(barrier)
    first = request_to(reporter_of(barrier))
    answer(reporter_of(barrier), Answer.STILL_THERE)
    assert barrier.state == State.REOPENED
    claim(barrier)
    assert request_to(reporter_of(barrier)).id != first.id
    assert find_round(barrier).tally.answers == 0


def test_the_timed_work_of_an_old_claim_does_nothing_to_a_new_one(barrier):
    claim(barrier)
    answer(reporter_of(barrier), Answer.STILL_THERE)
    pass_time(3 * WEEK)
    other = make_affected(barrier)
    claim(barrier)
    answer(other, Answer.GONE)
    pass_time(2 * WEEK)
    assert barrier.state == State.REMOVAL_CLAIMED
    pass_time(2 * WEEK)
    assert barrier.state == State.REMOVED


def test_settling_twice_moves_it_once(barrier):
    claim(barrier)
    answer(reporter_of(barrier), Answer.GONE)
    before = number_of(Transition)
    settle_round(barrier=barrier)
    settle_round(barrier=barrier)
    commit()
    assert number_of(Transition) == before


def test_whoever_joins_while_the_others_are_asked_is_asked_too(barrier):
    claim(barrier)
    newcomer = make_person()
    add_affected(barrier=barrier, person=newcomer, group=None, experience=Experience())
    commit()
    assert find_round(barrier).tally.asked == 2
    answer(reporter_of(barrier), Answer.GONE)
    assert barrier.state == State.REMOVAL_CLAIMED


def test_whoever_joins_before_a_claim_is_not_asked_yet(barrier):
    add_affected(barrier=barrier, person=make_person(), group=None, experience=Experience())
    commit()
    assert number_of(ConfirmationRequest) == 0


def test_the_clock_of_a_claim_is_set_once(barrier):
    claim(barrier)
    kinds = db.session.scalars(
        select(OutboxRow.kind).where(OutboxRow.due_at > barrier.claimed_at + WEEK).order_by(OutboxRow.due_at)
    ).all()
    assert kinds == ["confirmation_reminder", "confirmation_due", "confirmation_due"]


def test_a_way_through_that_does_not_work_is_looked_into_again(barrier):
    move(barrier, State.WAY_THROUGH, public_note="Use ours.", link="https://example.org/cover")
    answer(reporter_of(barrier), Answer.STILL_THERE)
    assert barrier.state == State.REOPENED


def test_a_way_through_that_works_stays_as_it_is(barrier):
    move(barrier, State.WAY_THROUGH, public_note="Use ours.", link="https://example.org/cover")
    answer(reporter_of(barrier), Answer.GONE)
    pass_time(9 * WEEK)
    assert barrier.state == State.WAY_THROUGH


def test_whoever_takes_their_experience_back_is_not_waited_for(barrier):
    other = make_affected(barrier)
    claim(barrier)
    other.withdrawn_at = barrier.claimed_at
    commit()
    answer(reporter_of(barrier), Answer.GONE)
    assert barrier.state == State.REMOVED
    with pytest.raises(ConfirmationClosedError):
        answer(other, Answer.STILL_THERE)
