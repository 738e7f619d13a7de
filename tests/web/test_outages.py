"""A full disk, a database that is away or is restarted, a dead worker, a clock that jumps: the page says what was not saved."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import IntegrityError, OperationalError

from config import Settings
from forum.core import clock, outbox
from forum.core.db import Base, commit, db
from forum.core.outages import Outage, outage_of
from forum.core.outbox import HeldError
from forum.threads.models import Comment
from tests.support.apps import create_test_app
from tests.support.databases import DATABASES
from tests.support.factories import csrf_token, make_barrier, make_person, sign_in

WORDS = "We were asked for insurance, and nobody could say why."


def failing_with(code: int) -> OperationalError:
    cause = sqlite3.OperationalError("it failed")
    cause.sqlite_errorcode = code
    return OperationalError("INSERT", {}, cause)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (failing_with(sqlite3.SQLITE_BUSY), Outage.LOCKED),
        (failing_with(sqlite3.SQLITE_BUSY_SNAPSHOT), Outage.LOCKED),
        (failing_with(sqlite3.SQLITE_FULL), Outage.FULL),
        (failing_with(sqlite3.SQLITE_IOERR_WRITE), Outage.FULL),
        (failing_with(sqlite3.SQLITE_CANTOPEN), Outage.DOWN),
        (failing_with(sqlite3.SQLITE_ERROR), None),
        (OSError(errno.ENOSPC, "No space left on device"), Outage.FULL),
        (FileNotFoundError(errno.ENOENT, "no such file"), None),
        (IntegrityError("INSERT", {}, sqlite3.IntegrityError("twice")), None),
        (ValueError("ours"), None),
    ],
)
def test_an_outage_is_told_from_a_fault_of_ours(error: Exception, outage: Outage | None) -> None:
    assert outage_of(error) is outage


def post_comment(client: FlaskClient, number: int) -> tuple[int, str]:
    """Send a comment as the page's form does; return status and page."""
    token = csrf_token(client, "/account")
    sent = {"csrf_token": token, "form_key": "a" * 32, "body": WORDS}
    answer = client.post(f"/threads/{number}/comment", data=sent)
    return answer.status_code, answer.text


