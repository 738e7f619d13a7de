"""The index mends itself: what differs is found at night and indexed anew, and a missing index is rebuilt."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from forum.core.db import commit, db, transaction
from forum.core.outbox import OutboxRow
from forum.features import FEATURES, worker_of
from forum.search.current import engine
from forum.threads import index_maintenance
from forum.threads.reindex import enqueue_reindex
from tests.support.factories import make_barrier

pytestmark = [pytest.mark.sql, pytest.mark.usefixtures("own_index")]


def drain() -> None:
    worker_of(FEATURES).drain()


def test_a_missing_index_is_rebuilt_and_a_present_one_is_left(app: Flask) -> None:
    make_barrier("Insurance for the hall")
    assert index_maintenance.rebuild_if_needed() is True
    assert index_maintenance.find_differences() == []
    assert index_maintenance.rebuild_if_needed() is False


def test_what_differs_is_found_in_its_slice_and_mended(app: Flask) -> None:
    barriers = [make_barrier(f"Barrier number {number}") for number in range(20)]
    index_maintenance.rebuild_index()
    gone, changed = f"thread:{barriers[0].id}", barriers[1]
    engine().apply(deletes=[gone])
    changed = db.session.get_one(type(changed), changed.id)
    changed.version += 1
    commit()
    wrong = {one for one, _ in index_maintenance.find_differences()}
    assert wrong == {gone, f"thread:{changed.id}"}
    by_slice = [
        {one for one, _ in index_maintenance.find_differences(part)}
        for part in range(index_maintenance.SLICES)
    ]
    assert set.union(*by_slice) == wrong
    assert sum(map(len, by_slice)) == len(wrong)
    with transaction():
        for one in wrong:
            enqueue_reindex(one)
    drain()
    assert index_maintenance.find_differences() == []


def test_each_night_sees_to_the_next(app: Flask) -> None:
    with transaction():
        index_maintenance.check_later()
        index_maintenance.check_later()
    (row,) = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == index_maintenance.CHECK)).all()
    assert row.due_at is not None
    assert row.due_at.astimezone(index_maintenance.clock.LOCAL).hour == index_maintenance.CHECK_HOUR
    with index_maintenance.clock.travelled_to(row.due_at):
        drain()
    nights = db.session.scalars(select(OutboxRow.key).where(OutboxRow.kind == index_maintenance.CHECK)).all()
    assert len(nights) == 2
