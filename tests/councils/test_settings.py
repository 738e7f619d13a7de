"""Leads keep their council's settings; administrators do it until there is a lead."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.actions import accept_invitation
from forum.accounts.models import MailedLink
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.councils.models import Council
from forum.councils.queries import list_changes, list_departments, list_officers
from forum.councils.setting_changes import show_change
from tests.support.factories import (
    csrf_token,
    make_council,
    make_department,
    make_officer,
    make_person,
    sign_in,
)

CONTACT = {"contact_name": "Rosa", "contact_email": "rosa@example.org", "website": "https://ham.example.org"}


def post(client: FlaskClient, path: str, **typed: str):
    typed["csrf_token"] = csrf_token(client, path)
    return client.post(path, data=typed)


@pytest.fixture
def ham(app) -> Council:
    return make_council("Ham")


@pytest.fixture
def lead(client: FlaskClient, ham: Council) -> FlaskClient:
    return sign_in(client, make_officer(ham, "Lena Lead", is_lead=True).person)


@pytest.mark.parametrize("who", ["visitor", "member", "officer", "lead of another"])
def test_only_leads_and_administrators_see_the_settings(client: FlaskClient, ham: Council, who: str) -> None:
    if who == "member":
        sign_in(client, make_person())
    elif who == "officer":
        sign_in(client, make_officer(ham).person)
    elif who == "lead of another":
        sign_in(client, make_officer(make_council("Spam"), is_lead=True).person)
    paths = ["", "/contact", "/departments/new", "/officers/invite"]
    answers = {client.get(f"/councils/ham/settings{path}").status_code for path in paths}
    assert answers == ({302} if who == "visitor" else {403})


def test_a_lead_changes_the_contact_and_it_leaves_a_note(lead: FlaskClient, ham: Council) -> None:
    assert post(lead, "/councils/ham/settings/contact", **CONTACT).status_code == 303
    assert ham.contact_email == "rosa@example.org"
    assert "rosa@example.org" in show_change(list_changes(ham)[0]).became
    page = lead.get("/councils/ham/settings").text
    assert "The contact has been updated." in page
    assert "Contact:<" in page
    assert "rosa@example.org" in lead.get("/councils/ham").text


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("contact_email", "not an address", "It needs one @"),
        ("website", "javascript:alert(1)", "Start the address with https://"),
        ("website", "http://[", "Start the address with https://"),
        ("contact_name", "x" * 121, "120 characters or fewer"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_kept(
    lead: FlaskClient, ham: Council, field: str, typed: str, words: str
) -> None:
    was = ham.contact_email
    answer = post(lead, "/councils/ham/settings/contact", **(CONTACT | {field: typed}))
    assert answer.status_code == 422
    assert answer.text.count(words) == 2
    assert typed in answer.text
    assert ham.contact_email == was


def test_a_lead_adds_and_renames_a_department(lead: FlaskClient, ham: Council) -> None:
    post(lead, "/councils/ham/settings/departments/new", name="Parks")
    post(lead, "/councils/ham/settings/departments/new", name="Parks")
    first, second = list_departments(ham)
    assert first.code != second.code
    path = f"/councils/ham/settings/departments/{first.id}"
    post(lead, path, name="Green spaces", contact_email="parks@example.org")
    assert (first.name, first.contact_email) == ("Green spaces", "parks@example.org")
    assert show_change(list_changes(ham)[0]).was.startswith("Parks")


def test_a_lead_cannot_change_anothers_department(lead: FlaskClient) -> None:
    other = make_department(make_council("Spam"))
    assert lead.get(f"/councils/ham/settings/departments/{other.id}").status_code == 404


def test_an_administrator_invites_the_first_lead_who_claims_the_council(
    client: FlaskClient, ham: Council
) -> None:
    sign_in(client, make_person("Ada", role="administrator"))
    department = make_department(ham)
    answer = post(
        client,
        "/councils/ham/settings/officers/invite",
        name="Lena Lead",
        email="Lena@Example.org",
        department=str(department.id),
        is_lead="y",
    )
    assert answer.status_code == 303
    (officer,) = list_officers(ham)
    assert (officer.person.email, officer.is_lead, officer.department_id) == (
        "lena@example.org",
        True,
        department.id,
    )
    assert ham.claimed_at is None
    assert db.session.scalar(select(OutboxRow).where(OutboxRow.kind == "mail")) is not None
    link = db.session.scalars(select(MailedLink).where(MailedLink.person_id == officer.person_id)).one()
    accept_invitation(link=link, name="Lena", password="a long enough password", secret="S", step=1)
    commit()
    assert ham.claimed_at is not None
    assert "No one from the council is here yet" not in client.get("/councils/ham").text


def test_inviting_somebody_twice_makes_one_officer(lead: FlaskClient, ham: Council) -> None:
    path = "/councils/ham/settings/officers/invite"
    post(lead, path, name="Omar", email="omar@example.org")
    post(lead, path, name="Omar", email="omar@example.org", is_lead="y", department="")
    omar = [one for one in list_officers(ham) if one.person.email == "omar@example.org"]
    assert [one.is_lead for one in omar] == [True]


def test_a_forged_department_is_refused(lead: FlaskClient, ham: Council) -> None:
    other = make_department(make_council("Spam"))
    path = "/councils/ham/settings/officers/invite"
    answer = post(lead, path, name="Omar", email="omar@example.org", department=str(other.id))
    assert answer.status_code == 422
    assert len(list_officers(ham)) == 1


def test_a_lead_ends_an_officers_part(lead: FlaskClient, ham: Council) -> None:
    officer = make_officer(ham, "Omar Officer")
    path = f"/councils/ham/settings/officers/{officer.id}/end"
    token = csrf_token(lead, path)
    assert lead.post(path).status_code == 400
    assert lead.post(path, data={"csrf_token": token}).status_code == 303
    assert officer.left_at is not None
    assert "Omar Officer as an officer" in [show_change(one).was for one in list_changes(ham)]
    assert lead.post(path, data={"csrf_token": token}).status_code == 404
