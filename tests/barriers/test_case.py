"""An officer's case: the evidence beside the reply, words kept ready, and two officers at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.barriers.actions.casework import open_case
from forum.barriers.actions.council_settings import add_template
from forum.barriers.actions.notes import keep_note
from forum.barriers.actions.respond import respond
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.models import CaseOpening, Response
from forum.barriers.reply_templates import filled, inserted
from forum.core import clock
from forum.core.db import commit, db
from forum.threads.models import Visibility
from tests.barriers.loop import move
from tests.support.factories import (
    make_affected,
    make_barrier,
    make_council,
    make_department,
    make_group,
    make_officer,
    make_person,
    sign_in,
)
from tests.support.statements import count_statements


@pytest.fixture
def council(app):
    return make_council("Wexmoor")


@pytest.fixture
def barrier(council):
    return make_barrier("Hall hire insurance", council=council, rule_source="insurer")


@pytest.fixture
def officer(council):
    return make_officer(council, "Jo Hartley")


def hidden(page, name):
    return page.split(f'name="{name}"', 1)[1].split('value="', 1)[1].split('"', 1)[0]


def send(client, address, page, **typed):
    return client.post(
        address,
        data={"csrf_token": hidden(page, "csrf_token"), "seen": hidden(page, "seen"), "send": "1", **typed},
    )


def explained(barrier, words="Our own policy covers you."):
    officer = make_officer(barrier.council)
    response = respond(
        barrier=barrier,
        person=officer.person,
        role=Role.OFFICER,
        kind=ResponseKind.EXPLAIN,
        given=TransitionInput(today=clock.today(), public_note=words, link="https://example.org"),
        seen=None,
    )
    commit()
    return response


def test_the_evidence_stands_beside_the_reply(client, council, barrier, officer):
    make_affected(
        barrier, group=make_group("Kiln Lane Choir"), words="We sang outside.", cost_pounds=120, delay_days=9
    )
    keep_note(barrier=barrier, person=officer.person, body="The insurer is Zenith.")
    make_barrier("Hall hire insurance again", council=council)
    elsewhere = make_barrier("The same at Ham", council=make_council("Ham"), rule_source="insurer")
    explained(elsewhere)
    commit()
    sign_in(client, officer.person)
    for address in ("respond", "respond/look-into"):
        page = client.get(f"/barriers/{barrier.id}/{address}").text
        for words in (
            "we need insurance before we may use the hall", "We sang outside.", "£120", "9 days lost",
            "The insurer is Zenith.", "Hall hire insurance again", "Ham: The rule stays, but here is a way through",
            "Our own policy covers you.", "Answer due",
        ):  # fmt: skip
            assert words in page, words


def test_what_other_councils_keep_for_themselves_is_not_shown(client, barrier, officer):
    ham = make_council("Ham")
    explained(
        make_barrier("Secret", council=ham, rule_source="insurer", visibility=Visibility.COUNCIL), "Hush one."
    )
    shut = make_barrier("Hidden", council=ham, rule_source="insurer")
    explained(shut, "Hush two.")
    shut.hidden_at = clock.now()
    explained(make_barrier("Another owner", council=ham, rule_source="law"), "Hush three.")
    commit()
    assert "Hush" not in sign_in(client, officer.person).get(f"/barriers/{barrier.id}/respond").text


def test_each_offer_says_what_it_needs_and_an_officer_is_not_offered_what_leads_decide(
    client, council, barrier, officer
):
    page = sign_in(client, officer.person).get(f"/barriers/{barrier.id}/respond").text
    assert "Needs: the day by which it changes, words that everyone can read." in page
    assert 'value="decline"' not in page
    lead = sign_in(client.application.test_client(), make_officer(council, is_lead=True).person)
    assert 'value="decline"' in lead.get(f"/barriers/{barrier.id}/respond").text


def test_the_case_takes_as_many_statements_for_many_as_for_one(client, council, barrier, officer):
    sign_in(client, officer.person)
    address = f"/barriers/{barrier.id}/respond"
    make_barrier("Hall hire", council=council)
    explained(make_barrier("The same at Ham", council=make_council("Ham"), rule_source="insurer"))
    make_affected(barrier, group=make_group(), words="Us too.")
    keep_note(barrier=barrier, person=officer.person, body="One.")
    commit()
    client.get(address)
    with count_statements() as few:
        client.get(address)
    for number in range(4):
        make_affected(barrier, group=make_group(), words="Us too.")
        make_barrier(f"Hall hire {number}", council=council)
        explained(make_barrier("The same", council=make_council(), rule_source="insurer"))
        keep_note(barrier=barrier, person=make_officer(council).person, body="Two.")
    commit()
    with count_statements() as many:
        client.get(address)
    assert len(many) == len(few)


@pytest.mark.pure
def test_words_are_filled_with_what_is_known_and_leave_the_rest():
    known = {"title": "A {council} story", "council": "Wexmoor", "department": ""}
    assert (
        filled("{title}, {council}, {department}, {x}", known)
        == "A Wexmoor story, Wexmoor, {department}, {x}"
    )


@pytest.mark.pure
def test_words_come_under_what_was_typed():
    assert inserted("", "New.") == "New."
    assert inserted("Mine. \n", "New.") == "Mine.\n\nNew."


def test_kept_words_are_put_in_and_nothing_typed_is_lost(client, council, barrier, officer):
    template = add_template(
        council=council, by=officer.person, name="Cover", response_kind="explain", category="insurance", body="Ask {council}."
    )  # fmt: skip
    foreign = add_template(
        council=make_council(),
        by=officer.person,
        name="F",
        response_kind="explain",
        category="",
        body="Foreign.",
    )
    commit()
    sign_in(client, officer.person)
    address = f"/barriers/{barrier.id}/respond/explain"
    page = client.get(address).text
    typed = {"public_note": "Hello.", "link": "https://example.org/form", "insert": "1"}
    answer = send(client, address, page, template=str(template.id), **typed)
    assert answer.status_code == 200
    assert "Hello.\n\nAsk Wexmoor.</textarea>" in answer.text.replace("\r\n", "\n")
    assert "https://example.org/form" in answer.text
    assert "Foreign." not in send(client, address, page, template=str(foreign.id), **typed).text
    assert db.session.scalar(select(func.count(Response.id))) == 0


def test_words_for_another_kind_of_barrier_are_not_offered(client, council, barrier, officer):
    for category, name in (("insurance", "For insurance"), ("money", "For money"), ("", "For all")):
        add_template(
            council=council,
            by=officer.person,
            name=name,
            response_kind="explain",
            category=category,
            body="x",
        )
    commit()
    page = sign_in(client, officer.person).get(f"/barriers/{barrier.id}/respond/explain").text
    assert ("For insurance" in page, "For all" in page, "For money" in page) == (True, True, False)


def test_a_colleague_sees_who_opened_it_and_when(app, council, barrier, officer):
    jo, sam = (
        sign_in(app.test_client(), officer.person),
        sign_in(app.test_client(), make_officer(council, "Sam").person),
    )
    address = f"/barriers/{barrier.id}/respond"
    assert "opened this" not in jo.get(address).text
    assert "Jo Hartley opened this just now" in sam.get(address).text
    opening = db.session.get(CaseOpening, (barrier.id, officer.person_id))
    opening.opened_at = clock.now() - timedelta(minutes=2, seconds=5)
    commit()
    assert "Jo Hartley opened this 2 minutes ago" in sam.get(address).text
    opening.opened_at = clock.now() - timedelta(minutes=31)
    commit()
    assert "Jo Hartley opened this" not in sam.get(address).text


def test_opening_it_again_and_again_keeps_one_row(barrier, officer):
    for _ in range(3):
        open_case(barrier=barrier, person=officer.person)
    commit()
    assert db.session.scalar(select(func.count()).select_from(CaseOpening)) == 1


def test_who_may_not_answer_leaves_no_mark(client, barrier):
    assert sign_in(client, make_person()).get(f"/barriers/{barrier.id}/respond").status_code == 403
    assert db.session.scalar(select(func.count()).select_from(CaseOpening)) == 0


def test_the_second_of_two_officers_sees_what_changed_and_keeps_what_they_typed(
    app, council, barrier, officer
):
    department = make_department(council)
    jo, sam = (
        sign_in(app.test_client(), officer.person),
        sign_in(app.test_client(), make_officer(council, "Sam").person),
    )
    mine, theirs = f"/barriers/{barrier.id}/respond/ask", f"/barriers/{barrier.id}/respond/acknowledge"
    page = sam.get(mine).text
    send(jo, theirs, jo.get(theirs).text, department_id=str(department.id), public_note="With venues now.")
    answer = send(sam, mine, page, question="Which hall do you mean?")
    assert answer.status_code == 409
    for words in (
        "A colleague answered first",
        "What happened in the meantime",
        "Seen by the council",
        "Which hall do you mean?",
    ):
        assert words in answer.text
    assert db.session.scalar(select(func.count(Response.id))) == 1
    assert send(sam, mine, answer.text, question="Which hall do you mean?").status_code == 303
    assert barrier.state == State.NEEDS_INFO


def test_an_answer_sent_twice_is_given_once(client, barrier, officer):
    sign_in(client, officer.person)
    address = f"/barriers/{barrier.id}/respond/look-into"
    page = client.get(address).text
    statuses = [send(client, address, page, public_note="We look.").status_code for _ in range(2)]
    assert statuses == [303, 409]
    assert db.session.scalar(select(func.count(Response.id))) == 1


def test_who_came_from_the_inbox_goes_back_to_it(client, barrier, officer):
    sign_in(client, officer.person)
    assert "back=inbox" in client.get(f"/barriers/{barrier.id}/respond?back=inbox&kind=look-into").location
    address = f"/barriers/{barrier.id}/respond/look-into?back=inbox"
    answer = send(client, address, client.get(address).text, public_note="We look.")
    assert answer.location.endswith("/councils/wexmoor/inbox")


def test_the_public_page_says_when_an_answer_is_due_and_when_the_clock_is_stopped(
    client, council, barrier, officer
):
    council.claimed_at = clock.now()
    commit()
    address = f"/barriers/{barrier.numbered_slug}"
    assert "First reply due by" in client.get(address).text
    move(barrier, State.NEEDS_INFO, role=Role.OFFICER, question="Which hall?")
    page = client.get(address).text
    assert "The council’s deadline is paused while it waits for an answer." in page
    assert "is due by" not in page


def test_a_council_that_is_not_here_yet_has_no_day_to_keep(client):
    barrier = make_barrier(council=make_council())
    assert "is due by" not in client.get(f"/barriers/{barrier.numbered_slug}").text


def test_the_reply_stands_before_the_statements_of_groups_and_those_after_five_are_folded(
    client, council, barrier, officer
):
    for number in range(9):
        make_affected(barrier, words=f"Statement {number}.")
    sign_in(client, officer.person)
    page = client.get(f"/barriers/{barrier.id}/respond").text
    assert page.index("What happened") < page.index('id="reply"') < page.index("Statement 0.")
    public = client.get(f"/barriers/{barrier.id}", follow_redirects=True).text
    for shown in (page, public):
        folded = shown.split("more groups say", 1)[1].split("</details>", 1)[0]
        assert "Statement 8." in folded
        assert "Statement 3." in shown.split("more groups say", 1)[0]
        assert "Statement 3." not in folded
        assert shown.count("Statement 8.") == 1
