"""What follows in groups from what happens below."""

from __future__ import annotations

from forum.core.events import subscribe
from forum.councils.events import CouncilReplaced
from forum.councils.reassignment import index_rows, pass_rows
from forum.groups.models import Group, Resource


def register() -> None:
    """Listen: the groups of a council that closed are at its successor."""
    subscribe(CouncilReplaced, pass_groups)


def pass_groups(event: CouncilReplaced) -> None:
    """Groups, and what they lend and need, go to who took the council's place."""
    index_rows(Group, event, ("group",))
    event.moved["group"] += pass_rows(Group, event)
    pass_rows(Resource, event)
