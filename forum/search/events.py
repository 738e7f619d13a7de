"""What can happen when people search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class SearchAnswered(Event):
    """The first page of a search that was narrowed by nothing but its words was made: what it shows, in its order."""

    words: str
    document_ids: Sequence[str]
    total: int
