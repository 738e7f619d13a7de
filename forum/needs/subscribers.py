"""What follows for unmet needs from what happens below."""

from __future__ import annotations

from forum.core.events import subscribe
from forum.councils.events import CouncilReplaced
from forum.councils.reassignment import pass_rows
from forum.needs.models import UnmetNeed


def register() -> None:
    """Listen: what was looked for in vain at a council that closed is for its successor to see."""
    subscribe(CouncilReplaced, pass_needs)


def pass_needs(event: CouncilReplaced) -> None:
    """Unmet needs go to who took the council's place."""
    pass_rows(UnmetNeed, event)
