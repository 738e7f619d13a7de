"""What follows in discovery from what happens below."""

from __future__ import annotations

from forum.core.events import subscribe
from forum.discovery.search_checks import plan_check_at_once
from forum.threads.events import ThreadPosted


def register() -> None:
    """Listen to what is posted: it may fit a search that somebody follows."""
    subscribe(ThreadPosted, plan_check_at_once)
