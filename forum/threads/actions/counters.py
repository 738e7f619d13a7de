"""Keeps a thread's number of comments at what its readers see."""

from __future__ import annotations

from sqlalchemy import update

from forum.core.db import db
from forum.threads.models import Thread


def count_comment(*, thread: Thread, by: int) -> None:
    """Count in the database, so that two comments at once are two."""
    number = Thread.number_of_comments + by
    db.session.execute(update(Thread).where(Thread.id == thread.id).values(number_of_comments=number))
    db.session.refresh(thread, ["number_of_comments"])
