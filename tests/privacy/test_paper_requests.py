"""The administrator meets a request on paper, and the record says who asked for what, when, and what was done."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import FORMER_MEMBER, Person
from forum.core import clock
from forum.core.db import db
from forum.privacy.models import DataRequest, IdentityCheck, RequestKind
from forum.privacy.permissions import (
    may_correct_person,
    may_download_data,
    may_erase_person,
    may_keep_safety_records,
    may_see_data_records,
)
from tests.accounts.mailing import mails, send
from tests.support.factories import make_person, sign_in

CHECK = {"identity_check": "showed_papers"}


@pytest.fixture
def administrator(client: FlaskClient) -> Person:
    person = make_person("Ada", role="administrator")
    sign_in(client, person)
    return person


def the_record() -> DataRequest:
    return db.session.scalars(select(DataRequest)).one()


def test_a_copy_is_handed_out_and_written_down(client: FlaskClient, administrator: Person) -> None:
    asker, day = make_person("Zebedee"), clock.today() - timedelta(days=3)
    answer = send(client, f"/people/{asker.id}/data/download", asked_on=day.isoformat(), **CHECK)
    assert "Zebedee" in zipfile.ZipFile(io.BytesIO(answer.data)).read("your-data.json").decode()
    record = the_record()
    assert (record.kind, record.person_id, record.done_by_id) == (
        RequestKind.DOWNLOAD, asker.id, administrator.id,
    )  # fmt: skip
    assert (record.asked_on, record.identity_check) == (day, IdentityCheck.SHOWED_PAPERS)


def test_an_account_is_erased_and_the_record_names_nobody(client: FlaskClient, administrator: Person) -> None:
    asker = make_person("Zebedee Quill", email="zq@mail.example.org")
    day = clock.today().isoformat()
    answer = send(client, f"/people/{asker.id}/data/erase", asked_on=day, posts="go", **CHECK)
    assert answer.status_code == 303
    assert (asker.name, the_record().takes_words) == (FORMER_MEMBER, True)
    page = client.get(answer.location).text
    assert "Account deleted, posts went too" in page
    assert "They showed a document with their name" in page
    assert "Zebedee" not in page
    assert client.get(f"/people/{asker.id}/data/erase").status_code == 403


def test_name_and_address_are_put_right_and_the_old_address_is_told(
    client: FlaskClient, administrator: Person
) -> None:
    asker = make_person("Zebdee", email="old@mail.example.org")
    path, day = f"/people/{asker.id}/data/correct", clock.today().isoformat()
    typed = {"name": "Zebedee", "email": "new@mail.example.org", "asked_on": day, **CHECK}
    page = client.get(path).text
    mark = page.split('name="began_with"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    assert send(client, path, began_with=mark, **typed).status_code == 303
    assert (asker.name, asker.email) == ("Zebedee", "new@mail.example.org")
    assert [one["to"] for one in mails()] == ["old@mail.example.org"]
    taken = send(client, path, **{**typed, "email": administrator.email, "began_with": ""})
    assert taken.status_code in {409, 422}
    assert asker.email == "new@mail.example.org"


def test_a_day_to_come_is_none_on_which_a_letter_arrived(client: FlaskClient, administrator: Person) -> None:
    asker = make_person()
    day = (clock.today() + timedelta(days=1)).isoformat()
    answer = send(client, f"/people/{asker.id}/data/erase", asked_on=day, posts="go", **CHECK)
    assert (answer.status_code, asker.erased_at) == (422, None)


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_nobody_but_administrators_gets_there(client: FlaskClient, role: str) -> None:
    asker = make_person()
    sign_in(client, make_person(role=role))
    for path in (
        f"/people/{asker.id}/data",
        f"/people/{asker.id}/data/download",
        f"/people/{asker.id}/data/erase",
        "/people/records",
        "/people/safety-records",
    ):
        assert client.get(path).status_code == 403, path


def test_who_may_what(app: Flask) -> None:
    member, other, ada = make_person(), make_person(), make_person(role="administrator")
    assert may_download_data(member, member)
    assert not may_download_data(member, other)
    assert may_download_data(ada, other)
    assert not may_erase_person(member, other, other_administrators=1)
    assert not may_erase_person(ada, ada, other_administrators=0)
    assert may_erase_person(ada, ada, other_administrators=1)
    assert [may_correct_person(one, other) for one in (member, ada)] == [False, True]
    assert [may_see_data_records(one) for one in (member, ada)] == [False, True]
    assert [may_keep_safety_records(one) for one in (member, ada)] == [False, True]


def test_what_online_safety_asks_for_is_written_down(client: FlaskClient, administrator: Person) -> None:
    typed = {"kind": "risk_assessment", "made_on": "2026-11-02", "review_on": "2027-11-01"}
    answer = send(client, "/people/safety-records", words="Hate: medium.\n\nFraud: low.", **typed)
    assert answer.status_code == 303
    page = client.get("/people/safety-records").text
    assert "Illegal content risk assessment, 2 November 2026" in page
    assert "Hate: medium." in page
    late = send(
        client,
        "/people/safety-records",
        words="x",
        kind="review",
        made_on="2026-11-02",
        review_on="2026-01-01",
    )
    assert late.status_code == 422
    assert "Foreign interference" in client.get("/people/safety-records/template").text
