"""What can happen in any thread."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event
from forum.threads.models import Comment, GroupStatementRetraction, Thread


@dataclass(frozen=True, slots=True)
class CommentPosted(Event):
    """Somebody replied in a thread."""

    comment: Comment


@dataclass(frozen=True, slots=True)
class ThreadPosted(Event):
    """Something new was posted, with its tags and its place; sent beside the event of its own kind."""

    thread: Thread


@dataclass(frozen=True, slots=True)
class ThreadHiddenOrShown(Event):
    """A moderator took a thread out of sight, or let it be seen again."""

    thread: Thread


@dataclass(frozen=True, slots=True)
class StatementRetracted(Event):
    """A group's organisers took back what was said in its name; whoever said it, and the organisers, are to be told."""

    record: GroupStatementRetraction
