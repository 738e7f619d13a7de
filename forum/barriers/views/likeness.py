"""What else may help somebody who met a barrier: stories and questions like it, and groups that got past it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forum.barriers.models import Barrier
from forum.barriers.queries.similar import list_groups_that_got_past
from forum.councils.standing import current_standing
from forum.threads.kinds import kind_of, list_kinds
from forum.threads.similar import find_similar


def help_from_others(*, title: str, story: str, barriers: Sequence[Barrier]) -> dict[str, Any]:
    """Gather what the partial barriers/_help_from_others.html shows; `barriers` are those like it."""
    standing = current_standing()
    kinds = [kind.name for kind in list_kinds() if kind.name != "barrier"]
    found = find_similar(title=title, text=story, standing=standing, kinds=kinds) if kinds else []
    return {
        "others": [kind_of(one).card(one, standing) for one in found],
        "who_to_ask": list_groups_that_got_past(barriers),
    }
