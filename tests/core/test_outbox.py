"""The outbox keeps what it was given until it is done, and the worker does each row."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.core import clock, outbox
from forum.core.db import commit, db, transaction
from forum.core.dead_letters import list_dead, retry_dead
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker

pytestmark = pytest.mark.sql


def rows() -> list[OutboxRow]:
    return list(db.session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def test_a_row_is_done_once(app: Flask) -> None:
    outbox.enqueue("note", {"text": "hello"})
    commit()
    seen: list[str] = []
    worker = Worker({"note": lambda taken: seen.extend(row.payload["text"] for row in taken)})
    assert worker.drain() == 1
    assert worker.drain() == 0
    assert seen == ["hello"]
    assert rows()[0].done_at is not None


def test_a_row_is_not_written_when_the_change_it_follows_is_rolled_back(app: Flask) -> None:
    def change() -> None:
        with transaction():
            outbox.enqueue("note", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    assert rows() == []


def test_the_same_key_is_written_once(app: Flask) -> None:
    for _ in range(2):
        outbox.enqueue("note", {}, key="only-once")
        commit()
    assert len(rows()) == 1


def test_reading_rows_anew_is_written_once_in_a_transaction_and_again_in_the_next(app: Flask) -> None:
    for _ in range(2):
        outbox.enqueue_anew("read", {"row": 1})
        outbox.enqueue_anew("read", {"row": 1})
        outbox.enqueue_anew("read", {"row": 2})
        commit()
    assert [one.payload["row"] for one in rows()] == [1, 2, 1, 2]


def test_reading_rows_anew_is_written_again_after_a_savepoint_was_rolled_back(app: Flask) -> None:
    savepoint = db.session.begin_nested()
    outbox.enqueue_anew("read", {"row": 1})
    savepoint.rollback()
    outbox.enqueue_anew("read", {"row": 1})
    with db.session.begin_nested():
        outbox.enqueue_anew("read", {"row": 1})
    assert len(rows()) == 1


def test_work_for_later_waits_until_its_time(app: Flask) -> None:
    outbox.enqueue("note", {}, due_at=clock.now() + timedelta(days=28))
    commit()
    worker = Worker({"note": lambda _taken: None})
    assert worker.drain() == 0
    clock.forward(timedelta(days=28))
    assert worker.drain() == 1


def test_a_leased_row_is_passed_by_until_the_lease_ends(app: Flask) -> None:
    outbox.enqueue("note", {})
    commit()
    with transaction():
        assert len(outbox.take(["note"], limit=1)) == 1
    with transaction():
        assert outbox.take(["note"], limit=1) == []
    clock.forward(outbox.LEASE + timedelta(seconds=1))
    with transaction():
        assert len(outbox.take(["note"], limit=1)) == 1


def test_what_fails_is_tried_again_later_each_time_for_longer_and_is_then_a_dead_letter(app: Flask) -> None:
    outbox.enqueue("note", {})
    commit()

    def fail(_taken: list[OutboxRow]) -> None:
        raise ValueError("the post office is closed")

    worker = Worker({"note": fail})
    waits = []
    for _ in range(outbox.MAXIMUM_ATTEMPTS):
        assert worker.drain() == 1
        due_at = rows()[0].due_at
        if due_at is not None:
            waits.append(round((due_at - clock.now()).total_seconds()))
            clock.forward(due_at - clock.now() + timedelta(seconds=1))
    assert waits == sorted(waits)
    assert worker.drain() == 0
    (dead,) = list_dead()
    assert "post office" in (dead.last_error or "")
    with transaction():
        retry_dead(rows()[0])
    assert Worker({"note": lambda _taken: None}).drain() == 1


def test_a_failing_row_rolls_back_what_its_handler_wrote(app: Flask) -> None:
    outbox.enqueue("note", {})
    commit()

    def write_then_fail(_taken: list[OutboxRow]) -> None:
        outbox.enqueue("another", {})
        raise ValueError

    Worker({"note": write_then_fail}).drain()
    assert [row.kind for row in rows()] == ["note"]


def test_batched_kinds_come_together_and_single_ones_alone(app: Flask) -> None:
    for _ in range(3):
        outbox.enqueue("index", {})
        outbox.enqueue("note", {})
    commit()
    sizes: dict[str, list[int]] = {"index": [], "note": []}
    worker = Worker(
        {
            "index": lambda taken: sizes["index"].append(len(taken)),
            "note": lambda taken: sizes["note"].append(len(taken)),
        },
        batched=frozenset({"index"}),
    )
    worker.drain()
    assert sizes == {"index": [3], "note": [1, 1, 1]}


def test_done_rows_are_forgotten_after_a_week_but_keys_are_kept(app: Flask) -> None:
    outbox.enqueue("note", {})
    outbox.enqueue("note", {}, key="proof")
    commit()
    Worker({"note": lambda _taken: None}).drain()
    clock.forward(timedelta(days=8))
    with transaction():
        outbox.forget_done()
    assert [row.key for row in rows()] == ["proof"]
