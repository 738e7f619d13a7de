"""Organisers let people in by a link, or by the domain of their address."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import commit, db
from forum.groups.actions import find_or_create_group, leave_group
from forum.groups.invitations import invite_to_group
from forum.groups.mail_domains import is_public, normalise_domain
from forum.groups.merging import join_groups
from forum.groups.models import Group, GroupInvitation, JoinRequest, Membership
from forum.groups.queries import get_membership
from tests.groups.test_letting_in import mails, press
from tests.support.factories import csrf_token, make_group, make_person, sign_in


@pytest.fixture
def organiser(app: Flask) -> Person:
    return make_person("Olive Organiser", email="olive@hamchoir.org.uk")


@pytest.fixture
def group(organiser: Person) -> Group:
    group = make_group("Ham Choir", members=(organiser,), claimed_at=clock.now())
    get_membership(group, organiser).is_organiser = True
    commit()
    return group


@pytest.fixture
def newcomer(group: Group) -> Person:
    return make_person("Nia Newcomer", email="nia@example.org")


def link_of(group: Group, by: Person) -> str:
    _, token = invite_to_group(group=group, by=by)
    commit()
    return f"/groups/invitation/{token}"


def set_domain(client: FlaskClient, group: Group, domain: str) -> tuple[int, str]:
    path = f"/groups/{group.id}/email-domain"
    page = client.get(path).text
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    hidden |= dict(re.findall(r'name="([^"]+)" type="hidden" value="([^"]*)"', page))
    hidden["csrf_token"] = csrf_token(client, path)
    answer = client.post(path, data={**hidden, "domain": domain})
    db.session.expire_all()
    return answer.status_code, answer.text


def test_a_link_is_shown_once_stored_hashed_and_listed_with_its_uses(
    app: Flask, group: Group, organiser: Person
) -> None:
    client = sign_in(app.test_client(), organiser)
    token = csrf_token(client, f"/groups/{group.id}/members")
    made = client.post(f"/groups/{group.id}/invitations", data={"csrf_token": token}).text
    secret = re.search(r"/groups/invitation/([\w-]+)", made).group(1)
    stored = db.session.scalars(select(GroupInvitation)).one()
    assert secret not in stored.token_hash
    listed = client.get(f"/groups/{group.id}/members").text
    assert "20 uses left" in listed
    assert secret not in listed


def test_a_link_leads_to_one_button_and_joins_at_once(
    app: Flask, group: Group, organiser: Person, newcomer: Person
) -> None:
    path = link_of(group, organiser)
    visitor = app.test_client()
    assert "Sign in to join" in visitor.get(path).text
    client = sign_in(app.test_client(), newcomer)
    assert "Join this group" in client.get(path).text
    assert get_membership(group, newcomer) is None  # opening it is not pressing it
    assert press(client, path, path) == 303
    assert get_membership(group, newcomer) is not None
    assert "You are in this group already" in client.get(path).text
    assert db.session.scalars(select(GroupInvitation.uses_left)).one() == 19
    assert [one["to"] for one in mails() if "joined Ham Choir" in one["subject"]] == [organiser.email]


def test_whoever_waits_and_gets_a_link_waits_no_more(
    app: Flask, group: Group, organiser: Person, newcomer: Person
) -> None:
    find_or_create_group(name="Ham Choir", council=None, person=newcomer)
    path = link_of(group, organiser)
    assert press(sign_in(app.test_client(), newcomer), path, path) == 303
    assert db.session.scalars(select(JoinRequest)).all() == []


@pytest.mark.parametrize("why", ["late", "used up", "cancelled", "maker left", "forged"])
def test_a_link_that_does_not_work_says_so_and_lets_nobody_in(
    app: Flask, group: Group, organiser: Person, newcomer: Person, why: str
) -> None:
    path = link_of(group, organiser)
    client = sign_in(app.test_client(), newcomer)
    token = csrf_token(client, path)
    invitation = db.session.scalars(select(GroupInvitation)).one()
    if why == "late":
        clock.forward(timedelta(days=14, minutes=1))
    elif why == "used up":
        invitation.uses_left = 0
    elif why == "cancelled":
        assert (
            press(
                sign_in(app.test_client(), organiser),
                f"/groups/invitations/{invitation.id}/cancel",
                f"/groups/{group.id}/members",
            )
            == 303
        )
    elif why == "maker left":
        leave_group(membership=get_membership(group, organiser))
    else:
        path += "x"
    commit()
    if why != "late":
        assert "does not work any more" in client.get(path).text
        assert client.post(path, data={"csrf_token": token}).status_code == 404
    else:
        assert "does not work any more" in app.test_client().get(path).text
    assert get_membership(group, newcomer) is None


@pytest.mark.parametrize("who", ["newcomer", "member", "moderator"])
def test_only_the_groups_own_organisers_make_and_cancel_links_and_set_domains(
    app: Flask, group: Group, organiser: Person, newcomer: Person, who: str
) -> None:
    link_of(group, organiser)
    invitation = db.session.scalars(select(GroupInvitation)).one()
    member = make_person()
    db.session.add(Membership(group_id=group.id, person_id=member.id, created_at=clock.now()))
    commit()
    people = {"newcomer": newcomer, "member": member, "moderator": make_person(role="moderator")}
    client = sign_in(app.test_client(), people[who])
    assert press(client, f"/groups/{group.id}/invitations") == 403
    assert press(client, f"/groups/invitations/{invitation.id}/cancel") == 403
    assert client.get(f"/groups/{group.id}/email-domain").status_code == 403
    assert invitation.revoked_at is None


def test_links_follow_a_group_that_is_joined_to_another(group: Group, organiser: Person) -> None:
    link_of(group, organiser)
    kept = make_group("The Ham Choir")
    invitation = db.session.scalars(select(GroupInvitation)).one()
    leave_group(membership=get_membership(group, organiser))
    join_groups(kept=kept, gone=group, person=make_person(role="moderator"))
    commit()
    assert db.session.get(GroupInvitation, invitation.id).group_id == kept.id


@pytest.mark.parametrize(
    "domain",
    [
        "gmail.com",
        "outlook.com",
        "hotmail.co.uk",
        "yahoo.co.uk",
        "yahoo.fr",
        "icloud.com",
        "btinternet.com",
        "sky.com",
        "aol.com",
        "proton.me",
        "live.co.uk",
        "mail.yahoo.com",
        "org.uk",
        "googlemail.com",
    ],
)
def test_a_domain_where_anybody_can_have_an_address_is_public(domain: str) -> None:
    assert is_public(domain)


@pytest.mark.parametrize(
    "domain", ["hamchoir.org.uk", "wexmoor.gov.uk", "yahoochoir.org", "age.org.uk", "st.ac.uk"]
)
def test_a_groups_own_domain_is_not_public(domain: str) -> None:
    assert not is_public(domain)


def test_a_domain_is_read_as_people_type_it() -> None:
    assert {
        normalise_domain(one) for one in ("HamChoir.org.uk", "@hamchoir.org.uk", " olive@hamchoir.org.uk ")
    } == {"hamchoir.org.uk"}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("gmail.com", "Anyone can have an address at gmail.com"),
        ("other.org.uk", "Your own confirmed email address must be at other.org.uk"),
        ("no domain", "Enter a domain, such as"),
    ],
)
def test_a_domain_that_will_not_do_is_refused_beside_its_field(
    app: Flask, group: Group, organiser: Person, typed: str, says: str
) -> None:
    status, page = set_domain(sign_in(app.test_client(), organiser), group, typed)
    assert status == 422
    assert says in page
    assert f'value="{typed}"' in page
    assert group.email_domain is None


def test_people_of_the_domain_join_at_once_and_others_ask(
    app: Flask, group: Group, organiser: Person, newcomer: Person
) -> None:
    assert set_domain(sign_in(app.test_client(), organiser), group, "@HamChoir.org.uk")[0] == 303
    assert group.email_domain == "hamchoir.org.uk"
    colleague = make_person("Col", email="col@hamchoir.org.uk")
    unproved = make_person("Una", email="una@hamchoir.org.uk")
    unproved.email_confirmed_at = None
    commit()
    below = make_person("Bel", email="bel@mail.hamchoir.org.uk")
    page = f"/groups/{group.id}-{group.slug}"
    assert press(sign_in(app.test_client(), colleague), f"/groups/{group.id}/join", page) == 303
    assert get_membership(group, colleague) is not None
    for other in (unproved, below, newcomer):
        find_or_create_group(name="Ham Choir", council=None, person=other)
        assert get_membership(group, other) is None
    told = [one["to"] for one in mails() if one["subject"] == "Col joined Ham Choir"]
    assert told == [organiser.email]
