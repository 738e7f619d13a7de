"""A thread as it stands in a list: what the component thread_card shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.threads.attachments import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thread in a list, in words; whoever makes it leaves out what the reader may not know."""

    url: str
    title: str
    kind_label: str = ""
    category: str = ""
    """The code of the kind of obstacle it is about, for its icon."""
    state: str = ""
    state_label: str = ""
    council: str = ""
    area: str = ""
    when: datetime | None = None
    number_of_affected: int = 0
    number_of_comments: int = 0
    excerpt: str = ""
    overdue: bool = False
    facts: tuple[str, ...] = ()
    """What else there is to say of it, in a few words each."""
    cover: Picture | None = None
