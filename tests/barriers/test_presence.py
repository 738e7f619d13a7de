"""Officers at one desk: who answers deals with it, and a note tells the colleague whom it names."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forum.barriers.models import Barrier, CaseChange, PrivateNote
from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from forum.features import HANDLERS
from forum.threads.mentions import named_in, with_name
from tests.barriers.test_respond import say
from tests.support.factories import csrf_token, make_barrier, make_council, make_officer, sign_in

WORK = {kind: work for kind, work in HANDLERS.items() if kind not in {"mail", "index"}}


@pytest.fixture
def council(app):
    return make_council("Wexmoor")


@pytest.fixture
def barrier(council):
    return make_barrier("Hall hire insurance", council=council)


@pytest.fixture
def jo(council):
    return make_officer(council, "Jo Hartley")


@pytest.fixture
def ruth(council):
    return make_officer(council, "Ruth Calloway")


def mails():
    Worker(WORK).drain()
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail").order_by(OutboxRow.id))
    return [
        (row.payload["to"], row.payload["subject"]) for row in rows if "named you" in row.payload["subject"]
    ]


def note(client, barrier, words, **typed):
    path = f"/barriers/{barrier.id}/notes"
    return client.post(path, data={"csrf_token": csrf_token(client, path), "body": words, **typed})


def test_who_answers_a_case_that_is_nobodys_is_offered_as_its_officer(client, barrier, jo):
    sign_in(client, jo.person)
    page = client.get(f"/barriers/{barrier.id}/respond/look-into").text
    box = page.split('name="assign_to_me"', 1)[1].split(">", 1)[0]
    assert "checked" in box
    say(client, barrier, "look-into", public_note="We look.", assign_to_me="y")
    stored = db.session.get_one(Barrier, barrier.id)
    assert stored.officer_id == jo.id
    assert db.session.scalars(select(CaseChange)).one().became == "Jo Hartley"
    assert 'name="assign_to_me"' not in client.get(f"/barriers/{barrier.id}/respond/update").text


def test_who_unticks_it_or_comes_to_a_colleagues_case_takes_nothing(client, barrier, jo, ruth):
    sign_in(client, jo.person)
    say(client, barrier, "look-into", public_note="We look.")
    assert db.session.get_one(Barrier, barrier.id).officer_id is None
    barrier.officer = ruth
    commit()
    say(client, barrier, "update", public_note="We looked.", assign_to_me="y")
    assert db.session.get_one(Barrier, barrier.id).officer_id == ruth.id


def test_a_note_that_names_a_colleague_tells_them_once(client, barrier, jo, ruth):
    sign_in(client, jo.person)
    assert (
        note(client, barrier, "Can you look, @ruth calloway? @Ruth Calloway knows the insurer.").status_code
        == 303
    )
    assert mails() == [(ruth.person.email, "Jo Hartley named you in a note: Hall hire insurance")]


def test_a_colleague_is_picked_without_typing_their_name(client, barrier, jo, ruth):
    sign_in(client, jo.person)
    page = client.get(f"/barriers/{barrier.id}/notes").text
    assert "Ruth Calloway</option>" in page
    assert "Jo Hartley</option>" not in page
    note(client, barrier, "Can you look?", colleague=str(ruth.id))
    assert db.session.scalars(select(PrivateNote)).one().body == "@Ruth Calloway Can you look?"
    assert [to for to, _ in mails()] == [ruth.person.email]


def test_nobody_else_is_told(client, barrier, jo, ruth):
    stranger = make_officer(make_council("Ham"), "Ada Stranger")
    sign_in(client, jo.person)
    note(client, barrier, "ruth@example.org, @Ada Stranger, @Jo Hartley, @nobody", colleague=str(stranger.id))
    assert mails() == []
    note(client, barrier, "@Ruth Calloway")
    ruth.left_at = clock.now()
    commit()
    assert mails() == []


def test_a_first_name_is_enough_where_only_one_has_it(council, jo, ruth):
    other = make_officer(council, "Ruth Brown")
    officers = [one.person for one in (jo, ruth, other)]
    assert named_in("@Jo, see this", officers) == [jo.person]
    assert named_in("@Ruth, see this", officers) == []
    assert named_in("@Ruth Brown and @Ruth Calloway", officers) == [ruth.person, other.person]
    assert named_in("@Joanna", officers) == []
    assert named_in("mail jo@jo.example", officers) == []
    assert with_name("@Jo look", jo.person) == "@Jo look"
    assert with_name("look", None) == "look"
