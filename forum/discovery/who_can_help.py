"""Who can help? Gathers, for a wish, a place and an obstacle, whom to ask and what others did; each may be left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.councils.identity import Identity
from forum.councils.queries import Contact, find_contact
from forum.discovery.gathered_sections import list_page_sections
from forum.groups.models import Group
from forum.threads.help import MOST_OF_EACH, NEARNESS, HelpList, Neighbour, Offered, Reasons, Wanted


@dataclass(frozen=True, slots=True)
class GroupToAsk:
    """A group to ask, why it is named here, and where it is."""

    group: Group
    why: str
    near: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """All that was found; each list is short and holds only what the reader may see."""

    contact: Contact | None
    groups: Sequence[GroupToAsk]
    offers: Sequence[Offered]
    lists: Sequence[HelpList]

    @property
    def missing(self) -> str:
        """Name the lists that are empty, in one phrase; empty where none is."""
        lists = [(self.groups, "groups that did it"), (self.offers, "offers of help")]
        named = [*lists, *((one.cards, one.missing) for one in self.lists)]
        names = [name for found, name in named if name and not found]
        return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))

    @property
    def is_nothing(self) -> bool:
        """Return whether nobody and nothing was found but, perhaps, a council's contact."""
        return not (self.groups or self.offers or any(one.cards for one in self.lists))


def find_help(wanted: Wanted, identity: Identity) -> Help:
    """Gather whom to ask and what others did. Never raises for what people type."""
    sections = list_page_sections()
    reasons = Reasons(wanted, identity, [ids for one in sections for ids in one.may_help(wanted, identity)])
    found = [one.who_can_help(reasons) for one in sections]
    lists = [one for part in found for one in part.lists]
    return Help(
        contact=find_contact(wanted.council, wanted.category) if wanted.council else None,
        groups=_nearest([one for part in found for one in part.groups], reasons),
        offers=[one for part in found for one in part.offers],
        lists=sorted(lists, key=lambda one: one.rank),
    )


def _nearest(found: Sequence[Neighbour], reasons: Reasons) -> list[GroupToAsk]:
    """Name each group once, the nearest first."""
    named: dict[int, Neighbour] = {}
    for one in sorted(found, key=lambda one: one.rank):
        named.setdefault(one.group.id, one)
    nearest = sorted(named.values(), key=lambda one: NEARNESS.index(reasons.near(one.group)))
    return [GroupToAsk(one.group, one.why, _near(one.group, reasons)) for one in nearest[:MOST_OF_EACH]]


def _near(group: Group, reasons: Reasons) -> str:
    return reasons.near(group).capitalize() or (group.council.name if group.council else "")
