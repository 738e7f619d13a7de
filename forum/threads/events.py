"""What can happen in any thread."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event
from forum.threads.models import Comment


@dataclass(frozen=True, slots=True)
class CommentPosted(Event):
    """Somebody replied in a thread."""

    comment: Comment
