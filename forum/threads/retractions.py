"""The trace that a page shows of what a group's organisers took back: what it was and when, but not of which group."""

from __future__ import annotations

from sqlalchemy import select

from forum.core.codes import ByCode
from forum.core.db import db
from forum.groups.display_names import taken_back_words
from forum.threads.models import GroupStatementRetraction, StatementKind, Thread

MOST_SHOWN = 20
_WHAT = ByCode(
    {
        StatementKind.STATEMENT: "A statement in a group’s name",
        StatementKind.CONFIRMATION: "An answer in a group’s name",
    }
)


def list_traces(thread: Thread) -> list[str]:
    """List a line for each statement and answer that was taken back in a thread; asks nothing where there is none."""
    if not thread.number_of_taken_back:
        return []
    query = select(GroupStatementRetraction.kind, GroupStatementRetraction.created_at).where(
        GroupStatementRetraction.thread_id == thread.id, GroupStatementRetraction.kind.in_(_WHAT)
    )
    rows = db.session.execute(query.order_by(GroupStatementRetraction.id).limit(MOST_SHOWN)).tuples()
    return [f"{_WHAT[StatementKind(kind)]}: {_lower(taken_back_words(at))}" for kind, at in rows]


def name_trace(thread: Thread) -> str:
    """Say of the thread itself when a group's organisers took its name off; empty where they did not."""
    return taken_back_words(thread.name_taken_back_at) if thread.name_taken_back_at is not None else ""


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
