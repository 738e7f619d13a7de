"""What can happen in any thread."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event
from forum.threads.models import Comment, Thread


@dataclass(frozen=True, slots=True)
class CommentPosted(Event):
    """Somebody replied in a thread."""

    comment: Comment


@dataclass(frozen=True, slots=True)
class ThreadHiddenOrShown(Event):
    """A moderator took a thread out of sight, or let it be seen again."""

    thread: Thread
