"""The page of notifications, the number in the header, and the pages by which mails are stopped."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from config import Settings
from forum.barriers.models import Barrier
from forum.core.db import commit, db
from forum.core.mail import deliver
from forum.core.worker import Worker
from forum.follows.actions import follow, follow_subject
from forum.follows.models import Follow, FollowKind, Frequency
from forum.notifications.models import Notification
from forum.notifications.stop_links import DIGEST, follow_stop_url
from tests.notifications.telling import comment, count_follows, follower, mails, next_morning
from tests.notifications.test_one_click import header
from tests.support.factories import csrf_token, make_barrier, make_council, make_person, sign_in
from tests.support.mail import smtp_server
from tests.support.statements import count_statements


@pytest.fixture
def barrier(app: Flask) -> Barrier:
    return make_barrier("Hall hire insurance", council=make_council("Wexmoor"))


def read(client: FlaskClient, **given: object) -> int:
    token = csrf_token(client, "/account")
    return client.post("/notifications/read", data={"csrf_token": token, **given}).status_code


def number_in_header(client: FlaskClient) -> str:
    found = re.search(r"Notifications \((\d+\+?)<span", client.get("/about").text)
    return found[1] if found else ""


def test_what_is_new_stands_together_by_thread_and_is_read_one_by_one_or_all(
    client: FlaskClient, barrier: Barrier
) -> None:
    person, other = follower(barrier), make_barrier("No ramp")
    follow(thread=other, person=person)
    for _ in range(3):
        comment(barrier)
    comment(other)
    sign_in(client, person)
    page = client.get("/notifications").text
    assert page.index("No ramp") < page.index("Hall hire insurance")
    assert "3 new comments." in page
    assert number_in_header(client) == "2"
    assert read(client, one=barrier.id) == 303
    assert number_in_header(client) == "1"
    assert client.get("/notifications").text.count("<strong>New</strong>") == 1
    last = db.session.scalar(select(Notification.id).order_by(Notification.id.desc()))
    assert read(client, until=last) == 303
    assert number_in_header(client) == ""
    assert "Mark all as read" not in client.get("/notifications").text


def test_nobody_reads_for_another(client: FlaskClient, barrier: Barrier) -> None:
    person = follower(barrier)
    comment(barrier)
    row = db.session.scalars(select(Notification)).one()
    sign_in(client, make_person())
    for given in ({"one": barrier.id}, {"one": -row.id}, {"until": row.id}, {"one": "x"}, {"one": "-"}):
        assert read(client, **given) == 303
    db.session.expire_all()
    assert row.read_at is None
    assert "Hall hire" not in client.get("/notifications").text
    assert client.post("/notifications/read", data={"until": row.id}).status_code == 400
    assert person.id == row.person_id


def test_a_page_goes_on_where_the_one_before_ended(client: FlaskClient, app: Flask) -> None:
    person = make_person()
    for number in range(25):
        one = make_barrier(f"Barrier number {number} of them")
        follow(thread=one, person=person)
        comment(one)
    sign_in(client, person)
    first = client.get("/notifications").text
    (older,) = re.findall(r'href="(/notifications\?page=\d+)"', first)
    second = client.get(older).text
    titles = [re.findall(r"Barrier number (\d+) of them</a>", page) for page in (first, second)]
    assert titles == [[str(n) for n in range(24, 4, -1)], [str(n) for n in range(4, -1, -1)]]
    for mangled in ("x", "0", "-1", "9" * 30, "é"):
        assert client.get(f"/notifications?page={mangled}").status_code == 200


@pytest.mark.parametrize("path", ["/notifications", "/following", "/about"])
def test_a_page_takes_as_many_statements_for_many_as_for_one(
    client: FlaskClient, app: Flask, path: str
) -> None:
    person, taken = make_person(), []
    sign_in(client, person)
    for number in (1, 12):
        for _ in range(number):
            one = make_barrier()
            follow(thread=one, person=person)
            comment(one)
        client.get(path)
        with count_statements() as statements:
            assert client.get(path).status_code == 200
        taken.append(len(statements))
    assert taken[0] == taken[1]
    assert taken[0] <= 6


def test_a_visitor_pays_no_statement_for_the_number(app: Flask, client: FlaskClient) -> None:
    with count_statements() as statements:
        client.get("/about")
    assert [one for one in statements if "notification" in one] == []


def test_a_corrupted_row_says_that_something_is_new(client: FlaskClient, barrier: Barrier) -> None:
    person = follower(barrier)
    comment(barrier)
    row = db.session.scalars(select(Notification)).one()
    row.params = {"nothing": "right"}
    commit()
    sign_in(client, person)
    assert "Something is new here." in client.get("/notifications").text
    row.kind = "never-known"
    commit()
    assert "Something is new here." in client.get("/notifications").text


# Stopping


def test_the_link_of_a_digest_leads_to_all_one_follows_and_one_press_stops_all(
    client: FlaskClient, barrier: Barrier
) -> None:
    person = follower(barrier)
    follow_subject(person=person, kind=FollowKind.COUNCIL, key=str(barrier.council_id))
    comment(barrier)
    next_morning()
    (mail,) = mails(person)
    path = urlsplit(mail["stop_url"]).path
    page = client.get(path).text
    assert "Hall hire insurance" in page
    assert "Wexmoor" in page
    assert "no more emails about this" in client.post(path, data={"which": f"thread:{barrier.id}"}).text
    assert count_follows() == 1
    assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert db.session.scalars(select(Follow.frequency)).all() == [Frequency.ONLY_HERE]
    assert person.wants_mail


@pytest.mark.parametrize(
    "kind", [FollowKind.TAG, FollowKind.CATEGORY, FollowKind.COUNCIL, FollowKind.OBSTACLE]
)
def test_each_follow_is_stopped_by_one_press_without_signing_in(
    client: FlaskClient, barrier: Barrier, kind: FollowKind
) -> None:
    key = {FollowKind.COUNCIL: str(barrier.council_id), FollowKind.OBSTACLE: "venue/unknown"}.get(
        kind, "venue"
    )
    person, other = make_person(), make_person()
    for one in (person, other):
        follow_subject(person=one, kind=kind, key=key)
    commit()
    path = urlsplit(follow_stop_url(person_id=person.id, kind=kind, key=key)).path
    assert client.get(path).status_code == 200
    assert count_follows() == 2
    assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert db.session.scalars(select(Follow.person_id)).all() == [other.id]
    assert client.post(path).status_code == 200  # a second press finds it stopped


@pytest.mark.parametrize("token", ["x.y.z", "a" * 3000, "%01", "WzEsMV0.AAAA"])
def test_a_forged_link_stops_nothing(client: FlaskClient, barrier: Barrier, token: str) -> None:
    follower(barrier)
    for answer in (client.get(f"/stop-following/{token}"), client.post(f"/stop-following/{token}")):
        assert answer.status_code == 404
    assert count_follows() == 1


def test_a_link_for_one_thing_is_no_link_for_all(client: FlaskClient, barrier: Barrier) -> None:
    person = follower(barrier)
    follow_subject(person=person, kind=FollowKind.TAG, key="ramps")
    commit()
    path = urlsplit(follow_stop_url(person_id=person.id, kind=FollowKind.TAG, key="ramps")).path
    client.post(path, data={"which": f"thread:{barrier.id}"})
    assert db.session.scalars(select(Follow.kind)).all() == [FollowKind.THREAD]
    assert follow_stop_url(person_id=person.id, kind=DIGEST) != path


def test_a_digest_has_both_headers_on_the_wire(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, barrier: Barrier
) -> None:
    person = follower(barrier)
    comment(barrier)
    next_morning()
    (mail,) = mails(person)
    with smtp_server() as box:
        site = replace(settings, instance_folder=tmp_path, smtp_host="127.0.0.1", smtp_port=box.port)
        monkeypatch.setitem(app.extensions, "clearway_settings", site)
        Worker({"mail": deliver}).drain()
        (raw,) = box.raw
    assert header(raw, "List-Unsubscribe-Post") == ["List-Unsubscribe=One-Click"]
    assert header(raw, "List-Unsubscribe") == [f"<{mail['stop_url']}>"]
