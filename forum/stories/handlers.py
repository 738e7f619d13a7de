"""What the worker does for stories when the time has come."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forum.core import clock
from forum.core.db import db
from forum.core.events import send
from forum.core.outbox import OutboxRow
from forum.stories.actions.publish import ASK_AFTER, ASK_STILL_TRUE, ask_later
from forum.stories.events import StoryGrownOld
from forum.stories.models import Story


def ask_whether_still_true(rows: list[OutboxRow]) -> None:
    """Have its authors asked about a story that nobody confirmed for a year; the next question is due in a year."""
    for row in rows:
        story = db.session.get(Story, row.payload["story"])
        if story is None or not story.is_in_sight or story.archived_at is not None:
            continue
        if is_old(story):
            send(StoryGrownOld(story))
        ask_later(story)


def is_old(story: Story) -> bool:
    """Return whether a year has passed since somebody said that a story is true."""
    last = story.still_true_at or story.told_at
    return last is not None and clock.now() - last >= ASK_AFTER


HANDLERS: Mapping[str, Callable[[list[OutboxRow]], None]] = {ASK_STILL_TRUE: ask_whether_still_true}
