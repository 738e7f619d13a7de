"""What is new in a thread, for those who are told of it; each feature tells what can happen in its own threads.

What happened is stored as the name of a topic, a number and parameters. Its sentence, and the words of its letter, are
made when somebody reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

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
    summary: str = ""
    """What a digest says of it, where that is more than its sentence: its letter would say it too."""
    since: datetime | None = None
    """Only those hear of it who followed then: the others have not heard what it takes back."""


@dataclass(frozen=True, slots=True)
class NoParams:
    """What happened needs no more than its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One sort of thing that can happen: what its row holds, how it reads, and which letter tells it."""

    sentence: Callable[[Any], str]
    """Makes the sentence of its parameters; it names nobody whom some reader may not know."""
    params: type = NoParams
    """The class of its parameters: a frozen dataclass of codes and numbers."""
    read: Callable[[int], News | None]
    """Reads what happened by its number, for its letter; None where it is not to be told any more."""
    plural: str = ""
    """What is said of several at once, with {number}; without it each has its own sentence."""
    path: Callable[[Any], str] | None = None
    """Makes the address that it leads to of its parameters, where it is about no thread."""
    is_wide: bool = False
    """Whether those hear of it too who follow a tag, a council or the like, and not this thread alone."""


Topics = Mapping[str, Topic]
"""What can happen in threads of a kind, by the names that rows hold."""


def quoted(html: str) -> str:
    """Return the beginning of stored HTML as plain words."""
    return excerpt(plain(html), LONGEST_QUOTE)
