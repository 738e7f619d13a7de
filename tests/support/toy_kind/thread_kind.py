"""What a tip tells the features that know threads only."""

from __future__ import annotations

from forum.councils.identity import Identity
from forum.threads.cards import Card
from forum.threads.kinds import ThreadKind, path_of
from forum.threads.visibility import known_area
from tests.support.toy_kind.models import Tip


class TipKind(ThreadKind[Tip]):
    """The kind of all tips."""

    name = "tip"
    label = "Tip"
    endpoint = "tips.show"
    facet_labels = {"state": {"tried": "Tried and liked"}}

    def card(self, thread: Tip, identity: Identity) -> Card:
        area = known_area(identity, thread)
        return Card(
            url=path_of(thread),
            title=thread.title,
            kind_label=self.label,
            council=thread.council.name if thread.council else "",
            area=area.name if area else "",
            when=thread.created_at,
        )

    def state(self, thread: Tip) -> str:
        return "tried" if thread.number_of_tries else ""
