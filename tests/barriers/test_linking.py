"""Two reports of one thing: one leads to the other, and nobody's words or count are lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forum.barriers.actions.deadline import find_wrong_deadlines
from forum.barriers.actions.duplicates import LinkRefusedError, link_barrier, unlink_barrier
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.models import CaseChange
from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from forum.features import HANDLERS
from forum.follows.actions import follow
from forum.threads.models import Visibility
from tests.barriers.loop import history, move
from tests.support.factories import (
    csrf_token,
    make_affected,
    make_barrier,
    make_council,
    make_department,
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
    return make_officer(council, "Jo Hartley")


@pytest.fixture
def main(council):
    return make_barrier("The main one", council=council)


@pytest.fixture
def barrier(council):
    return make_barrier("The other one", council=council)


def link(barrier, main, officer):
    link_barrier(barrier=barrier, main=main, by=officer.person)
    commit()


def mails(subject):
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail"))
    return [row.payload for row in rows if subject in row.payload["subject"]]


def test_both_pages_say_so_and_words_and_counts_stay(client, barrier, main, officer):
    make_affected(barrier, words="Us too.")
    link(barrier, main, officer)
    page = client.get(f"/barriers/{barrier.numbered_slug}").text
    assert f'href="/barriers/{main.numbered_slug}"' in page
    assert "together with another report" in page
    assert "Us too." in page
    assert "The other one" in client.get(f"/barriers/{main.numbered_slug}").text
    assert (barrier.number_of_affected, main.number_of_affected) == (2, 1)
    assert history(barrier) == [("member", "open")]


def test_it_leaves_the_inbox_and_comes_back_when_it_is_undone(barrier, main, officer):
    due_on = barrier.due_on
    link(barrier, main, officer)
    assert (barrier.owed_by_id, main.number_of_linked) == (None, 1)
    assert find_wrong_deadlines() == []
    unlink_barrier(barrier=barrier, by=officer.person)
    unlink_barrier(barrier=barrier, by=officer.person)
    assert (barrier.due_on, barrier.same_as_id, main.number_of_linked) == (due_on, None, 0)
    rows = db.session.scalars(select(CaseChange).order_by(CaseChange.id)).all()
    assert [(row.was_id, row.was, row.became_id, row.became) for row in rows] == [
        (None, "", main.id, "The main one"),
        (main.id, "The main one", None, ""),
    ]


def refused(barrier, main, officer):
    with pytest.raises(LinkRefusedError) as error:
        link_barrier(barrier=barrier, main=main, by=officer.person)
    assert main.number_of_linked == 0 or main.same_as_id is None
    return str(error.value)


def test_there_is_no_way_to_make_a_circle_or_a_chain(council, barrier, main, officer):
    assert "itself" in refused(main, main, officer)
    link(barrier, main, officer)
    assert "Others are linked" in refused(main, make_barrier(council=council), officer)
    assert "dealt with at number" in refused(make_barrier(council=council), barrier, officer)
    assert refused(main, barrier, officer)


def test_only_barriers_of_one_council_are_linked(barrier, officer):
    assert "same council" in refused(barrier, make_barrier(council=make_council()), officer)
    assert "same council" in refused(make_barrier(), make_barrier(), officer)


def test_nobody_is_led_to_a_page_they_may_not_read(council, client, barrier, officer):
    private = make_barrier("Private one", council=council, visibility=Visibility.COUNCIL)
    assert "for the council only" in refused(barrier, private, officer)
    link(private, barrier, officer)
    assert "Private one" not in client.get(f"/barriers/{barrier.numbered_slug}").text
    own = sign_in(client.application.test_client(), officer.person)
    assert "Private one" in own.get(f"/barriers/{barrier.numbered_slug}").text


def test_what_was_taken_back_or_hidden_is_not_linked(council, barrier, main, officer):
    main.hidden_at = clock.now()
    assert "withdrawn or hidden" in refused(barrier, main, officer)
    gone = make_barrier(council=council, state=State.WITHDRAWN)
    assert "withdrawn or hidden" in refused(gone, barrier, officer)


def test_followers_are_told_once_however_often_it_is_linked(barrier, main, officer):
    follow(thread=barrier, person=make_person(email="fan@example.org"))
    commit()
    for _ in range(2):
        link(barrier, main, officer)
        Worker(WORK).drain()
        unlink_barrier(barrier=barrier, by=officer.person)
        commit()
    told = mails("Dealt with together")
    assert [one["to"] for one in told] == ["fan@example.org"]
    assert "The main one" not in told[0]["text"]


@pytest.mark.parametrize(("who", "status"), [("member", 403), ("officer elsewhere", 403), ("officer", 200)])
def test_only_officers_of_the_council_may_link(client, council, barrier, who, status):
    people = {
        "member": make_person,
        "officer elsewhere": lambda: make_officer(make_council()).person,
        "officer": lambda: make_officer(council).person,
    }
    sign_in(client, people[who]())
    assert client.get(f"/barriers/{barrier.id}/same-as").status_code == status


def test_an_officer_links_by_the_number_or_the_address_and_takes_it_back(client, barrier, main, officer):
    sign_in(client, officer.person)
    address = f"/barriers/{barrier.id}/same-as"
    for typed in (str(main.id), main.reference, f"http://localhost/barriers/{main.numbered_slug}"):
        data = {"csrf_token": csrf_token(client, address), "typed": typed}
        assert client.post(address, data=data).status_code == 303
        assert barrier.same_as_id == main.id
        data = {"csrf_token": csrf_token(client, address)}
        assert client.post(f"/barriers/{barrier.id}/not-the-same", data=data).status_code == 303
        assert barrier.same_as_id is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Choose one"), ("twelve", "Write its reference number"), ("999999999", "no barrier with the number"),
     ("9" * 40, "Write its reference number")],
)  # fmt: skip
def test_a_bad_number_is_refused_beside_the_field(client, barrier, main, officer, typed, words):
    sign_in(client, officer.person)
    address = f"/barriers/{barrier.id}/same-as"
    answer = client.post(address, data={"csrf_token": csrf_token(client, address), "typed": typed})
    assert answer.status_code == 422
    assert words in answer.text
    assert barrier.same_as_id is None


def test_the_same_answer_is_given_on_those_that_are_linked(client, council, barrier, main, officer):
    department = make_department(council)
    link(barrier, main, officer)
    done = make_barrier("Done", council=council)
    link(done, main, officer)
    move(done, State.REMOVAL_CLAIMED, role=Role.OFFICER, what_changed="x", evidence="y")
    sign_in(client, officer.person)
    address = f"/barriers/{main.id}/respond/acknowledge"
    page = client.get(address).text
    assert "Say the same on the reports that are linked" in page
    seen = page.split('name="seen"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    typed = {"csrf_token": csrf_token(client, address), "seen": seen, "department_id": department.id}
    client.post(address, data=typed | {"same_for_linked": "y", "send": "1"})
    assert (main.state, barrier.state, done.state) == (
        State.ACKNOWLEDGED,
        State.ACKNOWLEDGED,
        State.REMOVAL_CLAIMED,
    )
