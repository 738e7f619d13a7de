"""A mail server that refuses, greylists, delays, hangs up and is down for an hour: nothing is lost, nothing comes twice."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from config import Settings
from forum.core import clock, outbox, smtp
from forum.core.db import commit, db, transaction
from forum.core.dead_letters import list_dead, retry_all_dead
from forum.core.mail import deliver, mail_later
from forum.core.outbox import MAIL, OutboxRow, Rank
from forum.core.worker import Worker
from tests.support.mail import Postbox, smtp_server

ADDRESSES = [f"person{number}@example.org" for number in range(4)]


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture(autouse=True)
def site(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, postbox: Postbox
) -> Settings:
    site = replace(
        settings,
        instance_folder=tmp_path,
        smtp_host="127.0.0.1",
        smtp_port=postbox.port,
        smtp_timeout=timedelta(seconds=1),
    )
    monkeypatch.setitem(app.extensions, "clearway_settings", site)
    return site


@pytest.fixture
def open_postbox(postbox: Postbox) -> Iterator[Postbox]:
    with smtp_server(postbox):
        yield postbox


def make_worker() -> Worker:
    """The worker as it runs: mails have no transaction around them."""
    return Worker({MAIL: deliver}, outside=frozenset({MAIL}), apart=frozenset({MAIL}))


def write(*addresses: str, rank: Rank = Rank.USUAL, text: str = "words") -> None:
    for address in addresses:
        mail_later(to=address, subject=f"For {address}", text=text, rank=rank)
    commit()


def rows() -> list[OutboxRow]:
    return list(db.session.scalars(select(OutboxRow).where(OutboxRow.kind == MAIL).order_by(OutboxRow.id)))


def received(postbox: Postbox) -> list[str]:
    return [str(message["To"]) for message in postbox.messages]


def later(**length: float) -> None:
    clock.forward(timedelta(**length))


def test_a_server_that_is_down_for_an_hour_gets_all_once_and_in_their_order(postbox: Postbox) -> None:
    worker = make_worker()
    write(*ADDRESSES[:2])
    for _ in range(12):
        worker.drain()
        later(minutes=5)
    write(*ADDRESSES[2:])
    worker.drain()
    assert [row.dead_at for row in rows()] == [None] * 4
    assert rows()[0].held_by == "server"
    assert "cannot be reached" in (rows()[0].last_error or "")
    with smtp_server(postbox):
        later(minutes=6)
        worker.drain()
    assert received(postbox) == ADDRESSES
    assert [(row.done_at is not None, row.last_error, row.held_by) for row in rows()] == [
        (True, None, None)
    ] * 4


def test_a_server_that_is_down_for_a_week_makes_no_dead_letters(postbox: Postbox) -> None:
    worker = make_worker()
    write(*ADDRESSES)
    for _ in range(20):
        later(hours=9)
        worker.drain()
    assert list_dead() == []
    with smtp_server(postbox):
        later(minutes=6)
        worker.drain()
    assert received(postbox) == ADDRESSES


def test_a_server_that_is_down_is_not_asked_for_every_mail_that_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def refuse(*_given: object) -> None:
        asked.append(clock.now())
        raise ConnectionRefusedError

    monkeypatch.setattr(smtp, "_connect", refuse)
    worker = make_worker()
    write(*ADDRESSES * 25)
    worker.drain()
    worker.drain()
    assert len(asked) == 1
    for _ in range(30):
        later(minutes=2)
        worker.drain()
    assert len(asked) <= 16


def test_other_work_goes_on_while_mails_rest(postbox: Postbox) -> None:
    done: list[str] = []
    worker = Worker(
        {MAIL: deliver, "note": lambda taken: done.extend(str(row.id) for row in taken)},
        outside=frozenset({MAIL}),
        apart=frozenset({MAIL}),
    )
    write(*ADDRESSES)
    outbox.enqueue("note", {})
    commit()
    worker.drain()
    assert len(done) == 1
    assert postbox.messages == []


def test_greylisting_delays_one_address_and_nobody_else(open_postbox: Postbox) -> None:
    open_postbox.greylisted = {ADDRESSES[0]}
    worker = make_worker()
    write(*ADDRESSES)
    worker.drain()
    assert received(open_postbox) == ADDRESSES[1:]
    for minute in range(12):
        later(minutes=1)
        if minute == 5:
            open_postbox.greylisted = set()
        worker.drain()
    assert received(open_postbox) == [*ADDRESSES[1:], ADDRESSES[0]]


def test_a_refusal_for_now_is_given_up_after_days_and_not_after_hours(open_postbox: Postbox) -> None:
    open_postbox.answers[ADDRESSES[0]] = "452 4.2.2 Mailbox full"
    worker = make_worker()
    write(ADDRESSES[0])
    began = clock.now()
    while not list_dead():
        later(minutes=10)
        worker.drain()
        assert clock.now() - began < timedelta(days=4)
    assert clock.now() - began > timedelta(days=1)


def test_a_server_that_thinks_longer_than_it_may_be_silent_gets_one_copy(open_postbox: Postbox) -> None:
    open_postbox.thinks_for_seconds = 1.6
    worker = make_worker()
    write(ADDRESSES[0])
    worker.drain()
    later(minutes=1)
    worker.drain()
    assert received(open_postbox) == ADDRESSES[:1]
    assert rows()[0].number_of_attempts == 1


def test_no_mail_takes_longer_than_its_lease_however_slow_the_server(
    open_postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = (smtp.GREETING_SECONDS, smtp.SIGNING_IN_SECONDS, smtp.LONGEST_SECONDS)
    assert sum(parts) < outbox.LEASE.total_seconds()
    monkeypatch.setattr(smtp, "LONGEST_SECONDS", 0.4)
    open_postbox.thinks_for_seconds = 5.0
    write(ADDRESSES[0])
    began = time.monotonic()
    make_worker().drain()
    assert time.monotonic() - began < 3
    assert rows()[0].number_of_attempts == 1
    assert "did not take the mail" in (rows()[0].last_error or "")
    assert outbox.LEASE.total_seconds() > smtp.LONGEST_SECONDS


def test_a_greeting_that_comes_a_letter_at_a_time_is_not_listened_to_for_ever(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "GREETING_SECONDS", 0.5)
    over = threading.Event()

    def drip(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection, contextlib.suppress(OSError):
            while not over.wait(0.1):
                connection.sendall(b"2")

    with socket.create_server(("127.0.0.1", postbox.port)) as listening:
        dripping = threading.Thread(target=drip, args=[listening])
        dripping.start()
        write(ADDRESSES[0])
        began = time.monotonic()
        make_worker().drain()
        took = time.monotonic() - began
        over.set()
        dripping.join()
    assert took < 3
    assert (rows()[0].held_by, rows()[0].number_of_attempts) == ("server", 0)


@pytest.mark.parametrize("where", ["RCPT", "DATA"])
def test_a_line_that_is_cut_before_the_mail_was_taken_costs_that_mail_an_attempt(
    open_postbox: Postbox, where: str
) -> None:
    open_postbox.hangs_up = where
    worker = make_worker()
    write(*ADDRESSES[:2])
    worker.drain()
    assert [row.number_of_attempts for row in rows()] == [1, 1]
    open_postbox.hangs_up = ""
    later(minutes=1)
    worker.drain()
    assert received(open_postbox) == ADDRESSES[:2]


def test_a_line_that_is_cut_after_the_mail_was_taken_repeats_it_with_the_same_number(
    open_postbox: Postbox,
) -> None:
    open_postbox.hangs_up = "AFTER"
    worker = make_worker()
    write(ADDRESSES[0])
    worker.drain()
    open_postbox.hangs_up = ""
    later(minutes=1)
    worker.drain()
    assert len(open_postbox.messages) == 2
    assert len({message["Message-ID"] for message in open_postbox.messages}) == 1


@pytest.mark.parametrize("said", ["421 4.3.0 Too busy for goodbyes", "500 What?"])
def test_a_mail_that_was_taken_is_not_sent_again_whatever_the_goodbye(
    open_postbox: Postbox, said: str
) -> None:
    open_postbox.said_to_goodbye = said
    worker = make_worker()
    write(ADDRESSES[0])
    worker.drain()
    later(minutes=10)
    worker.drain()
    assert received(open_postbox) == ADDRESSES[:1]
    assert rows()[0].done_at is not None


def test_a_database_that_is_locked_when_a_mail_was_taken_does_not_send_it_again(
    open_postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, failures = outbox.mark_done, [1, 1]

    def fail_twice(taken: list[OutboxRow]) -> None:
        if failures:
            failures.pop()
            raise OperationalError("UPDATE outbox", {}, Exception("database is locked"))
        real(taken)

    monkeypatch.setattr(outbox, "mark_done", fail_twice)
    write(ADDRESSES[0])
    make_worker().drain()
    later(minutes=10)
    make_worker().drain()
    assert received(open_postbox) == ADDRESSES[:1]


def test_what_was_sent_is_not_kept_by_the_worker_as_it_runs(open_postbox: Postbox) -> None:
    write(ADDRESSES[0], text="https://example.org/sign-in/link/secret")
    make_worker().drain()
    assert "secret" not in str(rows()[0].payload)
    assert rows()[0].payload["to"] == ADDRESSES[0]


@pytest.mark.parametrize(
    ("said", "is_dead"),
    [("550 5.7.1 Not from you", True), ("451 4.3.0 Later", False), ("530 5.7.0 Sign in", False)],
)
def test_what_is_said_to_the_sender_counts_too(open_postbox: Postbox, said: str, is_dead: bool) -> None:
    open_postbox.said_at_the_beginning = said
    write(ADDRESSES[0])
    make_worker().drain()
    assert (rows()[0].dead_at is not None) is is_dead
    assert said in (rows()[0].last_error or "")


def test_whoever_waits_for_a_mail_gets_it_before_the_digests_that_were_there_first(
    open_postbox: Postbox,
) -> None:
    write(ADDRESSES[0], rank=Rank.DIGEST)
    write(ADDRESSES[1])
    write(ADDRESSES[2], rank=Rank.AT_ONCE)
    make_worker().drain()
    assert received(open_postbox) == [ADDRESSES[2], ADDRESSES[1], ADDRESSES[0]]


def test_all_dead_letters_are_tried_again_in_the_order_they_were_written(open_postbox: Postbox) -> None:
    for address in ADDRESSES:
        open_postbox.answers[address] = "554 5.7.1 Your network is on a list"
    write(*ADDRESSES)
    worker = make_worker()
    worker.drain()
    assert len(list_dead()) == 4
    open_postbox.answers.clear()
    with transaction():
        assert retry_all_dead() == 4
    worker.drain()
    assert received(open_postbox) == ADDRESSES
