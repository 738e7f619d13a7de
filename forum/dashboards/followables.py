"""That an obstacle can be followed: one kind of barrier with one owner of the rule, in all councils."""

from __future__ import annotations

from collections.abc import Sequence

from forum.barriers.models import Barrier
from forum.barriers.vocabulary import CATEGORY_BY_CODE, RULE_SOURCE_BY_CODE
from forum.councils.identity import Identity
from forum.dashboards.output.presenters import obstacle_url
from forum.follows.followables import Followable, Named, Subject
from forum.follows.models import FollowKind
from forum.threads.models import Thread


class FollowableObstacle(Followable):
    """One obstacle, wherever it is met."""

    kind = FollowKind.OBSTACLE
    label = "Obstacle"

    def name_all(self, _identity: Identity, keys: Sequence[str]) -> Named:
        """Name the obstacles."""
        found = {}
        for key in keys:
            category, _, rule_source = key.partition("/")
            kind, source = CATEGORY_BY_CODE.get(category), RULE_SOURCE_BY_CODE.get(rule_source)
            if kind is not None and source is not None:
                title, url = f"{kind.label}: {source.label}", obstacle_url(category, rule_source)
                found[key] = Subject(self.kind, key, title, url, self.label)
        return found

    def keys_of(self, thread: Thread) -> Sequence[str]:
        """Return what a barrier is an instance of."""
        return (obstacle_key(thread.category, thread.rule_source),) if isinstance(thread, Barrier) else ()


def obstacle_key(category: str, rule_source: str) -> str:
    """Return the key under which an obstacle is followed."""
    return f"{category}/{rule_source}"
