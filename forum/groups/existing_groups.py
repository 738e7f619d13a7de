"""Which groups are here already, for an import: by identifier and name together, since branches share an identifier."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.outbox import enqueue_many
from forum.councils.models import Council
from forum.councils.places import NOWHERE, Clue, Place, Places
from forum.groups.models import DuplicateReason, Group, GroupKnownAs, SameGroup
from forum.groups.name_matching import normalise_name
from forum.groups.threesixty_giving import Recipient


class GroupIdentity(NamedTuple):
    """What makes two recipients one: the identifier, in small letters, and the name as it is compared."""

    org_id: str
    name: str


def group_identity_of(recipient: Recipient) -> GroupIdentity:
    """Return what a recipient is known by."""
    return GroupIdentity(recipient.org_id.casefold(), normalise_name(recipient.name))


class KnownGroups:
    """What is here already, read once, and what waits to be written."""

    def __init__(self, council: Council | None) -> None:
        self.council = Place(council.id) if council else NOWHERE
        self.places = Places.load()
        self.ids: dict[GroupIdentity, int] = {}
        self.waiting: dict[GroupIdentity, Group] = {}
        self.adopted: dict[GroupIdentity, int] = {}
        self.pairs: dict[tuple[GroupIdentity, GroupIdentity], DuplicateReason] = {}
        self.seen: set[GroupIdentity] = set()
        self.first_with: dict[str, GroupIdentity] = {}
        """The first group of each identifier."""
        self.numbered: dict[str, GroupIdentity] = {}
        """Whose number in another register it is, as far as this file says."""
        self.named: defaultdict[str, list[GroupIdentity]] = defaultdict(list)
        rows = select(GroupKnownAs.org_id, GroupKnownAs.normalised_name, GroupKnownAs.group_id)
        for org_id, name, number in db.session.execute(rows.order_by(GroupKnownAs.id)).tuples():
            self._remember(GroupIdentity(org_id, name))
            self.ids[GroupIdentity(org_id, name)] = number
        ours = select(Group.org_id, Group.normalised_name, Group.id).where(Group.org_id.is_not(None))
        for written, name, number in db.session.execute(ours).tuples():
            identity = GroupIdentity((written or "").casefold(), name)
            if identity.org_id not in self.first_with:  # written by hand, or by the demo
                self._remember(identity)
                self.ids[identity] = number

    def has(self, identity: GroupIdentity) -> bool:
        """Return whether a group is here, or waits to be."""
        return identity in self.ids or identity in self.waiting or identity in self.adopted

    def add(self, recipient: Recipient, group: Group | None, adopted: int | None = None) -> None:
        """Have a group made with the next `write`, or an identifier given to one that people had made."""
        identity = group_identity_of(recipient)
        if group is not None:
            self.waiting[identity] = group
        elif adopted is not None:
            self.adopted[identity] = adopted
        self._look_for_twins(identity, recipient)
        self._remember(identity)

    def _remember(self, identity: GroupIdentity) -> None:
        self.first_with.setdefault(identity.org_id, identity)
        self.named[identity.name].append(identity)

    def _look_for_twins(self, identity: GroupIdentity, recipient: Recipient) -> None:
        """Note who may be the same group: one identifier, one number in two registers, or one name in two registers."""
        first = self.first_with.get(identity.org_id)
        if first is not None:
            self._pair(first, identity, DuplicateReason.IDENTIFIER)
        numbers = _numbers(recipient)
        for number in numbers:
            twin = self.first_with.get(number) or self.numbered.get(number)
            if twin is not None and twin.org_id != identity.org_id:
                self._pair(twin, identity, DuplicateReason.NUMBERS)
        for number in numbers:
            self.numbered.setdefault(number, identity)
        for twin in self.named[identity.name][:5]:
            if _register(twin.org_id) != _register(identity.org_id):
                self._pair(twin, identity, DuplicateReason.NAME)

    def _pair(self, one: GroupIdentity, other: GroupIdentity, likeness: DuplicateReason) -> None:
        if one != other:
            self.pairs.setdefault((one, other), likeness)

    def place_of_group(self, recipient: Recipient) -> Place:
        """Find where a group is: as it says itself, else the council of those whom it helps, else the one asked for."""
        own = self.places.find(recipient.places)
        if own is not NOWHERE:
            return own
        return Place(self.places.find(recipient.helped).council_id) if recipient.helped else self.council

    def place_of_help(self, helped: tuple[Clue, ...], recipients: tuple[Clue, ...]) -> Place:
        """Find where a project is: where its people are, else where its group is; else NOWHERE."""
        found = self.places.find(helped)
        return self.places.find(recipients) if found is NOWHERE else found

    def write(self) -> None:
        """Write what waits, and have search learn of it."""
        made = list(self.waiting.values())
        db.session.add_all(made)
        db.session.flush()
        fresh = {identity: group.id for identity, group in self.waiting.items()} | self.adopted
        self.ids |= fresh
        db.session.add_all(
            GroupKnownAs(group_id=number, org_id=identity.org_id, normalised_name=identity.name)
            for identity, number in fresh.items()
        )
        self._write_pairs()
        enqueue_many("index", [{"document": f"group:{group.id}"} for group in made])
        self.waiting.clear()
        self.adopted.clear()

    def _write_pairs(self) -> None:
        numbered = {
            (min(pair), max(pair)): likeness
            for (one, other), likeness in reversed(self.pairs.items())
            if (pair := (self.ids[one], self.ids[other])) and pair[0] != pair[1]
        }
        self.pairs.clear()
        if not numbered:
            return
        known = select(SameGroup.group_id, SameGroup.other_id)
        known = known.where(SameGroup.other_id.in_({other for _, other in numbered}))
        here = set(db.session.execute(known).tuples())
        db.session.add_all(
            SameGroup(group_id=one, other_id=other, likeness=likeness, created_at=clock.now())
            for (one, other), likeness in numbered.items()
            if (one, other) not in here
        )


def _numbers(recipient: Recipient) -> list[str]:
    """Return the identifiers that a recipient's numbers make in the registers of charities and of companies."""
    charity, company = recipient.charity_number.casefold(), recipient.company_number.casefold()
    found = [f"gb-chc-{charity}"] if charity.isalnum() else []
    found += [f"gb-coh-{company}", f"gb-coh-{company.zfill(8)}"] if company.isalnum() else []
    return [*dict.fromkeys([recipient.org_id.casefold(), *found])]


def _register(org_id: str) -> str:
    """Return the register of an identifier, "gb-chc" of "gb-chc-1"; what a funder numbered itself is its own register."""
    return "-".join(org_id.split("-")[:2])
