"""Drafts grow old: what somebody typed and never published is not kept for ever."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from forum.core import clock
from forum.core.db import db
from forum.core.outbox import enqueue
from forum.core.settings import settings
from forum.threads.models import Draft


def forget_drafts_later() -> None:
    """Have the worker look for old drafts tomorrow; asked often on one day, it looks once."""
    tomorrow = clock.today() + timedelta(days=1)
    due_at = clock.now() + timedelta(days=1)
    with suppress(IntegrityError), db.session.begin_nested():  # somebody else may have asked just now
        enqueue("forget_drafts", {}, due_at=due_at, key=f"forget_drafts:{tomorrow}")


def forget_old_drafts() -> int:
    """Throw away the drafts that nobody has touched for as long as the settings keep them; gives how many."""
    before = clock.now() - settings().draft_lasts
    forgotten = db.session.execute(delete(Draft).where(Draft.updated_at < before))
    if db.session.scalar(select(Draft.id).limit(1)) is not None:
        forget_drafts_later()
    return int(forgotten.rowcount)  # type: ignore[attr-defined]  # every DML result has it
