"""Somebody sees, downloads and deletes what is kept about them: signed in, suspended from writing, or shut out."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum.accounts.actions import ask_for_link, suspend, suspend_from_posting
from forum.accounts.models import FORMER_MEMBER, Person
from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.states import State
from forum.barriers.vocabulary import RULE_SOURCE_BY_CODE
from forum.core import clock
from forum.core.db import commit, db
from forum.core.mail import mail_later
from forum.core.outbox import MAIL, OutboxRow
from forum.core.personal_data import read_rows
from forum.privacy.declared import list_personal_tables
from forum.privacy.models import DataRequest, IdentityCheck, RequestKind
from tests.accounts.mailing import mails
from tests.support.factories import (
    csrf_token,
    make_barrier,
    make_comment,
    make_council,
    make_person,
    sign_in,
)

AN_HOUR = 3600


def press(client: FlaskClient, path: str, page: str = "", **typed: str) -> TestResponse:
    return client.post(path, data={"csrf_token": csrf_token(client, page or path), **typed})


def opened(answer: TestResponse) -> zipfile.ZipFile:
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return zipfile.ZipFile(io.BytesIO(answer.data))


def signed(client: FlaskClient, name: str = "Zebedee Quill") -> Person:
    person = make_person(name, email="zebedee@mail.example.org")
    sign_in(client, person)
    return person


def test_the_archive_holds_a_page_the_same_for_programs_and_no_secret(client: FlaskClient) -> None:
    person = signed(client)
    make_barrier("Cover for <b>a hall</b>", council=make_council(), author=person, body="We were told no.")
    archive = opened(press(client, "/account/data/download", "/account/data"))
    assert sorted(archive.namelist()) == ["your-data.html", "your-data.json"]
    page, said = archive.read("your-data.html").decode(), json.loads(archive.read("your-data.json"))
    assert "zebedee@mail.example.org" in page
    assert "Cover for &lt;b&gt;a hall&lt;/b&gt;" in page
    headings = {part["heading"]: part["rows"] for part in said["what"]}
    assert headings["What you posted"][0]["body"] == "We were told no."
    assert headings["Your account"][0]["email"] == "zebedee@mail.example.org"
    assert not re.search(
        r"password_hash|token_hash|key_hash|sealed_totp", archive.read("your-data.json").decode()
    )


def test_the_page_has_plain_labels_where_the_file_for_programs_has_codes(client: FlaskClient) -> None:
    person = signed(client)
    make_barrier(
        "Keys for the hall",
        council=make_council(),
        author=person,
        rule_source="insurer_or_third_party",
        category="insurance",
    )
    archive = opened(press(client, "/account/data/download", "/account/data"))
    page, said = archive.read("your-data.html").decode(), json.loads(archive.read("your-data.json"))
    (barrier,) = next(part["rows"] for part in said["what"] if part["table"] == "barrier")
    assert (barrier["state"], barrier["rule_source"]) == ("open", "insurer_or_third_party")
    facts = dict(re.findall(r"<dt><strong>(.*?)</strong></dt>\s*<dd>(.*?)</dd>", page, re.DOTALL))
    assert facts["Status"] == STATE_LABELS[State.OPEN]
    assert facts["Who owns the rule"] == RULE_SOURCE_BY_CODE["insurer_or_third_party"].label
    assert [label for label in facts if "_" in label or label.endswith(" id")] == []
    assert [value for value in facts.values() if re.fullmatch(r"[a-z]+(_[a-z]+)*", value)] == []


def test_nothing_of_anybody_else_is_in_the_archive(client: FlaskClient) -> None:
    person, other = signed(client), make_person("Otherwise Named", email="other@mail.example.org")
    barrier = make_barrier(council=make_council(), author=person)
    make_comment(barrier, "Words of somebody else.", author=other)
    archive = opened(press(client, "/account/data/download", "/account/data"))
    everything = archive.read("your-data.json").decode() + archive.read("your-data.html").decode()
    assert [
        one for one in ("Otherwise Named", "other@mail", "Words of somebody else") if one in everything
    ] == []


def test_a_download_is_written_down_without_a_name(client: FlaskClient) -> None:
    person = signed(client)
    opened(press(client, "/account/data/download", "/account/data"))
    record = db.session.scalars(select(DataRequest)).one()
    assert (record.kind, record.person_id, record.done_by_id) == (RequestKind.DOWNLOAD, person.id, None)
    assert record.identity_check == IdentityCheck.SIGNED_IN
    assert not [one for one in vars(record).values() if "ebedee" in str(one)]


@pytest.mark.parametrize("path", ["/account/delete", "/account/email"])
def test_whoever_finds_a_browser_open_must_first_show_that_it_is_them(client: FlaskClient, path: str) -> None:
    signed(client)
    with client.session_transaction() as session:
        session["confirmed_at"] = int(clock.real_now().timestamp()) - AN_HOUR
    assert client.get(path).location.startswith("/sign-in/confirm")
    assert press(client, "/account/data/download", "/account/data").status_code == 303


def test_the_page_says_what_goes_and_what_stays_before_anything_happens(client: FlaskClient) -> None:
    person = signed(client)
    page = client.get("/account/delete").text
    assert page.index("What goes, whatever you choose") < page.index("What stays, whatever you choose")
    assert "copies that are kept in case the site breaks" in page
    answer = press(client, "/account/delete")
    assert (answer.status_code, person.erased_at) == (422, None)
    assert "Please choose one" in answer.text


@pytest.mark.parametrize("posts", ["stay", "go"])
def test_who_leaves_is_signed_out_everywhere_and_told_once(app: Flask, posts: str) -> None:
    here, elsewhere = app.test_client(), app.test_client()
    person = signed(here)
    sign_in(elsewhere, person)
    barrier = make_barrier("Cover for a hall", council=make_council(), author=person, body="We were told no.")
    make_comment(barrier, "And we too.")
    answer = press(here, "/account/delete", posts=posts)
    assert (answer.status_code, answer.location) == (303, f"/account-deleted?posts={posts}")
    assert "Your account is deleted" in here.get(answer.location).text
    for client in (here, elsewhere):
        assert client.get("/account").status_code == 302
    shown = elsewhere.get(f"/barriers/{barrier.id}", follow_redirects=True).text
    assert ("We were told no." in shown) is (posts == "stay")
    assert "And we too." in shown
    assert "Zebedee" not in shown
    (mail,) = [one for one in mails() if one.get("to") == "zebedee@mail.example.org"]
    assert mail["subject"].startswith("Your account at")


def test_the_address_is_free_again_for_a_new_account(client: FlaskClient) -> None:
    signed(client)
    press(client, "/account/delete", posts="go")
    ask_for_link(email="zebedee@mail.example.org")
    commit()
    assert "sign-in/link" in mails()[-1]["text"]


def test_the_only_administrator_must_make_another_first(client: FlaskClient) -> None:
    person = make_person("Ada", role="administrator")
    sign_in(client, person)
    page = client.get("/account/delete").text
    assert "You are the only person who looks after this site" in page
    token = {"csrf_token": csrf_token(client, "/account"), "posts": "go"}
    assert client.post("/account/delete", data=token).status_code == 403
    make_person(role="administrator", password_hash="x", sealed_totp_secret="y")
    assert press(client, "/account/delete", posts="go").status_code == 303
    assert person.name == FORMER_MEMBER


def test_who_may_not_write_can_still_download_and_leave(client: FlaskClient) -> None:
    person = signed(client)
    suspend_from_posting(person=person, until=clock.now().replace(year=2030))
    commit()
    assert opened(press(client, "/account/data/download", "/account/data"))
    assert press(client, "/account/delete", posts="stay").status_code == 303


def own_data_link(person: Person) -> str:
    suspend(person=person, by=make_person(role="administrator"), reason="Spam")
    ask_for_link(email=person.email)
    commit()
    mail: dict[str, Any] = mails()[-1]
    return re.search(r"(/own-data/\S+)", mail["text"]).group(1)  # type: ignore[union-attr]


def test_who_is_shut_out_does_both_by_a_mailed_link(client: FlaskClient) -> None:
    person = make_person("Zebedee Quill", email="zebedee@mail.example.org")
    link = own_data_link(person)
    assert "Zebedee Quill" in client.get(link).text
    assert opened(press(client, f"{link}/download", link))
    assert press(client, f"{link}/delete", posts="go").status_code == 303
    assert person.name == FORMER_MEMBER
    assert client.get(link).status_code == 410
    assert client.get("/account").status_code == 302


def test_a_link_is_for_its_own_data_and_signs_nobody_in(client: FlaskClient) -> None:
    link = own_data_link(make_person(email="zebedee@mail.example.org"))
    token = link.rsplit("/", 1)[1]
    assert client.get(f"/sign-in/link/{token}").status_code == 410
    assert client.get("/own-data/anything").status_code == 410
    assert client.get("/own-data/%C3%A9").status_code == 410


def test_every_declared_table_can_be_read(app: Flask) -> None:
    person = make_person()
    for table in list_personal_tables():
        read_rows(table, person.id, 10)


def test_no_mail_is_written_to_who_has_left(app: Flask) -> None:
    waiting = select(OutboxRow).where(OutboxRow.kind == MAIL)

    mail_later(to="former-1@system.invalid", subject="News", text="News")
    assert db.session.scalars(waiting).all() == []
