"""In a group that somebody speaks for, its organisers let people in; nobody else speaks in its name."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Person
from forum.barriers.actions.affected import add_affected
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.report_input import Experience
from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.groups.actions import find_or_create_group, grant_claim, leave_group
from forum.groups.join_links import token_of
from forum.groups.models import Group, JoinRequest, Membership
from forum.groups.queries import find_open_claim, get_membership
from forum.questions.actions.offers import offer_help
from forum.threads.journeys.forms import spoken_for
from tests.barriers.loop import answer, claim
from tests.questions.making import work
from tests.support.factories import csrf_token, make_affected, make_barrier, make_group, make_person, sign_in


@pytest.fixture
def organiser(app: Flask) -> Person:
    return make_person("Olive Organiser", email="olive@example.org")


@pytest.fixture
def group(organiser: Person) -> Group:
    group = make_group("Ham Choir", members=(organiser,))
    group.claimed_at = clock.now()
    get_membership(group, organiser).is_organiser = True
    commit()
    return group


@pytest.fixture
def newcomer(group: Group) -> Person:
    return make_person("Nia Newcomer", email="nia@example.org")


def press(client: FlaskClient, path: str, page: str = "/groups") -> int:
    return client.post(path, data={"csrf_token": csrf_token(client, page)}).status_code


def asked_of(group: Group, person: Person) -> JoinRequest:
    find_or_create_group(name=group.name, council=group.council, person=person)
    commit()
    return db.session.scalars(select(JoinRequest).where(JoinRequest.person_id == person.id)).one()


def mails() -> list[dict[str, str]]:
    work()
    return [
        row.payload
        for row in db.session.scalars(
            select(OutboxRow).where(OutboxRow.kind == "mail").order_by(OutboxRow.id)
        )
    ]


def test_joining_a_claimed_group_asks_and_does_not_join(app: Flask, group: Group, newcomer: Person) -> None:
    client = sign_in(app.test_client(), newcomer)
    page = f"/groups/{group.id}-{group.slug}"
    assert "Ask to join this group" in client.get(page).text
    assert press(client, f"/groups/{group.id}/join", page) == 303
    assert get_membership(group, newcomer) is None
    assert "You asked to join on" in client.get(page).text


def test_typing_the_name_of_a_claimed_group_does_not_let_anybody_speak_for_it(
    group: Group, newcomer: Person
) -> None:
    spoken = spoken_for({"group": "new", "group_name": "Ham Choir"}, council=group.council, person=newcomer)
    assert (spoken.group, spoken.waits_for) == (None, "Ham Choir")
    assert get_membership(group, newcomer) is None
    chosen = spoken_for({"group": str(group.id), "group_name": ""}, council=group.council, person=newcomer)
    assert chosen.group is None


def test_organisers_get_a_mail_whose_link_leads_to_one_button(
    app: Flask, group: Group, newcomer: Person, organiser: Person
) -> None:
    asked_of(group, newcomer)
    [mail] = [one for one in mails() if "asks to join" in one["subject"]]
    assert mail["to"] == organiser.email
    path = re.search(r"(/groups/let-in/[^\s]+)", mail["text"]).group(1)
    visitor = app.test_client()
    page = visitor.get(path).text
    assert "Nia Newcomer" in page
    assert get_membership(group, newcomer) is None  # opening it is not pressing it
    assert press(visitor, path, path) == 303
    assert get_membership(group, newcomer) is not None
    assert visitor.get(path).status_code == 404
    assert [one["to"] for one in mails() if one["subject"].startswith("You are in")] == [newcomer.email]


def test_other_organisers_hear_of_every_joiner(group: Group, newcomer: Person, organiser: Person) -> None:
    other = make_person("Other Organiser", email="other@example.org")
    db.session.add(
        Membership(group_id=group.id, person_id=other.id, is_organiser=True, created_at=clock.now())
    )
    commit()
    find_or_create_group(name="Ham Choir", council=group.council, person=newcomer)
    commit()
    told = {one["to"] for one in mails() if "asks to join" in one["subject"]}
    assert told == {organiser.email, other.email}


def test_the_link_stops_working_when_its_reader_is_no_organiser_any_more(
    app: Flask, group: Group, newcomer: Person, organiser: Person
) -> None:
    asked = asked_of(group, newcomer)
    good = f"/groups/let-in/{token_of(request_id=asked.id, organiser_id=organiser.id)}"
    forged = f"/groups/let-in/{token_of(request_id=asked.id, organiser_id=newcomer.id)}"
    client = app.test_client()
    assert client.get(good).status_code == 200
    assert client.get(forged).status_code == 404
    assert client.get("/groups/let-in/x.y").status_code == 404
    leave_group(membership=get_membership(group, organiser))
    commit()
    assert client.get(good).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("newcomer", 403), ("moderator", 403), ("member", 403), ("organiser", 303)]
)
@pytest.mark.parametrize("verb", ["let-in", "refuse"])
def test_only_the_groups_own_organisers_answer(
    app: Flask, group: Group, newcomer: Person, organiser: Person, who: str, status: int, verb: str
) -> None:
    asked = asked_of(group, newcomer)
    member = make_person()
    db.session.add(Membership(group_id=group.id, person_id=member.id, created_at=clock.now()))
    commit()
    moderator = make_person(role="moderator")
    people = {"newcomer": newcomer, "organiser": organiser, "member": member, "moderator": moderator}
    client = sign_in(app.test_client(), people[who])
    assert press(client, f"/groups/join-requests/{asked.id}/{verb}") == status
    is_in = get_membership(group, newcomer) is not None
    assert is_in == (status == 303 and verb == "let-in")


def test_organisers_see_who_waits_and_others_do_not(
    app: Flask, group: Group, newcomer: Person, organiser: Person
) -> None:
    asked_of(group, newcomer)
    assert (
        "Asking to be let in" in sign_in(app.test_client(), organiser).get(f"/groups/{group.id}/members").text
    )
    assert sign_in(app.test_client(), newcomer).get(f"/groups/{group.id}/members").status_code == 403


def test_a_group_that_nobody_speaks_for_is_joined_as_before_and_says_so(app: Flask, newcomer: Person) -> None:
    free = make_group("Free Choir")
    free.claimed_at = None
    commit()
    client = sign_in(app.test_client(), newcomer)
    page = f"/groups/{free.id}-{free.slug}"
    assert "not yet claimed" in client.get(page).text
    assert press(client, f"/groups/{free.id}/join", page) == 303
    assert get_membership(free, newcomer) is not None


def test_organisers_hear_of_what_is_said_in_the_groups_name_and_of_nothing_said_without_it(
    group: Group, newcomer: Person, organiser: Person
) -> None:
    named = make_barrier("Cover for a hall")
    add_affected(barrier=named, person=newcomer, group=group, experience=Experience(words="So were we."))
    hidden = make_barrier("A locked bollard")
    experience = Experience(words="Us too.", is_nameless=True)
    add_affected(barrier=hidden, person=newcomer, group=group, experience=experience)
    commit()
    told = [one for one in mails() if one["to"] == organiser.email]
    assert [one["subject"] for one in told] == ["Posted in the name of Ham Choir: Cover for a hall"]
    assert "Nia Newcomer said “this affects us too” in the name of Ham Choir" in told[0]["text"]


def test_organisers_hear_of_an_answer_and_of_an_offer_in_the_groups_name_once(
    group: Group, newcomer: Person, organiser: Person
) -> None:
    barrier = make_barrier("Cover for a hall")
    said = make_affected(barrier, person=newcomer, group=group)
    claim(barrier)
    answer(said, Answer.PARTLY)
    answer(said, Answer.GONE)
    offer_help(
        person=newcomer, group=group, words="We insure choirs", topics=[], a_month=2, council=None, area=None
    )
    commit()
    told = [one["subject"] for one in mails() if one["to"] == organiser.email]
    assert told == [
        "Posted in the name of Ham Choir: Cover for a hall",
        "Posted in the name of Ham Choir: We insure choirs",
    ]


@pytest.mark.sql
def test_whoever_comes_after_the_last_organiser_left_speaks_for_the_group_only_after_a_moderator_said_so(
    app: Flask, group: Group, newcomer: Person, organiser: Person
) -> None:
    leave_group(membership=get_membership(group, organiser))
    commit()
    client = sign_in(app.test_client(), newcomer)
    page = f"/groups/{group.id}-{group.slug}"
    shown = client.get(page).text
    assert "No one speaks for this group since" in shown
    assert "Join this group" not in shown
    assert "not yet claimed" not in shown
    press(client, f"/groups/{group.id}/join", page)
    find_or_create_group(name="Ham Choir", council=group.council, person=newcomer)
    commit()
    assert get_membership(group, newcomer) is None
    claim = find_open_claim(group, newcomer)
    assert claim is not None
    grant_claim(claim=claim, moderator=make_person(role="moderator"))
    commit()
    membership = get_membership(group, newcomer)
    assert membership is not None
    assert membership.is_organiser
    assert group.left_at is None
