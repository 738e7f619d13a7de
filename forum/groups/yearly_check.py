"""Keeping a group's page right: asked once a year, answered with one press."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from forum.core import clock
from forum.core.db import db
from forum.core.events import send
from forum.core.outbox import OutboxRow, enqueue
from forum.groups.events import GroupGrownOld
from forum.groups.models import Group

ASK_AFTER = timedelta(days=365)
ASK_STILL_RIGHT = "ask_group_still_right"


def confirm_group(*, group: Group) -> None:
    """Record that a group's page is right; the question comes again in a year."""
    group.right_at = clock.now()
    db.session.flush()


def ask_later(group: Group) -> None:
    """Have its organisers asked in a year whether its page is still right."""
    due_at = clock.now() + ASK_AFTER
    enqueue(
        ASK_STILL_RIGHT, {"group": group.id}, due_at=due_at, key=f"{ASK_STILL_RIGHT}:{group.id}:{due_at.year}"
    )


def is_old(group: Group) -> bool:
    """Return whether a year has passed since somebody of the group said that its page is right."""
    last = group.right_at or group.claimed_at
    return last is not None and clock.now() - last >= ASK_AFTER


def ask_whether_still_right(rows: list[OutboxRow]) -> None:
    """Have organisers asked about a page that nobody confirmed for a year; the next question is due in a year."""
    for row in rows:
        group = db.session.get(Group, row.payload["group"])
        if group is None or group.claimed_at is None:
            continue
        if is_old(group):
            send(GroupGrownOld(group))
        ask_later(group)


HANDLERS: Mapping[str, Callable[[list[OutboxRow]], None]] = {ASK_STILL_RIGHT: ask_whether_still_right}
