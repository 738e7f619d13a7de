"""A mail program's own button stops our mails: read off the wire of a real mail server, and pressed as it presses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from config import Settings
from forum.accounts.actions import send_sign_in_link
from forum.core.db import commit, db
from forum.core.mail import deliver
from forum.core.worker import Worker
from forum.follows.actions import follow
from forum.follows.models import Follow
from forum.threads.emails import write_thread_email, write_to_person
from tests.support.factories import make_barrier, make_group, make_person
from tests.support.mail import Postbox, smtp_server


@pytest.fixture
def postbox(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Postbox]:
    with smtp_server() as box:
        site = replace(settings, instance_folder=tmp_path, smtp_host="127.0.0.1", smtp_port=box.port)
        monkeypatch.setitem(app.extensions, "clearway_settings", site)
        yield box


def header(raw: bytes, name: str) -> list[str]:
    """A header as it came over the wire, unfolded."""
    head = raw.replace(b"\r\n", b"\n").split(b"\n\n")[0].decode("ascii").replace("\n ", " ")
    return [
        line.partition(": ")[2] for line in head.split("\n") if line.lower().startswith(f"{name.lower()}: ")
    ]


def test_the_headers_of_a_real_mail_lead_to_one_press_that_stops_such_mails(
    client: FlaskClient, postbox: Postbox
) -> None:
    person, barrier = make_person(), make_barrier("Hall hire insurance")
    follow(thread=barrier, person=person)
    write_thread_email("barriers-affected", person=person, thread=barrier, key="a", groups=2)
    commit()
    Worker({"mail": deliver}).drain()
    (raw,) = postbox.raw
    assert header(raw, "List-Unsubscribe-Post") == ["List-Unsubscribe=One-Click"]
    (address,) = header(raw, "List-Unsubscribe")
    path = urlsplit(address.strip("<>")).path
    answer = client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert db.session.scalar(select(Follow.id).where(Follow.person_id == person.id)) is None
    assert person.wants_mail


def test_a_mail_about_no_one_thread_is_stopped_by_the_same_press(
    client: FlaskClient, postbox: Postbox
) -> None:
    person = make_person()
    words = {"group": make_group(), "address": "https://x.example", "after": timedelta(days=365)}
    write_to_person("groups-still-right", person=person, key="b", **words)
    commit()
    Worker({"mail": deliver}).drain()
    (address,) = header(postbox.raw[0], "List-Unsubscribe")
    assert header(postbox.raw[0], "List-Unsubscribe-Post") == ["List-Unsubscribe=One-Click"]
    assert (
        client.post(urlsplit(address.strip("<>")).path, data={"List-Unsubscribe": "One-Click"}).status_code
        == 200
    )
    db.session.expire_all()
    assert not person.wants_mail


def test_a_mail_that_answers_what_somebody_did_has_no_such_button(postbox: Postbox) -> None:
    send_sign_in_link(email="amina@example.org", name="", next_path="/", letter="sign-in")
    commit()
    Worker({"mail": deliver}).drain()
    assert header(postbox.raw[0], "List-Unsubscribe-Post") == header(postbox.raw[0], "List-Unsubscribe") == []
