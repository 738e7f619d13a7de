"""The health page says what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from config import ROOT
from forum.core import clock, outbox
from forum.core.db import commit, db
from forum.core.outbox_numbers import count_waiting


@pytest.fixture
def migrated(app: object) -> None:
    db.session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    head = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
    db.session.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": head})
    commit()


def test_it_is_healthy_when_the_worker_was_just_seen(migrated: None, client: FlaskClient) -> None:
    outbox.beat()
    commit()
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["healthy"] is True


def test_it_is_unhealthy_when_no_worker_was_ever_seen(migrated: None, client: FlaskClient) -> None:
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["worker_seen_in_the_last_minute"] is False


def test_it_is_unhealthy_when_the_worker_has_not_been_seen_for_a_minute(
    migrated: None, client: FlaskClient
) -> None:
    outbox.beat()
    commit()
    clock.forward(timedelta(seconds=61))
    assert client.get("/health").status_code == 503


def test_it_tells_the_age_of_the_oldest_row_that_waits(migrated: None, client: FlaskClient) -> None:
    outbox.enqueue("mail", {})
    commit()
    clock.forward(timedelta(minutes=11))
    outbox.beat()
    commit()
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["outbox_flows"] is False
    number, seconds = count_waiting()["mail"]
    assert number == 1
    assert 660 <= seconds < 700


def test_it_is_unhealthy_when_migrations_are_missing(app: object, client: FlaskClient) -> None:
    outbox.beat()
    commit()
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["migrations_current"] is False


@pytest.mark.parametrize("is_on", [True, False])
def test_whether_search_knows_meaning_is_told_and_no_fault(
    migrated: None, app: Flask, client: FlaskClient, is_on: bool
) -> None:
    outbox.beat()
    commit()
    before = app.extensions["clearway_settings"]
    app.extensions["clearway_settings"] = replace(before, search_meaning=is_on)
    answer = client.get("/health")
    app.extensions["clearway_settings"] = before
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["search_by_meaning"] is is_on
