"""What the first start has indexed, the worker does not index once more; what came meanwhile, it does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.core.db import commit, db
from forum.core.outbox import OutboxRow, enqueue, take
from forum.threads import index_maintenance
from forum.threads.index_maintenance import rebuild_index_in_place_of_what_waits

pytestmark = [pytest.mark.sql, pytest.mark.usefixtures("own_index")]


def test_what_a_rebuild_has_read_is_not_indexed_again_and_all_else_is(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    enqueue("index", {"document": "thread:1"})
    leased = take(["index"], limit=1)[0].id
    enqueue("index", {"document": "thread:2"})
    enqueue("mail", {"to": "someone@example.org"})
    commit()
    read = index_maintenance.all_documents

    def read_while_somebody_posts() -> Iterable[Any]:
        yield from read()
        enqueue("index", {"document": "thread:3"})
        commit()

    monkeypatch.setattr(index_maintenance, "all_documents", read_while_somebody_posts)
    rebuild_index_in_place_of_what_waits()
    left = db.session.execute(select(OutboxRow.id, OutboxRow.payload).order_by(OutboxRow.id)).all()
    assert [row.payload.get("document") for row in left] == ["thread:1", None, "thread:3"]
    assert left[0].id == leased
