"""Drafts grow old."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.settings import settings
from forum.core.worker import Worker
from forum.threads.actions.drafts import start_draft
from forum.threads.handlers import forget_drafts
from forum.threads.models import Draft

pytestmark = pytest.mark.sql


def drafts() -> int:
    return db.session.scalar(select(func.count(Draft.id))) or 0


def rows() -> int:
    waiting = select(func.count(OutboxRow.id)).where(OutboxRow.kind == "forget_drafts")
    return db.session.scalar(waiting.where(OutboxRow.done_at.is_(None))) or 0


def test_a_draft_that_nobody_touches_is_thrown_away_by_the_worker(app: Flask) -> None:
    worker = Worker({"forget_drafts": forget_drafts})
    start_draft(person=None, kind="barrier")
    start_draft(person=None, kind="barrier")
    commit()
    assert rows() == 1
    assert worker.drain() == 0
    clock.forward(settings().draft_lasts - timedelta(days=1))
    assert worker.drain() == 1
    assert (drafts(), rows()) == (2, 1)
    clock.forward(timedelta(days=2))
    worker.drain()
    assert (drafts(), rows()) == (0, 0)
