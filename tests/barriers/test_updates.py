"""A progress update: the council's word in public that moves nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.lifecycle.transitions import options, update_option
from forum.barriers.models import Barrier, Response, Transition
from forum.barriers.queries.responses import find_response_of
from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.dashboards.engine.extract import extract_facts
from forum.follows.actions import follow
from tests.barriers.loop import claim, move
from tests.barriers.test_respond import say
from tests.support.factories import make_barrier, make_council, make_officer, sign_in

WORDS = "Our insurer meets us on Tuesday."


@pytest.fixture
def council(app):
    return make_council("Wexmoor")


@pytest.fixture
def officer(council):
    return make_officer(council, "Rob Tanner")


@pytest.fixture
def barrier(council):
    barrier = make_barrier("Hall hire insurance", council=council)
    move(barrier, State.UNDER_REVIEW, role=Role.OFFICER)
    return barrier


def test_an_update_is_public_and_moves_nothing(client, barrier, officer):
    due, moves = barrier.due_on, db.session.scalar(select(func.count(Transition.id)))
    clock.forward(timedelta(days=2))
    sign_in(client, officer.person)
    assert say(client, barrier, "update", public_note=WORDS).status_code == 303
    barrier = db.session.get_one(Barrier, barrier.id)
    assert (barrier.state, barrier.due_on) == (State.UNDER_REVIEW, due)
    assert db.session.scalar(select(func.count(Transition.id))) == moves
    response = db.session.scalars(select(Response)).one()
    assert (response.kind, response.body, response.transition_id) == (ResponseKind.UPDATE, WORDS, None)
    client.post("/sign-out")
    page = client.get(f"/barriers/{barrier.id}", follow_redirects=True).text
    assert page.count(WORDS) == 2, "in what the council says, and in the history"
    assert "Progress update" in page


def test_an_update_is_mailed_to_followers_once(client, barrier, officer):
    sign_in(client, officer.person)
    follow(thread=barrier, person=barrier.author)
    commit()
    say(client, barrier, "update", public_note=WORDS)
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "tell_followers")).all()
    assert [row.payload["kind"] for row in rows].count("response") == 1


def test_an_update_counts_as_a_response_in_the_figures(client, barrier, officer):
    sign_in(client, officer.person)
    assert extract_facts([barrier.id])[barrier.id].barrier[-1] == -1
    say(client, barrier, "update", public_note=WORDS)
    assert extract_facts([barrier.id])[barrier.id].barrier[-1] >= 0


def test_an_update_without_words_is_refused_beside_its_field(client, barrier, officer):
    sign_in(client, officer.person)
    answer = say(client, barrier, "update", public_note=" ")
    assert answer.status_code == 422
    assert "Write a sentence that everyone can read." in answer.text
    assert db.session.scalar(select(func.count(Response.id))) == 0


def test_who_was_overtaken_is_told_before_an_update_goes_out(client, barrier, officer):
    sign_in(client, officer.person)
    first = db.session.scalar(select(func.max(Transition.id)))
    move(barrier, State.CHANGE_AGREED, role=Role.OFFICER, promised_date=clock.today(), public_note="Yes.")
    assert say(client, barrier, "update", public_note=WORDS, seen=str(first)).status_code == 409


@pytest.mark.parametrize("state", [State.OPEN, State.NEEDS_INFO, State.REMOVED, State.WITHDRAWN])
def test_an_update_is_offered_only_between_the_first_word_and_the_last(state):
    assert update_option(Role.OFFICER, state) is None


def test_only_officers_give_updates(barrier):
    assert update_option(Role.LEAD, State.UNDER_REVIEW) is not None
    assert update_option(Role.MODERATOR, State.UNDER_REVIEW) is None
    assert update_option(Role.REPORTER, State.UNDER_REVIEW) is None
    assert not any(one.kind == ResponseKind.UPDATE for one in options(Role.LEAD, State.UNDER_REVIEW))


def test_an_update_after_a_claim_leaves_the_claims_own_words_and_round(client, barrier, officer):
    claim(barrier, officer)
    sign_in(client, officer.person)
    commit()
    assert say(client, barrier, "update", public_note=WORDS).status_code == 303
    assert db.session.get_one(Barrier, barrier.id).state == State.REMOVAL_CLAIMED
    response = find_response_of(db.session.scalar(select(func.max(Transition.id))))
    assert response is None, "the claim keeps its own words"
