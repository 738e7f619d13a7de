"""What follows for all that is posted from what happens below."""

from __future__ import annotations

from forum.core.events import subscribe
from forum.councils.events import CouncilReplaced
from forum.councils.passing import index_rows, pass_rows
from forum.threads.models import Thread


def register() -> None:
    """Listen: what was posted about a council that closed is about its successor."""
    subscribe(CouncilReplaced, pass_threads)


def pass_threads(event: CouncilReplaced) -> None:
    """Everything that was posted goes to who took the council's place."""
    index_rows(Thread, event, ("thread", "comments-of"))
    event.moved["other post"] += pass_rows(Thread, event)
