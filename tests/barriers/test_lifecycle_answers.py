"""Only the answers of those affected say that a barrier is gone."""

from datetime import UTC, datetime, timedelta

import pytest

from forum.barriers.lifecycle.confirmation_outcome import (
    Answer,
    Tally,
    confirmation_outcome,
)
from forum.barriers.lifecycle.pauses import StateChange, paused_between
from forum.barriers.lifecycle.rules import LifecycleRules
from forum.barriers.lifecycle.states import State

RULES = LifecycleRules()
WEEK = timedelta(weeks=1)
GONE, PARTLY, STILL, NOT_TRIED = Answer.GONE, Answer.PARTLY, Answer.STILL_THERE, Answer.NOT_TRIED


def count(*answers, asked=9, independent=True):
    counts = {answer.value: answers.count(answer) for answer in Answer}
    return Tally(**counts, independent_gone=independent * answers.count(GONE), asked=asked)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([GONE], State.REMOVED),
        ([GONE, PARTLY, PARTLY], State.REMOVED),
        ([GONE, GONE, STILL], State.REMOVED),
        ([GONE, STILL], State.REOPENED),
        ([GONE, PARTLY, STILL, STILL], State.REOPENED),
        ([STILL], State.REOPENED),
        ([GONE, STILL, NOT_TRIED, NOT_TRIED], State.REOPENED),  # "not tried" is no answer
        ([PARTLY], None),
        ([NOT_TRIED], None),
        ([], None),
    ],
)
def test_what_the_answers_say_when_the_first_round_closes(answers, state):
    assert confirmation_outcome(count(*answers), age=4 * WEEK, rules=RULES) is state
    assert confirmation_outcome(count(*answers), age=4 * WEEK - timedelta(seconds=1), rules=RULES) is None


def test_the_round_closes_early_when_everybody_asked_has_answered():
    assert confirmation_outcome(count(GONE, NOT_TRIED, asked=2), age=WEEK, rules=RULES) is State.REMOVED
    assert confirmation_outcome(count(GONE, NOT_TRIED, asked=3), age=WEEK, rules=RULES) is None
    assert confirmation_outcome(count(NOT_TRIED, asked=1), age=WEEK, rules=RULES) is None
    assert confirmation_outcome(count(asked=0), age=WEEK, rules=RULES) is None


def test_the_councils_own_gone_confirms_nothing():
    assert confirmation_outcome(count(GONE, GONE, independent=False), age=5 * WEEK, rules=RULES) is None


@pytest.mark.parametrize("answers", [[], [NOT_TRIED], [PARTLY, PARTLY]])
def test_after_eight_weeks_nobody_could_confirm(answers):
    assert confirmation_outcome(count(*answers), age=8 * WEEK, rules=RULES) is State.REMOVED_UNCONFIRMED
    assert confirmation_outcome(count(*answers), age=8 * WEEK - timedelta(seconds=1), rules=RULES) is None


def test_a_late_answer_still_counts():
    late = State.REMOVED_UNCONFIRMED
    assert confirmation_outcome(count(GONE), age=20 * WEEK, rules=RULES, about=late) is State.REMOVED
    assert confirmation_outcome(count(STILL), age=20 * WEEK, rules=RULES, about=late) is State.REOPENED
    assert confirmation_outcome(count(), age=20 * WEEK, rules=RULES, about=late) is None


def test_the_six_month_round_opens_it_again_when_it_is_back():
    assert (
        confirmation_outcome(count(STILL, GONE), age=4 * WEEK, rules=RULES, about=State.REMOVED)
        is State.REOPENED
    )
    assert (
        confirmation_outcome(count(STILL, GONE, GONE), age=4 * WEEK, rules=RULES, about=State.REMOVED) is None
    )
    assert confirmation_outcome(count(), age=20 * WEEK, rules=RULES, about=State.REMOVED) is None


def test_a_way_through_that_does_not_work_is_looked_into_again_and_is_never_a_removal():
    about = State.WAY_THROUGH
    assert confirmation_outcome(count(STILL, GONE), age=4 * WEEK, rules=RULES, about=about) is State.REOPENED
    assert confirmation_outcome(count(GONE, GONE), age=20 * WEEK, rules=RULES, about=about) is None


@pytest.mark.parametrize("about", [State.OPEN, State.KEPT, State.WITHDRAWN, State.REDIRECTED])
def test_where_nobody_was_asked_there_is_no_verdict(about):
    for answers in ([GONE], [STILL], []):
        assert confirmation_outcome(count(*answers), age=20 * WEEK, rules=RULES, about=about) is None


def test_the_numbers_are_settings():
    rules = LifecycleRules(round_length=WEEK, give_up_after=2 * WEEK)
    assert confirmation_outcome(count(GONE), age=WEEK, rules=rules) is State.REMOVED
    assert confirmation_outcome(count(), age=2 * WEEK, rules=rules) is State.REMOVED_UNCONFIRMED


def day(number):
    return datetime(2026, 1, number, tzinfo=UTC)


def test_the_clock_stands_still_between_a_question_and_what_follows_it():
    changes = [
        StateChange(day(9), State.NEEDS_INFO),
        StateChange(day(1), State.OPEN),
        StateChange(day(2), State.NEEDS_INFO),
        StateChange(day(3), State.NEEDS_INFO),
        StateChange(day(5), State.OPEN),
        StateChange(day(6), State.UNDER_REVIEW),
    ]
    assert paused_between(changes) == [(day(2), day(5)), (day(9), None)]
    assert paused_between(changes, until=day(20))[-1] == (day(9), day(20))
    assert paused_between([]) == []
