"""Rows hold a code and what its sentence takes; the sentence is made when it is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from forum.barriers.actions.respond import answer_question, take_question_back
from forum.barriers.actions.rule_review import reopen_kept
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.reasons import PARAMETERS, SENTENCES, Reason, Why, sentence, why_of_answers
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Transition
from forum.core.db import commit, db
from forum.core.settings import settings
from tests.barriers.loop import answer, claim, keep, move, pass_time, reporter_of
from tests.support.factories import make_affected, make_barrier, make_council, make_officer, make_person

VALUES = st.one_of(st.integers(0, 10_000), st.text(max_size=60))


def test_every_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Reason)


@given(reason=st.sampled_from(Reason), values=st.lists(VALUES, min_size=2, max_size=2))
def test_every_sentence_says_its_parameters_and_nothing_is_left_open(reason: Reason, values: list) -> None:
    params = dict(zip(sorted(PARAMETERS[reason]), values, strict=False))
    said = sentence(reason, Why(reason, params).params)
    assert all(str(value) in said for value in params.values())
    assert said.count("{") == sum(str(value).count("{") for value in params.values())


@pytest.mark.parametrize("params", [{}, {"groups": 3, "more": 1}, {"words": "three"}])
def test_a_reason_is_refused_with_other_parameters_than_its_own(params: dict) -> None:
    with pytest.raises(ValueError, match="more_groups_met_it"):
        Why(Reason.MORE_GROUPS_MET_IT, params)


@pytest.mark.parametrize("about", State)
@pytest.mark.parametrize("target", [State.REMOVED, State.REOPENED, State.REMOVED_UNCONFIRMED])
def test_whatever_the_answers_say_has_a_sentence(about: State, target: State) -> None:
    why = why_of_answers(about, target)
    assert sentence(why.reason, why.params)


def stored(row: Transition) -> tuple[str, str | None, dict]:
    return row.public_note, row.reason, row.reason_params


def test_the_rows_of_the_system_hold_codes_and_no_sentence(app) -> None:
    still = make_barrier("Still there", council=make_council("Ham"))
    claim(still)
    reopened = answer(reporter_of(still), Answer.STILL_THERE)
    assert stored(reopened) == ("", "half_say_still_there", {})
    assert reopened.note == "Half or more of the groups that answered say that it is still there."
    silent = make_barrier("No one answers", council=make_council("Kew"))
    claim(silent)
    pass_time(settings().confirmation_silence_after + timedelta(days=1))
    rows = [row for row in rows_of(silent) if row.role == Role.SYSTEM]
    assert [stored(row) for row in rows] == [("", "nobody_confirmed", {})]


def test_a_kept_rule_that_is_opened_again_holds_how_many_met_it(app) -> None:
    barrier = make_barrier("Kept", council=make_council("Kept"))
    keep(barrier)
    for _ in range(4):
        make_affected(barrier)
    row = reopen_kept(barrier=barrier, person=make_person(role="moderator"))
    assert stored(row) == ("", "more_groups_met_it", {"groups": 4})
    assert row.note == "4 more groups have met this since the council said that the rule stays."


def test_a_question_that_the_council_takes_back_holds_a_code(app) -> None:
    council = make_council("Asking")
    barrier, officer = make_barrier("Asked", council=council), make_officer(council)
    move(barrier, State.NEEDS_INFO, question="Where?")
    row = take_question_back(barrier=barrier, person=officer.person, role=Role.OFFICER)
    commit()
    assert stored(row) == ("", "went_on_unanswered", {})
    assert row.note == "The council continued without an answer."


def test_what_a_person_wrote_stays_as_it_was_written(app) -> None:
    council = make_council("Asking")
    barrier = make_barrier("Asked", council=council)
    move(barrier, State.NEEDS_INFO, question="Where?")
    words = "We asked the groups, and no answer could confirm it."  # a sentence of ours, typed by somebody
    row = answer_question(barrier=barrier, person=barrier.author, role=Role.REPORTER, words=words)
    assert stored(row) == (words, None, {})
    assert row.note == words


def rows_of(barrier):
    return db.session.scalars(
        select(Transition).where(Transition.barrier_id == barrier.id).order_by(Transition.id)
    ).all()
