"""What is like something that is being written, or like a barrier: threads of every kind, and groups to ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forum.barriers.cards import card
from forum.barriers.models import Barrier
from forum.barriers.queries.similar import Alike, list_groups_that_got_past
from forum.councils.standing import Standing
from forum.threads.kinds import kind_of, list_kinds
from forum.threads.similar import find_similar


def with_reason(alike: Alike, standing: Standing) -> dict[str, Any]:
    """Return the card of a barrier like another, with what they have in common."""
    shown = card(alike.barrier, standing)
    return {**shown, "facts": [*shown.get("facts", ()), alike.why]}


def help_from_others(
    *, title: str, story: str, barriers: Sequence[Barrier], standing: Standing
) -> dict[str, Any]:
    """Gather what the partial barriers/_help_from_others.html shows; `barriers` are those like it."""
    kinds = [kind.name for kind in list_kinds() if kind.name != "barrier"]
    found = find_similar(title=title, text=story, standing=standing, kinds=kinds) if kinds else []
    return {
        "others": [kind_of(one).card(one, standing) for one in found],
        "who_to_ask": list_groups_that_got_past(barriers),
    }


def like_a_draft(*, title: str, text: str, standing: Standing) -> dict[str, Any]:
    """Gather threads of all kinds like what somebody writes, and whom to ask about the barriers among them."""
    found = find_similar(title=title, text=text, standing=standing)
    return {
        "cards": [kind_of(one).card(one, standing) for one in found],
        "who_to_ask": list_groups_that_got_past([one for one in found if isinstance(one, Barrier)]),
    }
