"""A group's answer to the council's question can be corrected, and withdrawn until the council has acted on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.barriers.actions.deadline import find_wrong_deadlines
from forum.barriers.actions.respond import answer_question, respond
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.models import Barrier, QuestionAnswer, Transition
from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from forum.features import HANDLERS
from forum.follows.actions import follow
from forum.threads.models import Visibility
from tests.barriers.loop import history, move
from tests.barriers.test_correcting_pages import hidden, post
from tests.support.factories import (
    make_affected,
    make_barrier,
    make_council,
    make_officer,
    make_person,
    sign_in,
)

WORK = {kind: work for kind, work in HANDLERS.items() if kind not in {"mail", "index"}}


@pytest.fixture
def council(app):
    return make_council("Wexmoor")


@pytest.fixture
def officer(council):
    return make_officer(council, "Rob Tanner")


@pytest.fixture
def barrier(council, officer):
    barrier = make_barrier("Hall hire insurance", council=council, author=make_person("Amina Yusuf"))
    follow(thread=barrier, person=barrier.author)
    follow(thread=barrier, person=make_person("Who only follows"))
    ask(barrier, officer)
    return barrier


def ask(barrier, officer) -> None:
    given = TransitionInput(today=clock.today(), question="Which hall?")
    kind, role = ResponseKind.ASK, Role.OFFICER
    respond(barrier=barrier, person=officer.person, role=role, kind=kind, given=given, seen=None)
    commit()


def answered(barrier, words="The hall in Mill Lane.") -> Transition:
    row = answer_question(barrier=barrier, person=barrier.author, role=Role.REPORTER, words=words)
    commit()
    return row


def page_of(client, barrier) -> str:
    db.session.expire_all()
    return client.get(f"/barriers/{barrier.numbered_slug}").text


def address_of(barrier, verb: str) -> str:
    return f"/barriers/{barrier.id}/answers/{newest_answer(barrier)}/{verb}"


def newest_answer(barrier) -> int:
    rows = select(QuestionAnswer.id).where(QuestionAnswer.barrier_id == barrier.id)
    return db.session.scalars(rows.order_by(QuestionAnswer.id.desc())).first()


def correct(client, barrier, words="The hall in Mill Road."):
    return post(client, address_of(barrier, "correct"), "began_with", words=words)


def withdraw(client, barrier, reason="We answered about the wrong hall."):
    return post(client, address_of(barrier, "take-back"), "seen", reason=reason)


def mails() -> list[dict]:
    """Every mail since the last look, after the time in which corrections are gathered."""
    clock.forward(timedelta(hours=1))
    Worker(WORK).drain()
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail").order_by(OutboxRow.id)).all()
    found = [row.payload for row in rows]
    for row in rows:
        db.session.delete(row)
    commit()
    return found


def test_whoever_answered_corrects_it_and_the_earlier_words_stay_in_sight(client, barrier):
    answered(barrier)
    sign_in(client, barrier.author)
    assert "Correct this answer" in page_of(client, barrier)
    assert correct(client, barrier).status_code == 303
    page = page_of(client, barrier)
    assert page.count("The hall in Mill Road.") == 2  # what is said, and the history
    assert page.count("The hall in Mill Lane.") == 1  # folded, as the earlier version
    assert "Earlier version" in page
    assert "Corrected on" in page


def test_its_row_in_the_history_is_not_changed(client, barrier):
    row = answered(barrier)
    sign_in(client, barrier.author)
    correct(client, barrier)
    db.session.expire_all()
    assert db.session.get(Transition, row.id).public_note == "The hall in Mill Lane."


@pytest.mark.parametrize("who", ["officer", "another", "affected", "visitor"])
def test_nobody_else_may_correct_or_withdraw_it(client, barrier, officer, who):
    answered(barrier)
    people = {
        "officer": officer.person,
        "another": make_person(),
        "affected": make_affected(barrier).person,
        "visitor": None,
    }
    addresses = [address_of(barrier, verb) for verb in ("correct", "take-back")]
    if people[who] is not None:
        sign_in(client, people[who])
    assert f"/barriers/{barrier.id}/answers/" not in page_of(client, barrier)
    assert {client.get(one).status_code for one in addresses} <= {403, 302, 303}


def test_words_that_are_the_same_correct_nothing(client, barrier):
    answered(barrier)
    sign_in(client, barrier.author)
    correct(client, barrier, "The hall in Mill Lane.")
    assert "Corrected on" not in page_of(client, barrier)


def test_an_empty_answer_is_refused_beside_its_field(client, barrier):
    answered(barrier)
    sign_in(client, barrier.author)
    refused = correct(client, barrier, " ")
    assert refused.status_code == 422
    assert "Write what the answer should say." in refused.text


def test_two_tabs_that_correct_it_see_each_other(client, barrier):
    answered(barrier)
    sign_in(client, barrier.author)
    address = address_of(barrier, "correct")
    old = client.get(address).text
    correct(client, barrier)
    kept = {name: hidden(old, name) for name in ("csrf_token", "began_with")}
    assert client.post(address, data=kept | {"words": "The hall in Mill Street."}).status_code == 409


def test_the_officers_who_were_mailed_are_told_once_of_corrections_in_a_short_time(client, barrier, officer):
    mails()  # of the question
    answered(barrier)
    assert [mail["to"] for mail in mails()] == [officer.person.email]
    sign_in(client, barrier.author)
    correct(client, barrier, "The hall in Mill Raod.")
    correct(client, barrier, "The hall in Mill Road.")
    told = mails()
    assert [mail["to"] for mail in told] == [officer.person.email]
    assert "Corrected answer" in told[0]["subject"]
    assert "The hall in Mill Road." in told[0]["text"]
    assert "Raod" not in told[0]["text"]
    assert mails() == []


def test_it_can_be_withdrawn_until_the_council_has_acted_and_the_question_waits_again(
    client, barrier, officer
):
    answered(barrier)
    mails()
    sign_in(client, barrier.author)
    assert "Withdraw this answer" in page_of(client, barrier)
    assert withdraw(client, barrier).status_code == 303
    db.session.expire_all()
    assert (barrier.state, barrier.state_before_question) == (State.NEEDS_INFO, State.OPEN)
    assert find_wrong_deadlines() == []
    page = page_of(client, barrier)
    assert "We answered about the wrong hall." in page
    assert "The hall in Mill Lane." in page  # what it said, folded
    assert "Answer the council" in page
    assert "Correct this answer" not in page
    told = mails()
    assert [mail["to"] for mail in told] == [officer.person.email]
    assert "withdrawn" in told[0]["subject"]
    assert "We answered about the wrong hall." in told[0]["text"]
    again = post(client, f"/barriers/{barrier.id}/answer-question", "seen", answer="The hall in Mill Road.")
    assert again.status_code == 303
    assert history(barrier)[-1] == ("reporter", "open")


def test_a_reason_is_asked_for(client, barrier):
    answered(barrier)
    sign_in(client, barrier.author)
    refused = withdraw(client, barrier, "")
    assert refused.status_code == 422
    assert "Say why you are withdrawing it." in refused.text


@pytest.mark.parametrize("act", ["look_into", "update"])
def test_once_the_council_has_acted_it_can_only_be_corrected(client, barrier, officer, act):
    if act == "update":  # an update is given while it is looked into
        move(barrier, State.OPEN, person=officer.person, role=Role.OFFICER, came_from=State.OPEN)
        move(barrier, State.UNDER_REVIEW, person=officer.person, role=Role.OFFICER)
        ask(barrier, officer)
    answered(barrier)
    kind = {"look_into": "look-into", "update": "update"}[act]
    sign_in(client, officer.person)
    clock.forward(timedelta(minutes=5))
    said = post(client, f"/barriers/{barrier.id}/respond/{kind}", "seen", public_note="We look.", send="1")
    assert said.status_code == 303
    sign_in(client, barrier.author)
    page = page_of(client, barrier)
    assert "Correct this answer" in page
    assert "Withdraw this answer" not in page
    refused = client.get(address_of(barrier, "take-back"))
    assert refused.status_code == 409
    assert "can no longer be withdrawn" in refused.text
    assert correct(client, barrier).status_code == 303


def test_an_officer_who_answers_while_it_is_being_withdrawn_is_not_overtaken(client, barrier, officer):
    answered(barrier)
    sign_in(client, barrier.author)
    address = address_of(barrier, "take-back")
    old = client.get(address).text
    move(barrier, State.UNDER_REVIEW, person=officer.person, role=Role.OFFICER)
    kept = {name: hidden(old, name) for name in ("csrf_token", "seen")}
    late = client.post(address, data=kept | {"reason": "Wrong hall."})
    assert late.status_code == 409
    assert "Wrong hall." in late.text
    assert db.session.get(Barrier, barrier.id).state == State.UNDER_REVIEW


@pytest.mark.parametrize("who", ["visitor", "officer"])
def test_earlier_and_withdrawn_words_of_who_asked_not_to_be_named_are_not_shown(
    client, council, officer, who
):
    barrier = make_barrier("Nameless", council=council, visibility=Visibility.NAMELESS)
    ask(barrier, officer)
    answered(barrier, "Ask Amina at the Lanterns.")
    sign_in(client, barrier.author)
    correct(client, barrier, "Ask at the hall.")
    assert "Ask Amina" in page_of(client, barrier)
    reader = client.application.test_client()
    if who == "officer":
        sign_in(reader, officer.person)
    page = page_of(reader, barrier)
    assert "Ask at the hall." in page
    assert "Ask Amina" not in page
    withdraw(client, barrier, "It named someone.")
    page = page_of(reader, barrier)
    assert "It named someone." in page
    assert "Ask at the hall." not in page
    assert "Ask Amina" not in page


def test_what_an_affected_group_answered_is_theirs_to_correct(client, barrier):
    affected = make_affected(barrier)
    answer_question(barrier=barrier, person=affected.person, role=Role.AFFECTED, words="The big hall.")
    commit()
    sign_in(client, barrier.author)
    assert "Correct this answer" not in page_of(client, barrier)
    sign_in(client, affected.person)
    assert correct(client, barrier, "The small hall.").status_code == 303
    assert withdraw(client, barrier).status_code == 303
    assert db.session.get(Barrier, barrier.id).state == State.NEEDS_INFO
