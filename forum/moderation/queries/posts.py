"""Reads of comments that moderators move."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.councils.models import Council, Department
from forum.threads.models import Comment, Thread

MOST_OFFERED = 200
MOST_MOVED = 5_000


def get_comments(numbers: Sequence[int]) -> Sequence[Comment]:
    """Read some comments by their numbers."""
    query = select(Comment).where(Comment.id.in_(numbers)).order_by(Comment.id)
    return db.session.scalars(query).all()


def list_comments_of(thread: Thread, *, limit: int = MOST_MOVED) -> Sequence[Comment]:
    """List the comments of a thread, oldest first, with their authors."""
    query = select(Comment).where(Comment.thread_id == thread.id).options(joinedload(Comment.author))
    return db.session.scalars(query.order_by(Comment.id).limit(limit)).all()


def list_comments_to_split(thread: Thread) -> Sequence[Comment]:
    """List the comments that can be given a page of their own: those that stand."""
    return [
        one
        for one in list_comments_of(thread, limit=MOST_OFFERED)
        if one.deleted_at is None and one.is_in_sight
    ]


def get_place(council: int | None, department: int | None) -> tuple[Council | None, Department | None]:
    """Read a council and a department by their numbers, as they were kept."""
    return (
        db.session.get(Council, council) if council else None,
        db.session.get(Department, department) if department else None,
    )
