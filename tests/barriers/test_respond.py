"""The council answers."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.barriers.actions.respond import respond
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.models import PrivateNote, Response, Transition
from forum.core import clock
from forum.core.db import commit, db
from forum.threads.models import Visibility
from tests.barriers.loop import history, keep, move
from tests.support.factories import (
    csrf_token,
    make_affected,
    make_area,
    make_barrier,
    make_council,
    make_department,
    make_group,
    make_officer,
    make_person,
    sign_in,
)


@pytest.fixture
def council(app):
    return make_council("Wexmoor")


@pytest.fixture
def barrier(council):
    return make_barrier("Hall hire insurance", council=council)


@pytest.fixture
def officer(council):
    return make_officer(council, "Rob Tanner")


def say(client, barrier, kind, **typed):
    address = f"/barriers/{barrier.id}/respond/{kind}"
    page = client.get(address).get_data(as_text=True)
    typed.setdefault("send", "1")
    typed.setdefault("seen", page.split('name="seen"', 1)[1].split('value="', 1)[1].split('"', 1)[0])
    typed["csrf_token"] = page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    return client.post(address, data=typed)


def responses():
    return db.session.scalars(select(Response).order_by(Response.id)).all()


def in_days(number):
    return (clock.today() + timedelta(days=number)).isoformat()


def answers(council):
    return {
        "acknowledge": ({"department_id": make_department(council).id}, State.ACKNOWLEDGED),
        "ask": ({"question": "Which room was it?"}, State.NEEDS_INFO),
        "look-into": ({"public_note": "We ask our insurer."}, State.UNDER_REVIEW),
        "explain": (
            {"public_note": "Use our cover.", "link": "https://example.org/cover"},
            State.WAY_THROUGH,
        ),
        "commit": ({"public_note": "We drop it.", "promised_date": in_days(30)}, State.CHANGE_AGREED),
        "point-to-another-body": ({"body_name": "The county council"}, State.REDIRECTED),
        "claim-removal": (
            {"what_changed": "No cover is asked.", "evidence": "See the form."},
            State.REMOVAL_CLAIMED,
        ),
    }


@pytest.mark.parametrize(
    "kind",
    ["acknowledge", "ask", "look-into", "explain", "commit", "point-to-another-body", "claim-removal"],
)
def test_an_officer_gives_each_official_word(client, barrier, council, officer, kind):
    typed, target = answers(council)[kind]
    answer = say(sign_in(client, officer.person), barrier, kind, **typed)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert barrier.state == target
    assert history(barrier)[-1] == ("officer", target)
    (response,) = responses()
    assert response.kind == ResponseKind(kind.replace("-", "_"))
    assert response.transition_id == db.session.scalar(select(func.max(Transition.id)))
    page = client.get(answer.location).get_data(as_text=True)
    assert "Rob Tanner" in page
    for words in typed.values():
        if isinstance(words, str) and "-" not in words:
            assert words in page


def test_the_department_that_has_a_barrier_already_is_chosen(client, barrier, council, officer):
    make_department(council, "parks", "Parks")
    housing = make_department(council, "housing", "Housing")
    barrier.department_id = housing.id
    commit()
    page = sign_in(client, officer.person).get(f"/barriers/{barrier.id}/respond/acknowledge").text
    assert f'<option selected value="{housing.id}">' in page


def test_only_a_lead_says_that_a_rule_stays(client, barrier, council, officer):
    sign_in(client, officer.person)
    assert "The rule stays</label>" not in client.get(f"/barriers/{barrier.id}/respond").get_data(
        as_text=True
    )
    assert client.get(f"/barriers/{barrier.id}/respond/decline").status_code == 302
    sign_in(client, make_officer(council, is_lead=True).person)
    answer = say(
        client, barrier, "decline", reason="The law says so.", rule_source="law", review_date=in_days(300)
    )
    assert answer.status_code == 303
    assert barrier.state == State.KEPT
    assert responses()[0].review_on == clock.today() + timedelta(days=300)


def test_what_is_missing_is_said_beside_the_field_and_what_was_typed_stays(client, barrier, officer):
    answer = say(sign_in(client, officer.person), barrier, "commit", public_note="We will drop it.")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Give the date by which it will change." in page
    assert "We will drop it." in page
    assert responses() == []


@pytest.mark.parametrize("day", ["soon", "31/02/2027", "9" * 5000, "2020-01-01", "\u202e1"])
def test_a_day_that_cannot_be_is_refused_with_a_reason(client, barrier, officer, day):
    answer = say(
        sign_in(client, officer.person), barrier, "commit", public_note="We will.", promised_date=day
    )
    assert answer.status_code == 422
    assert "There is a problem" in answer.get_data(as_text=True)
    assert barrier.state == State.OPEN


def test_a_day_may_be_typed_as_people_write_it(client, barrier, officer):
    day = clock.today() + timedelta(days=40)
    typed = {"public_note": "We will.", "promised_date": f"{day:%d/%m/%Y}"}
    assert say(sign_in(client, officer.person), barrier, "commit", **typed).status_code == 303
    assert barrier.promised_on == day


def test_a_department_of_another_council_is_refused(client, barrier, officer):
    foreign = make_department(make_council())
    answer = say(sign_in(client, officer.person), barrier, "acknowledge", department_id=foreign.id)
    assert answer.status_code == 422
    assert barrier.state == State.OPEN


@pytest.mark.parametrize("link", ["javascript:alert(1)", "example.org", "data:text/html,x"])
def test_a_link_that_is_none_is_refused(client, barrier, officer, link):
    for kind, typed in (
        ("explain", {"public_note": "Use ours."}),
        ("claim-removal", {"what_changed": "Gone.", "evidence": "See."}),
    ):
        answer = say(sign_in(client, officer.person), barrier, kind, link=link, **typed)
        assert answer.status_code == 422
        assert "Start the link with" in answer.get_data(as_text=True)


def test_a_forged_kind_is_not_found(client, barrier, officer):
    assert sign_in(client, officer.person).get(f"/barriers/{barrier.id}/respond/removed").status_code == 404


def test_the_second_of_two_officers_is_told_and_what_they_typed_is_kept(client, barrier, council, officer):
    sign_in(client, officer.person)
    page = client.get(f"/barriers/{barrier.id}/respond/look-into").get_data(as_text=True)
    seen = page.split('name="seen"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    other = client.application.test_client()
    sign_in(other, make_officer(council, "Ann Pike").person)
    say(other, barrier, "commit", public_note="We drop it in May.", promised_date=in_days(9))
    answer = say(client, barrier, "look-into", public_note="We ask our insurer.", seen=seen)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "A colleague answered first" in page
    assert "We drop it in May." in page
    assert "Ann Pike" in page
    assert "We ask our insurer." in page
    assert len(responses()) == 1
    assert barrier.state == State.CHANGE_AGREED


def test_a_double_submit_makes_one_response(client, barrier, officer):
    sign_in(client, officer.person)
    page = client.get(f"/barriers/{barrier.id}/respond/look-into").get_data(as_text=True)
    seen = page.split('name="seen"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    assert say(client, barrier, "look-into", seen=seen).status_code == 303
    token = csrf_token(client, f"/barriers/{barrier.id}/respond/ask")
    again = client.post(f"/barriers/{barrier.id}/respond/look-into", data={"seen": seen, "csrf_token": token})
    assert again.status_code == 409
    assert len(responses()) == 1


@pytest.mark.parametrize("seen", ["", "x", "9" * 400, "-1"])
def test_a_forged_newest_number_fits_nothing(client, barrier, officer, seen):
    assert say(sign_in(client, officer.person), barrier, "look-into", seen=seen).status_code == 409


def test_nobody_else_answers_for_a_council(client, barrier, council):
    address = f"/barriers/{barrier.id}/respond"
    assert client.get(address).status_code == 302
    for person in (
        barrier.author,
        make_person(),
        make_officer(make_council()).person,
        make_person(role="moderator"),
    ):
        assert sign_in(client, person).get(address).status_code == 403


@pytest.mark.parametrize(("groups_there", "shown"), [(5, "A group in Longford"), (4, "A group that asked")])
def test_an_officer_does_not_see_whose_barrier_it_is_but_the_ward_of_five_groups(
    client, council, officer, groups_there, shown
):
    ward = make_area(council, "Longford")
    for _ in range(groups_there):
        make_group(council=council, area_id=ward.id)
    author = make_person("Amina Yusuf")
    group = make_group("Bramley Allotments", members=(author,))
    barrier = make_barrier(
        "No ramp",
        council=council,
        author=author,
        group=group,
        visibility=Visibility.COUNCIL,
        area_id=ward.id,
    )
    sign_in(client, officer.person)
    for address in ("", "/respond", "/respond/ask", "/notes", "/assign"):
        page = client.get(f"/barriers/{barrier.id}{address}", follow_redirects=True).get_data(as_text=True)
        assert "No ramp" in page
        assert "Amina" not in page
        assert "Bramley" not in page
    page = client.get(f"/barriers/{barrier.id}", follow_redirects=True).get_data(as_text=True)
    assert shown in page
    assert ("Longford" in page) is (groups_there == 5)
    assert sign_in(client, make_person()).get(f"/barriers/{barrier.id}/respond").status_code == 404


def ask(barrier, officer):
    given = TransitionInput(today=clock.today(), question="Which **room**?")
    respond(
        barrier=barrier,
        person=officer.person,
        role=Role.OFFICER,
        kind=ResponseKind.ASK,
        given=given,
        seen=None,
    )
    commit()


def test_the_reporter_answers_the_question_and_it_goes_back(client, barrier, officer):
    move(barrier, State.UNDER_REVIEW)
    ask(barrier, officer)
    sign_in(client, barrier.author)
    address = f"/barriers/{barrier.id}/answer-question"
    token = csrf_token(client, address)
    empty = client.post(address, data={"csrf_token": token, "answer": "  "})
    assert empty.status_code == 422
    sent = client.post(address, data={"csrf_token": token, "answer": "The small one."})
    assert sent.status_code == 303
    assert barrier.state == State.UNDER_REVIEW
    assert history(barrier)[-1] == ("reporter", "under_review")
    assert "The small one." in client.get(sent.location).get_data(as_text=True)
    late = client.post(address, data={"csrf_token": token, "answer": "Once more."})
    assert late.status_code == 409
    assert "Once more." in late.get_data(as_text=True)


def test_an_affected_group_answers_too_and_strangers_do_not(client, barrier, officer):
    ask(barrier, officer)
    own = make_affected(barrier)
    address = f"/barriers/{barrier.id}/answer-question"
    assert sign_in(client, make_person()).get(address).status_code == 403
    sign_in(client, own.person)
    token = csrf_token(client, address)
    assert client.post(address, data={"csrf_token": token, "answer": "All."}).status_code == 303
    assert history(barrier)[-1] == ("affected", "open")


def test_the_answer_of_a_nameless_reporter_names_nobody(client, council, officer):
    barrier = make_barrier(
        "No ramp", council=council, author=make_person("Amina Yusuf"), visibility=Visibility.NAMELESS
    )
    ask(barrier, officer)
    sign_in(client, barrier.author)
    address = f"/barriers/{barrier.id}/answer-question"
    token = csrf_token(client, address)
    client.post(address, data={"csrf_token": token, "answer": "The side door."})
    client = client.application.test_client()
    sign_in(client, officer.person)
    page = client.get(f"/barriers/{barrier.id}", follow_redirects=True).get_data(as_text=True)
    assert "The side door." in page
    assert "Amina" not in page


def test_an_officer_takes_a_question_back(client, barrier, officer):
    ask(barrier, officer)
    sign_in(client, officer.person)
    token = csrf_token(client, f"/barriers/{barrier.id}/respond")
    address = f"/barriers/{barrier.id}/take-question-back"
    assert client.post(address, data={"csrf_token": token}).status_code == 303
    assert barrier.state == State.OPEN
    assert client.post(address, data={"csrf_token": token}).status_code == 409


def test_notes_are_for_this_councils_officers_alone(client, barrier, council, officer):
    sign_in(client, officer.person)
    address = f"/barriers/{barrier.id}/notes"
    token = csrf_token(client, address)
    assert client.post(address, data={"csrf_token": token, "body": ""}).status_code == 422
    assert client.post(address, data={"csrf_token": token, "body": "Ask Joan first."}).status_code == 303
    assert "Ask Joan first." in client.get(address).get_data(as_text=True)
    assert db.session.scalar(select(func.count(PrivateNote.id))) == 1
    for person in (barrier.author, make_officer(make_council()).person, make_person(role="administrator")):
        assert sign_in(client, person).get(address).status_code == 404
        shown = client.get(f"/barriers/{barrier.id}", follow_redirects=True).get_data(as_text=True)
        assert "Ask Joan" not in shown


def test_a_barrier_is_given_to_a_department_and_a_person(client, barrier, council, officer):
    department, colleague = make_department(council), make_officer(council, "Ann Pike")
    sign_in(client, officer.person)
    address = f"/barriers/{barrier.id}/assign"
    token = csrf_token(client, address)
    typed = {"csrf_token": token, "department": department.id, "officer": colleague.id}
    assert client.post(address, data=typed).status_code == 303
    assert (barrier.department_id, barrier.officer_id) == (department.id, colleague.id)
    foreign = make_officer(make_council())
    assert client.post(address, data=typed | {"officer": foreign.id}).status_code == 422
    assert (
        client.post(address, data={"csrf_token": token, "department": "", "officer": ""}).status_code == 303
    )
    assert barrier.officer_id is None


def test_a_moderator_opens_a_kept_rule_on_its_page(client, barrier):
    keep(barrier)
    sign_in(client, make_person(role="moderator"))
    address = f"/barriers/{barrier.id}"
    assert "Reopen it" not in client.get(address, follow_redirects=True).get_data(as_text=True)
    for _ in range(3):
        make_affected(barrier)
    assert "Reopen it" in client.get(address, follow_redirects=True).get_data(as_text=True)
    token = csrf_token(client, client.get(address).location)
    assert client.post(f"{address}/reopen", data={"csrf_token": token}).status_code == 303
    assert barrier.state == State.UNDER_REVIEW
    assert client.post(f"{address}/reopen", data={"csrf_token": token}).status_code == 409


def test_words_in_a_response_are_made_safe(client, barrier, officer):
    say(sign_in(client, officer.person), barrier, "look-into", public_note="<script>x</script> **We** look")
    page = client.get(f"/barriers/{barrier.id}", follow_redirects=True).get_data(as_text=True)
    assert "<script>x" not in page
    assert "<strong>We</strong>" in page