@pytest.fixture
def own_site(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """A site with a database of its own, for SQLite ends the transaction around a test when its disk is full."""
    app = create_test_app(replace(settings, instance_folder=tmp_path, database_url=""))
    with app.app_context():
        Base.metadata.create_all(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()


def test_a_full_disk_is_said_and_what_was_typed_comes_back(own_site: Flask) -> None:
    barrier, person = make_barrier("Insurance"), make_person()
    number, client = barrier.id, sign_in(own_site.test_client(), person)
    token = csrf_token(client, "/account")
    sent = {"csrf_token": token, "form_key": "a" * 32, "body": WORDS * 300}
    with a_full_disk():
        answer = client.post(f"/threads/{number}/comment", data=sent)
        assert client.get("/barriers").status_code == 200, "reading goes on"
    assert answer.status_code == 503
    assert "Our disk is full. Nothing of what you sent was saved." in answer.text
    assert answer.text.count(WORDS) >= 300
    assert "Send it again" in answer.text
    assert db.session.query(Comment).count() == 0
    assert client.post(f"/threads/{number}/comment", data=sent).status_code == 303, (
        "the same form, once there is room"
    )


@contextmanager
def a_full_disk() -> Iterator[None]:
    """Let no connection of this process make the database larger."""

    def fill(connection: sqlite3.Connection, *_more: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}").close()

    engine = db.engine
    db.session.remove()
    engine.dispose()
    event.listen(engine, "connect", fill)
    try:
        yield
    finally:
        event.remove(engine, "connect", fill)
        db.session.remove()
        engine.dispose()


def test_what_failed_at_the_very_end_is_not_said_to_be_saved(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    barrier, person = make_barrier("Insurance"), make_person()
    client = sign_in(app.test_client(), person)

    def fails() -> None:
        raise failing_with(sqlite3.SQLITE_FULL)

    token = csrf_token(client, "/account")
    with monkeypatch.context() as patched:
        patched.setattr("forum.web.transactions.commit", fails)
        sent = {"csrf_token": token, "form_key": "a" * 32, "body": WORDS}
        answer = client.post(f"/threads/{barrier.id}/comment", data=sent)
    assert answer.status_code == 503
    assert "Location" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Nothing of what you sent was saved" in answer.text
    assert WORDS in answer.text
    page = client.get(f"/barriers/{barrier.id}", follow_redirects=True).text
    assert WORDS not in page
    assert "has been added" not in page, "no message of success from before is shown later"


def test_a_password_is_never_written_into_such_a_page(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = app.test_client()

    def fails(*_given: object) -> None:
        raise failing_with(sqlite3.SQLITE_BUSY)

    token = csrf_token(client, "/sign-in/password")
    monkeypatch.setattr("forum.accounts.views.sign_in.PasswordSignInForm.validate_on_submit", fails)
    sent = {"csrf_token": token, "email": "somebody@example.org", "password": "correct horse battery"}
    answer = client.post("/sign-in/password", data=sent)
    assert answer.status_code == 503
    assert "correct horse" not in answer.text
    assert "Nothing of what you sent was saved" in answer.text


@pytest.mark.skipif("postgresql" not in DATABASES, reason="needs a PostgreSQL that is ours to disturb")
@pytest.mark.sql
def test_a_restarted_postgresql_costs_one_page_at_most(apps: object, database: str) -> None:
    """Its backends are ended under us; the pool notices before the next page is made."""
    if database != "postgresql":
        pytest.skip("PostgreSQL's alone")
    app = apps.empty("postgresql")  # type: ignore[attr-defined]
    with app.app_context():
        url, name = db.engine.url, db.engine.url.database
        db.session.remove()
    client = app.test_client()
    assert client.get("/barriers").status_code == 200
    engine = create_engine(url)
    with engine.begin() as connection:
        ended = connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()"
            ),
            {"name": name},
        ).scalars()
        assert any(ended)
    engine.dispose()
    assert client.get("/barriers").status_code in {200, 503}
    assert client.get("/barriers").status_code == 200


def test_what_was_written_while_the_clock_was_ahead_does_not_wait_for_that_day(app: Flask) -> None:
    clock.forward(timedelta(days=3))
    outbox.enqueue("index", {"document": "thread:1"})
    outbox.enqueue("mail", {}, due_at=clock.now() + timedelta(days=20))
    commit()
    outbox.take(["index"], limit=1)
    outbox.enqueue("index", {"document": "thread:2"})
    commit()
    clock.forward(-timedelta(days=3))
    assert not outbox.has_due(["index", "mail"])
    outbox.bring_back()
    commit()
    assert len(outbox.take(["index"], limit=10)) == 2
    assert not outbox.has_due(["mail"]), "work for a later day keeps its day"


def test_what_failed_or_was_held_while_the_clock_was_ahead_is_tried_again(app: Flask) -> None:
    for document in ("thread:1", "thread:2", "thread:3"):
        outbox.enqueue("index", {"document": document})
    commit()
    clock.forward(timedelta(days=3))
    failed, held, given_up = outbox.take(["index"], limit=3)
    failed.number_of_attempts = 9
    outbox.mark_failed(failed, "it failed")
    outbox.mark_held(held, HeldError(by="person", until=clock.now() + timedelta(hours=20)))
    outbox.mark_dead(given_up, "for good")
    commit()
    clock.forward(-timedelta(days=3))
    assert not outbox.has_due(["index"])
    outbox.bring_back()
    commit()
    assert [row.id for row in outbox.take(["index"], limit=10)] == [failed.id, held.id]
    outbox.mark_failed(failed, "again")
    outbox.bring_back()
    assert failed.due_at is not None
    assert failed.due_at > clock.now() + timedelta(hours=5), "its own pauses stay"


@pytest.mark.parametrize("jump", [timedelta(days=400), -timedelta(days=400)])
def test_a_clock_that_jumps_fails_no_page_and_frees_no_row_twice(app: Flask, jump: timedelta) -> None:
    barrier, person = make_barrier("Insurance"), make_person()
    client = sign_in(app.test_client(), person)
    outbox.beat()
    commit()
    clock.forward(jump)
    for path in ("/", "/barriers", f"/barriers/{barrier.id}", "/stories", "/health"):
        assert client.get(path, follow_redirects=True).status_code in {200, 503}
    assert client.get("/health").json["worker_seen_in_the_last_minute"] is False  # type: ignore[index]
    status, _page = post_comment(client, barrier.id)
    assert status == 303
    clock.forward(-jump)
    assert client.get("/health").json["worker_seen_in_the_last_minute"] is True  # type: ignore[index]
    assert WORDS in client.get(f"/barriers/{barrier.id}", follow_redirects=True).text
