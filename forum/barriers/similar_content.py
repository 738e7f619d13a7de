"""What is like something that is being written, or like a barrier: threads of every kind, and groups to ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forum.barriers.models import Barrier
from forum.barriers.queries.similar import list_groups_that_got_past
from forum.councils.identity import Identity
from forum.threads.kinds import list_kinds
from forum.threads.similar import find_similar
from forum.threads.similarity import Case


def help_from_others(case: Case, *, barriers: Sequence[Barrier], identity: Identity) -> dict[str, Any]:
    """Gather what the partial barriers/_help_from_others.html shows; `barriers` are those like it."""
    kinds = [kind.name for kind in list_kinds() if kind.name != "barrier"]
    found = find_similar(case, identity=identity, kinds=kinds) if kinds else []
    return {
        "others": [one.card(identity) for one in found],
        "who_to_ask": list_groups_that_got_past(barriers),
    }


def like_a_draft(case: Case, identity: Identity) -> dict[str, Any]:
    """Gather threads of all kinds like what somebody writes, and whom to ask about the barriers among them."""
    found = find_similar(case, identity=identity)
    return {
        "cards": [one.card(identity) for one in found],
        "who_to_ask": list_groups_that_got_past(
            [one.thread for one in found if isinstance(one.thread, Barrier)]
        ),
    }
