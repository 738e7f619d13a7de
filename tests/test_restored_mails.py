"""A restored copy does not send the mails that the original had waiting, until an administrator says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from config import ROOT, Settings
from forum.accounts.models import SiteRole
from forum.app import create_app
from forum.backup import read_backup, write_backup
from forum.core import clock, outbox
from forum.core.db import commit, db, transaction
from forum.core.mail import deliver, mail_later
from forum.core.outbox import OutboxRow
from forum.core.restored_mails import count_set_aside, list_set_aside, mark_restored
from forum.core.worker import Worker
from tests.accounts.mailing import send
from tests.support.factories import make_person, sign_in
from tests.test_backup import clock_at_hand, site

pytestmark = pytest.mark.sql

assert clock_at_hand
assert site
BEFORE = "0019"
"""The last version of the database without a place for what a restore brought back."""


@contextmanager
def inside(site: Settings) -> Iterator[Flask]:
    app = create_app(site)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def fill(site: Settings, version: str) -> None:
    """A site with a mail, work that writes one, work for the index, and a round that ends in four weeks."""
    with inside(site):
        with transaction():
            mail_later(to="amina@example.org", subject="Is it gone?", text="https://example.org/secret")
            outbox.enqueue(
                "sign_in_link",
                {"email": "new@example.org", "name": "", "next_path": "/", "is_confirming": False},
            )
            outbox.enqueue("index", {"document": "thread:1"})
            outbox.enqueue("forget_drafts", {}, due_at=clock.now() + timedelta(days=28))
        if version != "head":
            flask_migrate.downgrade(directory=str(ROOT / "migrations"), revision=version)


def drain(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["worker", "--once"], catch_exceptions=False)
    assert done.exit_code == 0, done.output


def mails(site: Settings) -> list[str]:
    return (
        [file.read_text() for file in sorted(site.mail_folder.glob("*.txt"))]
        if site.mail_folder.exists()
        else []
    )


@pytest.mark.parametrize("version", ["head", BEFORE])
def test_no_mail_that_waited_is_sent_by_the_restored_site_before_somebody_says_so(
    site: Settings, tmp_path: Path, version: str
) -> None:
    fill(site, version)
    read_backup(site, write_backup(site, tmp_path / "backups"))
    with inside(site) as app:
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        drain(app)
        assert mails(site) == []
        assert [row.payload["to"] for row in list_set_aside()] == ["amina@example.org", "new@example.org"]
        worked = select(OutboxRow.kind).where(OutboxRow.done_at.is_not(None)).order_by(OutboxRow.kind)
        assert list(db.session.scalars(worked)) == ["index", "sign_in_link"]
        run = app.test_cli_runner().invoke
        told = run(args=["outbox", "list"]).output
        assert "amina@example.org  Is it gone?" in told
        assert "secret" not in told
        assert "2 set aside" in told
        assert "2 will be sent" in run(args=["outbox", "send"]).output
        drain(app)
        assert len(mails(site)) == 2
        assert count_set_aside() == 0


def test_what_the_restored_site_itself_writes_is_sent_at_once(site: Settings, tmp_path: Path) -> None:
    fill(site, "head")
    read_backup(site, write_backup(site, tmp_path / "backups"))
    with inside(site) as app:
        with transaction():
            mail_later(to="today@example.org", subject="New", text="words")
        drain(app)
        (mail,) = mails(site)
        assert "today@example.org" in mail


def test_what_is_discarded_is_never_sent_nor_written_again(site: Settings, tmp_path: Path) -> None:
    with inside(site), transaction():
        mail_later(to="amina@example.org", subject="Is it gone?", text="words", key="once")
    read_backup(site, write_backup(site, tmp_path / "backups"))
    with inside(site) as app:
        assert "1 will never be sent" in app.test_cli_runner().invoke(args=["outbox", "discard"]).output
        with transaction():
            mail_later(to="amina@example.org", subject="Is it gone?", text="words", key="once")
        drain(app)
        assert mails(site) == []
        assert count_set_aside() == 0


def set_one_aside() -> None:
    mail_later(to="amina@example.org", subject="Is it gone?", text="words")
    commit()
    with transaction():
        mark_restored()


@pytest.mark.parametrize(("press", "is_sent"), [("send", True), ("discard", False)])
def test_an_administrator_sees_and_settles_what_was_set_aside(
    app: Flask, client: FlaskClient, press: str, is_sent: bool
) -> None:
    set_one_aside()
    sign_in(client, make_person(role=SiteRole.ADMINISTRATOR))
    page = client.get("/moderation/outbox").text
    assert "1 mail from before a restore" in page
    assert "Is it gone?" in page
    sent: list[str] = []
    worker = Worker({"mail": lambda rows: sent.extend(row.payload["to"] for row in rows)})
    worker.drain()
    assert sent == []
    assert send(client, f"/moderation/outbox/set-aside/{press}", "/moderation/outbox").status_code == 303
    worker.drain()
    assert (sent == ["amina@example.org"]) is is_sent
    assert "from before a restore" not in client.get("/moderation/outbox").text


def test_work_of_a_later_day_sets_its_mails_aside_until_mails_are_sent_again(app: Flask) -> None:
    outbox.enqueue("round", {}, due_at=clock.now() + timedelta(days=28))
    commit()
    with transaction():
        mark_restored()
    clock.forward(timedelta(days=29))
    worker = Worker(
        {"round": lambda _rows: mail_later(to="amina@example.org", subject="Over", text="w"), "mail": deliver}
    )
    worker.drain()
    assert [row.payload["subject"] for row in list_set_aside()] == ["Over"]


def test_nobody_else_settles_what_was_set_aside(client: FlaskClient) -> None:
    set_one_aside()
    sign_in(client, make_person(role=SiteRole.MODERATOR))
    assert client.post("/moderation/outbox/set-aside/send").status_code in {400, 403, 404}
    assert count_set_aside() == 1
