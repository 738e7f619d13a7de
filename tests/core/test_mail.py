"""Mails go out whole, once, and only to whom they are for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from config import Settings
from forum.core import outbox
from forum.core.db import commit, db
from forum.core.mail import deliver, mail_later, words_of
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from tests.support.mail import smtp_server


@pytest.fixture
def site(app: Flask, settings: Settings, tmp_path: Path) -> Settings:
    return replace(settings, instance_folder=tmp_path)


def use(app: Flask, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Worker:
    monkeypatch.setitem(app.extensions, "clearway_settings", settings)
    return Worker({"mail": deliver})


def test_a_mail_reaches_a_real_smtp_server(
    app: Flask, site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with smtp_server() as postbox:
        worker = use(app, monkeypatch, replace(site, smtp_host="127.0.0.1", smtp_port=postbox.port))
        mail_later(
            to="Amina <amina@example.org>", subject="Is it gone? £5m", text="Grüße,\n\nfrom us", key="once"
        )
        mail_later(to="amina@example.org", subject="Is it gone?", text="again", key="once")
        commit()
        worker.drain()
    (message,) = postbox.messages
    assert (message["To"], message["Subject"]) == ("Amina <amina@example.org>", "Is it gone? £5m")
    assert words_of(message).replace("\r", "") == "Grüße,\n\nfrom us\n"


def test_a_server_that_refuses_is_asked_again_later(
    app: Flask, site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with smtp_server() as postbox:
        worker = use(app, monkeypatch, replace(site, smtp_host="127.0.0.1", smtp_port=postbox.port))
        postbox.refuses = True
        mail_later(to="amina@example.org", subject="Hello", text="words")
        commit()
        worker.drain()
        row = db.session.scalars(select(OutboxRow)).one()
        assert "Come back later" in (row.last_error or "")
        postbox.refuses = False
        row.due_at = row.created_at
        commit()
        worker.drain()
        assert [message["Message-ID"] for message in postbox.messages] != []
    assert outbox.oldest_waiting() is None


def test_without_a_server_each_mail_is_a_file(
    app: Flask, site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = use(app, monkeypatch, site)
    mail_later(to="amina@example.org", subject="Hello", text="the words")
    commit()
    worker.drain()
    (file,) = site.mail_folder.iterdir()
    text = file.read_text()
    assert "To: amina@example.org" in text
    assert text.endswith("\nthe words\n")


@pytest.mark.parametrize("subject", ["Hello\r\nBcc: other@example.org", "Hello\nX: y", "a\u2028b"])
def test_no_header_can_be_smuggled_in_by_a_subject(
    app: Flask, site: Settings, monkeypatch: pytest.MonkeyPatch, subject: str
) -> None:
    with smtp_server() as postbox:
        worker = use(app, monkeypatch, replace(site, smtp_host="127.0.0.1", smtp_port=postbox.port))
        mail_later(to="amina@example.org", subject=subject, text="words")
        commit()
        worker.drain()
    (message,) = postbox.messages
    assert message["Bcc"] is None
    assert message["X"] is None


@pytest.mark.parametrize("to", ["", "nobody", "a@b\r\nBcc: c@d.org", "two@example.org, three@example.org"])
def test_an_address_that_is_none_sends_nothing(
    app: Flask, site: Settings, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    worker = use(app, monkeypatch, site)
    mail_later(to=to, subject="Hello", text="words")
    commit()
    worker.drain()
    files = list(site.mail_folder.iterdir()) if site.mail_folder.exists() else []
    assert [file for file in files if "c@d.org" in file.read_text() or "three@" in file.read_text()] == []


def test_a_long_address_to_stop_mails_stays_whole(
    app: Flask, site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = "https://example.org/stop/" + "t" * 120
    with smtp_server() as postbox:
        worker = use(app, monkeypatch, replace(site, smtp_host="127.0.0.1", smtp_port=postbox.port))
        mail_later(to="amina@example.org", subject="News", text="Something changed.", stop_url=stop)
        commit()
        worker.drain()
    (message,) = postbox.messages
    assert (
        f"List-Unsubscribe: <{stop}>"
        in message.as_bytes(policy=message.policy.clone(max_line_length=0)).decode()
    )


def test_what_was_sent_is_not_kept(app: Flask, site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = use(app, monkeypatch, site)
    mail_later(to="amina@example.org", subject="Your link", text="https://example.org/sign-in/link/secret")
    commit()
    worker.drain()
    row = db.session.scalars(select(OutboxRow)).one()
    assert row.done_at is not None
    assert "secret" not in str(row.payload)
