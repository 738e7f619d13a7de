"""Keeping a story true: confirming it, and keeping it for the record only."""

from __future__ import annotations

from forum.core import clock
from forum.core.db import db
from forum.stories.actions.publish import touch
from forum.stories.models import Story


def confirm_story(*, story: Story) -> None:
    """Record that it is still true; the question comes again in a year."""
    story.still_true_at = clock.now()
    db.session.flush()


def archive_story(*, story: Story) -> None:
    """Archive a story: its page stays, lists leave it out."""
    story.archived_at = story.archived_at or clock.now()
    touch(story)


def restore_story(*, story: Story) -> None:
    """Return a story to the others: it is true again."""
    story.archived_at, story.still_true_at = None, clock.now()
    touch(story)


def close_hints(*, story: Story) -> None:
    """Stop saying what could be added."""
    story.hint_closed_at = clock.now()
    db.session.flush()
