"""What the worker does apart keeps nothing else waiting, and a stop lets both finish what they have in hand."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from config import Settings
from forum.app import create_app
from forum.core import outbox
from forum.core.db import db, transaction
from forum.core.outbox import OutboxRow, Rank
from forum.core.worker import Worker, do_beside
from tests.support.databases import make_database

PATIENCE_SECONDS = 10
HELD_SECONDS = 0.04


@pytest.fixture
def own_site(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """A site of its own: two threads cannot share the one connection of other tests."""
    site = replace(settings, instance_folder=tmp_path, database_url=f"sqlite:///{tmp_path / 'own.db'}")
    make_database(site, is_demo=False)
    app = create_app(site)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_slow_mail_server_keeps_no_other_work_waiting(own_site: Flask) -> None:
    noted, order = threading.Event(), []

    def mail(_rows: list[OutboxRow]) -> None:
        noted.wait(PATIENCE_SECONDS)
        order.append("mail")
        signal.raise_signal(signal.SIGTERM)

    def note(_rows: list[OutboxRow]) -> None:
        order.append("note")
        noted.set()

    with transaction():
        outbox.enqueue("mail", {}, rank=Rank.AT_ONCE)
        outbox.enqueue("note", {})
    apart = frozenset({"mail"})
    Worker({"mail": mail, "note": note}, outside=apart, apart=apart).run(own_site)
    assert order == ["note", "mail"]
    rows = db.session.scalars(select(OutboxRow))
    assert [(row.done_at is not None, row.last_error) for row in rows] == [(True, None)] * 2


def test_who_posts_while_long_work_writes_again_and_again_waits_less_than_a_second(own_site: Flask) -> None:
    stop, has_begun = threading.Event(), threading.Event()

    def count_again_and_again() -> None:
        while not stop.is_set():
            with transaction():
                outbox.enqueue("note", {})
                has_begun.set()
                time.sleep(HELD_SECONDS)

    thread, waits = do_beside(own_site, count_again_and_again), []
    has_begun.wait(PATIENCE_SECONDS)
    for _ in range(10):
        begun = time.monotonic()
        with transaction():
            outbox.enqueue("mail", {})
        waits.append(time.monotonic() - begun)
        time.sleep(HELD_SECONDS / 2)
    stop.set()
    thread.join()
    assert max(waits) < 1, waits
