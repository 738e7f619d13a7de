"""Roles are given and taken away on the page, both persons are told, and one administrator is always left."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from forum.accounts.administrators import LastAdministratorError
from forum.accounts.events import InvitationWithdrawn, RoleChanged, StaffInvited
from forum.accounts.models import Person, SiteRole
from forum.accounts.one_time_codes import code_now, secret_for
from forum.accounts.passwords import hash_password
from forum.accounts.permissions import may_change_role
from forum.accounts.roles import change_role
from forum.app import create_app
from forum.core import clock
from forum.core.db import Base, db, transaction
from forum.core.events import subscribe
from tests.accounts.mailing import link_in, mails, send
from tests.support.databases import create_database, name_of_this_process
from tests.support.factories import make_person, sign_in

GOOD, SECRET = "four grey herons wade", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_staff(name: str, role: SiteRole = SiteRole.MODERATOR, **given: object) -> Person:
    given = {"password_hash": "x", "totp_secret": SECRET, "is_staff": True} | given
    return make_person(name, role=role, **given)


@pytest.fixture
def administrator(client: FlaskClient) -> Person:
    person = make_staff("Ada", SiteRole.ADMINISTRATOR)
    sign_in(client, person)
    return person


@pytest.fixture
def told(app: Flask) -> list[object]:
    """What subscribers hear; it is heard in other tests too, and forgotten there."""
    heard: list[object] = []
    for event in (RoleChanged, StaffInvited, InvitationWithdrawn):
        subscribe(event, heard.append)
    return heard


def set_role(client: FlaskClient, person: Person, role: str):
    page = f"/people/{person.id}/account"
    return send(client, f"/people/{person.id}/change-role", page=page, role=role)


@pytest.mark.parametrize(
    ("before", "after"),
    [("member", "moderator"), ("moderator", "administrator"), ("administrator", "member")],
)
def test_a_role_is_changed_on_the_page_and_both_are_told(
    client: FlaskClient, administrator: Person, told: list[object], before: str, after: str
) -> None:
    mo = make_staff("Mo", SiteRole(before))
    answer = set_role(client, mo, after)
    assert (answer.status_code, answer.location) == (303, f"/people/{mo.id}/account")
    db.session.refresh(mo)
    assert mo.role == after
    texts = {mail["to"]: mail["text"] for mail in mails()}
    assert f"You are now {'an' if after[0] == 'a' else 'a'} {after}." in texts[mo.email]
    assert "Ada has changed your role" in " ".join(texts[mo.email].split())
    assert "You have made Mo" in texts[administrator.email]
    assert told == [RoleChanged(person=mo, before=SiteRole(before), after=SiteRole(after), by=administrator)]


def test_a_member_accepts_an_invitation_before_they_have_a_role(
    app: Flask, client: FlaskClient, administrator: Person, told: list[object]
) -> None:
    amina = make_person("Amina")
    assert set_role(client, amina, "moderator").status_code == 303
    assert amina.role == SiteRole.MEMBER
    page = client.get(f"/people/{amina.id}/account").text
    assert "It has not been accepted yet" in page
    link = link_in(mails()[-1])
    code = code_now(secret_for(link.rsplit("/", 1)[1]))
    send(app.test_client(), link, name="Amina", password=GOOD, again=GOOD, code=code)
    db.session.refresh(amina)
    assert amina.role == SiteRole.MODERATOR
    assert told == [
        StaffInvited(person=amina, role=SiteRole.MODERATOR, by=administrator),
        RoleChanged(person=amina, before=SiteRole.MEMBER, after=SiteRole.MODERATOR, by=amina),
    ]


def test_an_invitation_can_be_withdrawn(
    client: FlaskClient, administrator: Person, told: list[object]
) -> None:
    amina = make_person("Amina")
    set_role(client, amina, "moderator")
    link = link_in(mails()[-1])
    page = f"/people/{amina.id}/account"
    assert send(client, f"/people/{amina.id}/withdraw-invitation", page=page).status_code == 303
    assert client.get(link).status_code == 410
    assert "Withdraw the invitation" not in client.get(page).text
    assert told[-1] == InvitationWithdrawn(person=amina, by=administrator)


def test_the_last_administrator_cannot_step_down(client: FlaskClient, administrator: Person) -> None:
    make_staff("Suspended", SiteRole.ADMINISTRATOR, suspended_at=clock.now())
    make_staff("Invited", SiteRole.ADMINISTRATOR, totp_secret=None)
    answer = set_role(client, administrator, "member")
    assert (answer.status_code, "There has to be another administrator" in answer.text) == (422, True)
    db.session.refresh(administrator)
    assert administrator.role == SiteRole.ADMINISTRATOR


def test_an_administrator_steps_down_where_another_is_left(
    client: FlaskClient, administrator: Person
) -> None:
    make_staff("Bo", SiteRole.ADMINISTRATOR)
    answer = set_role(client, administrator, "moderator")
    assert (answer.status_code, answer.location) == (303, "/account")
    assert client.get("/people").status_code == 403
    assert len(mails()) == 1


def test_a_role_that_is_none_is_told_beside_the_field(client: FlaskClient, administrator: Person) -> None:
    mo = make_staff("Mo")
    assert set_role(client, mo, "king").status_code == 422
    assert set_role(client, mo, "").status_code == 422
    assert client.post(f"/people/{mo.id}/change-role", data={"role": "member"}).status_code == 422
    db.session.refresh(mo)
    assert mo.role == SiteRole.MODERATOR


def test_only_administrators_change_roles_and_of_those_who_can_sign_in() -> None:
    ada, mo = Person(id=1, role=SiteRole.ADMINISTRATOR), Person(id=2, role=SiteRole.MODERATOR)
    gone = Person(id=3, role=SiteRole.MODERATOR, suspended_at=clock.real_now())
    assert [may_change_role(ada, mo), may_change_role(ada, ada)] == [True, True]
    assert [may_change_role(mo, ada), may_change_role(mo, mo), may_change_role(ada, gone)] == [False] * 3


def test_a_moderator_makes_nobody_an_administrator(client: FlaskClient) -> None:
    mo = make_staff("Mo")
    sign_in(client, mo)
    assert client.post(f"/people/{mo.id}/change-role", data={"role": "administrator"}).status_code == 403


def test_two_administrators_who_remove_each_other_at_one_moment_leave_one(
    settings: Settings, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'race.db'}"
    if settings.is_postgresql:
        url = create_database(name_of_this_process("roles"))
    app = create_app(replace(settings, database_url=url, instance_folder=tmp_path))
    with app.app_context():
        Base.metadata.create_all(db.engine)
        numbers = [
            make_staff(name, SiteRole.ADMINISTRATOR, password_hash=hash_password(GOOD)).id
            for name in ("Ada", "Bo")
        ]
        db.session.remove()
    both = threading.Barrier(2)

    def remove(by: int, other: int) -> bool:
        with app.app_context():
            people = [db.session.get(Person, number) for number in (by, other)]
            db.session.rollback()
            both.wait(10)
            try:
                with transaction():
                    change_role(person=people[1], role=SiteRole.MEMBER, by=people[0])
            except LastAdministratorError:
                return False
            return True

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(remove, numbers, reversed(numbers)))
    with app.app_context():
        left = [db.session.get(Person, number).role for number in numbers]
        db.session.remove()
        db.engine.dispose()
    assert sorted(done) == [False, True]
    assert sorted(left) == ["administrator", "member"]
