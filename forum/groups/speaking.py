"""How a group is called where it speaks: one that nobody has claimed says so."""

from __future__ import annotations

from forum.groups.models import Group

UNCLAIMED = "not yet claimed"


def spoken_name(group: Group) -> str:
    """Return a group's name, marked where no organiser speaks for it: anybody may have joined it."""
    return group.name if group.claimed_at is not None else f"{group.name} ({UNCLAIMED})"
