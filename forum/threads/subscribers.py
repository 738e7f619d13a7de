"""What follows for all that is posted from what happens below."""

from __future__ import annotations

from sqlalchemy import select

from forum.core.db import db
from forum.core.events import subscribe
from forum.core.outbox import enqueue_many
from forum.councils.events import CouncilReplaced
from forum.councils.reassignment import index_rows, pass_rows
from forum.groups.events import GroupDescribed, GroupsJoined
from forum.groups.merging import pass_rows as pass_rows_of_group
from forum.threads.holds.screening import screen_group
from forum.threads.models import GroupStatementRetraction, Thread


def register() -> None:
    """Listen: what was posted about a council that closed is about its successor, a joined group's is the other's, and new groups may wait."""
    subscribe(CouncilReplaced, pass_threads)
    subscribe(GroupsJoined, pass_threads_of_group)
    subscribe(GroupDescribed, screen_group)


def pass_threads(event: CouncilReplaced) -> None:
    """Everything that was posted goes to who took the council's place."""
    index_rows(Thread, event, ("thread", "comments-of"))
    event.moved["other post"] += pass_rows(Thread, event)


def pass_threads_of_group(event: GroupsJoined) -> None:
    """What was posted for a group is posted for the one that it was joined to."""
    numbers = db.session.scalars(select(Thread.id).where(Thread.group_id == event.gone.id)).all()
    enqueue_many("index", [{"document": f"thread:{number}"} for number in numbers])
    for table in (Thread, GroupStatementRetraction):
        pass_rows_of_group(table, "group_id", kept=event.kept.id, gone=event.gone.id)
