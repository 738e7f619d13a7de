"""What is new in a thread, for the mail to those who follow it; each feature tells what can happen in its own threads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from forum.core.outbox import enqueue
from forum.core.text import excerpt, plain

LONGEST_QUOTE = 600


def nobody(_people: Sequence[int]) -> frozenset[int]:
    """Leave nobody out."""
    return frozenset()


@dataclass(frozen=True, slots=True)
class News:
    """One thing to tell: by which template, with which words, and whom it need not be told."""

    template: str
    key: str
    by: int | None
    words: Mapping[str, object] = field(default_factory=dict)
    told_otherwise: Callable[[Sequence[int]], frozenset[int]] = nobody
    """Which of these people get another mail about it instead."""
    since: datetime | None = None
    """Only those hear of it who followed then: the others have not heard what it takes back."""


Topics = Mapping[str, Callable[[int], News | None]]
"""What can happen in threads of a kind, by the name that the outbox row holds: reads what happened by its number."""


def notify_followers_later(*, thread_id: int, topic: str, about: int, due_at: datetime | None = None) -> None:
    """Have those who follow a thread told of something that happened in it."""
    payload = {"thread": thread_id, "topic": topic, "about": about, "after": 0}
    enqueue("tell_followers", payload, due_at=due_at)


def quoted(html: str) -> str:
    """Return the beginning of stored HTML as plain words."""
    return excerpt(plain(html), LONGEST_QUOTE)
