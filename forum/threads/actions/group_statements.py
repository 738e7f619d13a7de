"""A group's organisers take back what was said in its name: the words stay, the group's name does not."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.core import clock, events
from forum.core.db import db
from forum.groups.models import Group
from forum.threads.events import StatementRetracted
from forum.threads.models import GroupStatementRetraction, StatementKind, Thread
from forum.threads.reindex import enqueue_reindex

LONGEST_TITLE = 300


def take_back_thread(*, thread: Thread, by: Person) -> None:
    """Take the group's name off what was posted in it: it is its author's alone from now on."""
    group = thread.group
    if group is None:
        return
    thread.group_id = thread.group = None
    thread.name_taken_back_at = clock.now()
    thread.version += 1
    keep_taken_back(
        group=group,
        kind=StatementKind.THREAD,
        number=thread.id,
        thread=thread,
        author_id=thread.author_id,
        by=by,
    )
    enqueue_reindex(f"thread:{thread.id}")


def keep_taken_back(
    *,
    group: Group,
    kind: StatementKind,
    number: int,
    author_id: int,
    by: Person,
    thread: Thread | None,
    title: str = "",
) -> GroupStatementRetraction:
    """Write down what was taken back, by whom and when; the author and the organisers hear of it."""
    record = GroupStatementRetraction(
        group_id=group.id,
        kind=kind,
        number=number,
        thread_id=thread.id if thread else None,
        title=(thread.title if thread else title)[:LONGEST_TITLE],
        author_id=author_id,
        taken_back_by_id=by.id,
        created_at=clock.now(),
    )
    db.session.add(record)
    if thread is not None:
        thread.number_of_taken_back += 1
    db.session.flush()
    events.send(StatementRetracted(record))
    return record
