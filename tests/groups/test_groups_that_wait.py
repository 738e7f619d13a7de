"""A group with words of the moderators' list waits for a moderator, however it comes: typed in a post, added, or renamed."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Person, SiteRole
from forum.core.audit import AuditEntry
from forum.core.db import commit, db
from forum.councils.models import Council
from forum.groups.models import Group, GroupHold
from forum.groups.queries import get_membership
from forum.moderation.actions.holds import add_listed_word, let_posts_through
from forum.threads.holds.queries import list_open_holds
from tests.barriers.test_log import SEND, send, walk
from tests.support.factories import (
    make_barrier,
    make_council,
    make_group,
    make_person,
    sign_in,
)

NAME = "Casino Friends"


@pytest.fixture
def moderator(app: Flask) -> Person:
    person = make_person("Mo Moderator", role=SiteRole.MODERATOR)
    add_listed_word(phrase="casino", by=person)
    make_council("Wexmoor")
    commit()
    return person


def the_group() -> Group:
    return db.session.scalars(select(Group).where(Group.name == NAME)).one()


def is_public(app: Flask) -> bool:
    visitor, group = app.test_client(), the_group()
    page = visitor.get(f"/groups/{group.id}-{group.slug}").status_code == 200
    in_list = NAME in visitor.get("/groups").text
    assert page == in_list
    return page


def press(client: FlaskClient, verb: str) -> None:
    path = f"/moderation/waiting/groups/{the_group().id}/{verb}"
    page = client.get("/moderation/waiting").text
    assert NAME in page
    token = page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    assert client.post(path, data={"csrf_token": token}).status_code == 303


@pytest.mark.sql
@pytest.mark.parametrize("verb", ["let-through", "refuse"])
def test_a_group_that_is_added_waits_until_a_moderator_decides(
    app: Flask, client: FlaskClient, moderator: Person, verb: str
) -> None:
    sign_in(client, make_person())
    assert send(client, "/groups/new", name=NAME, council="Wexmoor").status_code == 303
    own = client.get(f"/groups/{the_group().id}-{the_group().slug}").text
    assert "A moderator looks at this group before others see it" in own
    assert not is_public(app)
    press(sign_in(app.test_client(), moderator), verb)
    assert is_public(app) == (verb == "let-through")
    assert the_group().hold == (None if verb == "let-through" else GroupHold.REFUSED)
    verbs = db.session.scalars(select(AuditEntry.verb)).all()
    assert {"let-through": "let_group_through", "refuse": "refuse_group"}[verb] in verbs


def test_nobody_speaks_for_a_group_that_waits(app: Flask, client: FlaskClient, moderator: Person) -> None:
    sign_in(client, make_person())
    send(client, "/groups/new", name=NAME, council="Wexmoor")
    number = the_group().id
    barrier = make_barrier().id
    commit()
    assert NAME not in client.get(f"/barriers/{barrier}/affects-us").text
    assert client.get(f"/groups/{number}/resources/new").status_code in {403, 404}
    assert NAME not in client.get("/offers/new", follow_redirects=True).text


def test_a_group_that_takes_such_a_name_waits(app: Flask, client: FlaskClient, moderator: Person) -> None:
    person = make_person()
    group = make_group("Old Friends", members=(person,))
    make_organiser(group, person)
    sign_in(client, person)
    typed = {"name": NAME, "council": ""}
    assert send(client, f"/groups/{group.id}/edit", **typed).status_code == 303
    assert not is_public(app)
    moderators = sign_in(app.test_client(), moderator)
    assert send(moderators, f"/groups/{group.id}/edit", **typed, summary="Casino").status_code == 303
    press(moderators, "let-through")
    assert is_public(app)


def make_organiser(group: Group, person: Person) -> None:
    membership = get_membership(group, person)
    assert membership is not None
    membership.is_organiser = True
    commit()


@pytest.mark.sql
def test_a_post_for_a_new_group_of_such_a_name_waits_and_the_group_with_it(
    app: Flask, client: FlaskClient, moderator: Person
) -> None:
    sign_in(client, make_person())
    key = walk(client, the_council())
    assert send(client, f"/barriers/log/{key}/send", **SEND, group_name=NAME).status_code == 303
    (hold,) = list_open_holds()
    assert [one["code"] for one in hold.reasons] == ["listed"]
    assert not is_public(app)
    let_posts_through(holds=[hold], by=moderator)
    commit()
    assert is_public(app)


def test_a_group_in_a_post_that_waits_is_in_no_list_whatever_it_is_called(
    app: Flask, client: FlaskClient, moderator: Person
) -> None:
    sign_in(client, make_person())
    key = walk(client, the_council(), title="We are kept from the casino")
    send(client, f"/barriers/log/{key}/send", **SEND, group_name="Ham Choir")
    assert len(list_open_holds()) == 1
    assert "Ham Choir" not in app.test_client().get("/groups").text


def the_council() -> Council:
    return db.session.scalars(select(Council).where(Council.name == "Wexmoor")).one()
