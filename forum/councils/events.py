"""What happens to councils."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event
from forum.councils.models import Council


@dataclass(frozen=True, slots=True)
class CouncilFollowed(Event):
    """Somebody wants to hear of a council each month."""

    council: Council
