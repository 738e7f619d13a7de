"""The audit log: what those with power did and saw, whichever page or command they did it by."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.actions import (
    accept_invitation,
    invite_staff,
    replace_code_app,
    reset_code,
    withdraw_invitation,
)
from forum.accounts.models import MailedLink, SiteRole
from forum.accounts.recovery_codes import make_recovery_codes, use_recovery_code
from forum.core import audit
from forum.core.audit import AuditEntry
from forum.core.db import commit, db
from forum.councils.actions import change_contact, end_officer
from forum.moderation.audit_words import ACTS
from forum.threads.models import Visibility
from tests.support.factories import (
    make_affected,
    make_barrier,
    make_comment,
    make_council,
    make_group,
    make_officer,
    make_person,
    sign_in,
)
from tests.support.statements import count_statements
from tests.threads.pages import main_of, send


def log(*verbs: str) -> list[AuditEntry]:
    db.session.expire_all()
    query = select(AuditEntry).order_by(AuditEntry.id)
    return [row for row in db.session.scalars(query) if row.verb in verbs]


@pytest.fixture
def moderator(client: FlaskClient) -> Any:
    person = make_person("Mo", role=SiteRole.MODERATOR)
    sign_in(client, person)
    return person


def test_a_role_is_written_down_from_the_invitation_to_the_day_it_ends(app: Flask) -> None:
    person = invite_staff(name="Mo", email="mo@example.org", place="a moderator", role=SiteRole.MODERATOR)
    link = db.session.scalars(select(MailedLink)).one()
    commit()
    (invited,) = log("invite_staff")
    assert (invited.thing, invited.details) == (f"person:{person.id}", {"role": "moderator"})
    assert log("role") == []
    accept_invitation(link=link, name="Mo", password="a long pass phrase", secret="A" * 32, step=1)
    commit()
    (given,) = log("role")
    assert given.details == {"was": "member", "became": "moderator"}
    assert (given.actor_id, given.role) == (None, "site")
    person.role = SiteRole.MEMBER
    commit()
    assert log("role")[-1].details == {"was": "moderator", "became": "member"}


def test_an_administrator_who_shuts_an_account_is_named(client: FlaskClient) -> None:
    administrator, person = make_person(role=SiteRole.ADMINISTRATOR), make_person()
    sign_in(client, administrator)
    page = f"/people/{person.id}/account"
    send(client, f"/people/{person.id}/suspend", page, reason="The account was stolen.")
    send(client, f"/people/{person.id}/resume", page)
    rows = log("close_account", "open_account")
    assert [(row.verb, row.actor_id, row.role, row.thing) for row in rows] == [
        ("close_account", administrator.id, "administrator", f"person:{person.id}"),
        ("open_account", administrator.id, "administrator", f"person:{person.id}"),
    ]


def test_a_leads_settings_and_officers_are_written_down_without_names(app: Flask) -> None:
    council = make_council()
    lead, officer = make_officer(council, is_lead=True), make_officer(council, "Olive")
    officer.is_lead = True
    commit()
    change_contact(
        council=council,
        by=lead.person,
        contact_name="Olive Grove",
        contact_email="olive@council.example.org",
        website="",
    )
    end_officer(council=council, officer=officer, by=lead.person)
    commit()
    rows = log("officer_added", "officer_role", "officer_removed", "setting")
    assert [row.verb for row in rows][:3] == ["officer_added", "officer_added", "officer_role"]
    assert {"setting", "officer_removed"} <= {row.verb for row in rows}
    assert "Olive" not in str([row.details for row in rows])


def test_a_moderator_who_sees_a_hidden_name_is_on_record_before_the_page_leaves(
    client: FlaskClient, moderator: Any
) -> None:
    barrier = make_barrier("Keys", author=make_person("Rosa"), visibility=Visibility.NAMELESS)
    make_barrier("Named")
    assert "Rosa" in client.get(f"/barriers/{barrier.id}", follow_redirects=True).text
    (row,) = log("names_seen")
    assert (row.actor_id, row.role, row.thing) == (moderator.id, "moderator", f"thread:{barrier.id}")
    assert "Rosa" not in str(row.details)
    client.get("/barriers")
    assert {row.thing for row in log("names_seen")} <= {f"thread:{barrier.id}"}


def test_so_is_the_name_of_somebody_affected_or_who_comments_without_theirs(
    client: FlaskClient, moderator: Any
) -> None:
    barrier, rosa = make_barrier("Keys"), make_person("Rosa")
    group = make_group("Nine Elms Gardeners", members=(rosa,))
    make_affected(barrier, person=rosa, group=group, is_nameless=True)
    make_comment(barrier, author=rosa)
    assert "Nine Elms Gardeners" in client.get(f"/barriers/{barrier.id}", follow_redirects=True).text
    assert [row.thing for row in log("names_seen")] == [f"thread:{barrier.id}"]


def test_so_is_a_list_of_somebodys_posts_that_holds_a_nameless_one(
    client: FlaskClient, moderator: Any
) -> None:
    rosa = make_person("Rosa")
    barrier = make_barrier("Keys", author=rosa, visibility=Visibility.NAMELESS)
    make_barrier("Named", author=rosa)
    assert "Keys" in client.get(f"/moderation/people/{rosa.id}").text
    assert [row.thing for row in log("names_seen")] == [f"thread:{barrier.id}"]


@pytest.mark.parametrize("who", ["visitor", "author", "officer"])
def test_nobody_else_sees_a_hidden_name_or_is_written_down(client: FlaskClient, who: str) -> None:
    council = make_council()
    barrier = make_barrier(council=council, author=make_person("Rosa"), visibility=Visibility.NAMELESS)
    if who != "visitor":
        sign_in(client, barrier.author if who == "author" else make_officer(council).person)
    client.get(f"/barriers/{barrier.id}", follow_redirects=True)
    assert log("names_seen") == []


def test_a_hidden_name_is_not_shown_where_that_cannot_be_written_down(
    client: FlaskClient, moderator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    barrier = make_barrier(author=make_person("Rosa"), visibility=Visibility.NAMELESS)
    path = client.get(f"/barriers/{barrier.id}").location

    def full(**_given: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("forum.web.audit_notes.write_audit", full)
    client.application.testing = False
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        answer = client.get(path)
    finally:
        client.application.testing = True
        client.application.config["PROPAGATE_EXCEPTIONS"] = None
    assert answer.status_code == 500
    assert "Rosa" not in answer.text


def test_an_officer_who_takes_the_inbox_along_is_on_record(client: FlaskClient) -> None:
    council = make_council()
    officer = make_officer(council)
    make_barrier(council=council)
    sign_in(client, officer.person)
    assert client.get(f"/councils/{council.slug}/inbox.csv").status_code == 200
    (row,) = log("export")
    assert (row.actor_id, row.role, row.thing) == (officer.person_id, "council", f"council:{council.id}")
    assert row.details["page"] == f"/councils/{council.slug}/inbox.csv"


def test_the_log_can_be_narrowed_and_paged_and_costs_the_same_for_many(
    client: FlaskClient, moderator: Any
) -> None:
    counts = []
    for number in range(22):
        barrier = make_barrier(f"Barrier {number}")
        thing = f"thread:{barrier.id}"
        seen = {"decision": number + 1, "reason": "spam"}
        audit.write_audit(actor_id=barrier.author_id, role="moderator", verb="hide", thing=thing, **seen)
        roles = {"was": "member", "became": "moderator"}
        audit.write_audit(
            actor_id=None, role="site", verb="role", thing=f"person:{barrier.author_id}", **roles
        )
        commit()
        if number in {0, 21}:
            with count_statements() as seen:
                client.get("/moderation/log")
            counts.append(len(seen))
    assert counts[0] == counts[1] <= 9, "\n".join(seen)
    page = main_of(client.get("/moderation/log?what=hide"))
    assert page.count("the barrier “Barrier ") == 20
    assert ", who was a member, a moderator" not in page
    assert "what=hide" in page
    assert client.get("/moderation/log?what=%00&who=x&page=%C3%A9").status_code == 200


def test_how_those_with_power_sign_in_is_written_down(client: FlaskClient) -> None:
    ada = make_person("Ada", role=SiteRole.ADMINISTRATOR, password_hash="x", totp_secret="A" * 32)
    mo = make_person("Mo", role=SiteRole.MODERATOR, password_hash="x", totp_secret="A" * 32)
    code = make_recovery_codes(person=mo)[0]
    assert use_recovery_code(person=mo, typed=code)
    replace_code_app(person=mo, secret="B" * 32, step=1, keep=None)
    reset_code(person=mo, by=ada)
    withdraw_invitation(person=mo, by=ada)
    commit()
    verbs = (
        "recovery_codes_made",
        "recovery_code_used",
        "code_app_changed",
        "reset_code",
        "withdraw_invitation",
    )
    rows = log(*verbs)
    assert [(row.verb, row.thing) for row in rows] == [(verb, f"person:{mo.id}") for verb in verbs]
    assert [row.actor_id for row in rows] == [mo.id, mo.id, mo.id, ada.id, ada.id]
    assert code not in str([vars(row) for row in rows])
    assert set(verbs) <= set(ACTS)


def test_a_role_changed_on_the_page_is_written_down(client: FlaskClient) -> None:
    ada = make_person("Ada", role=SiteRole.ADMINISTRATOR, password_hash="x", totp_secret="A" * 32)
    mo = make_person("Mo", role=SiteRole.MODERATOR, password_hash="x", totp_secret="A" * 32)
    sign_in(client, ada)
    page = f"/people/{mo.id}/account"
    send(client, page.replace("account", "change-role"), page=page, role="member")
    (row,) = [one for one in log("role") if one.details["became"] == "member"]
    assert (row.actor_id, row.thing, row.details["was"]) == (ada.id, f"person:{mo.id}", "moderator")
