"""Which events of groups lead to which mails."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from forum.accounts.models import Person, SiteRole
from forum.core import clock, events
from forum.core.db import db
from forum.core.letters import full_address
from forum.core.outbox import enqueue
from forum.groups.events import GroupClaimed, GroupClaimSettled, GroupGrownOld
from forum.groups.models import Group, GroupClaim, Membership
from forum.notifications.letters import write_to_person

MOST_TOLD = 50


def register() -> None:
    """Listen to what happens to groups."""
    events.subscribe(GroupClaimed, tell_moderators)
    events.subscribe(GroupClaimSettled, tell_who_claimed)
    events.subscribe(GroupGrownOld, ask_organisers)


def tell_moderators(event: GroupClaimed) -> None:
    """Moderators hear that somebody says that a group is theirs."""
    enqueue("tell_of_claim", {"claim": event.claim.id})


def tell_who_claimed(event: GroupClaimSettled) -> None:
    """Whoever asked hears what became of it."""
    enqueue("tell_of_claim", {"claim": event.claim.id})


def ask_organisers(event: GroupGrownOld) -> None:
    """The organisers of a group are asked whether its page is still right."""
    enqueue("ask_organisers", {"group": event.group.id, "year": clock.today().year})


def write_of_claim(payload: dict[str, Any]) -> None:
    """Write to the moderators of a claim that waits, or to whoever made one that is settled."""
    claim = db.session.get(GroupClaim, payload["claim"])
    if claim is None:
        return
    if claim.settled_at is None:
        staff = select(Person).where(Person.role.in_([SiteRole.MODERATOR, SiteRole.ADMINISTRATOR]))
        people = db.session.scalars(staff.order_by(Person.id).limit(MOST_TOLD)).all()
        words = {"group": claim.group, "address": full_address("/groups/claims")}
        _write("groups-claimed", list(people), f"claimed:{claim.id}", words)
        return
    address = full_address(f"/groups/{claim.group.id}-{claim.group.slug}")
    words = {"group": claim.group, "address": address, "was_granted": claim.was_granted}
    _write("groups-claim-settled", [claim.person], f"claim-settled:{claim.id}", words)


def write_to_organisers(payload: dict[str, Any]) -> None:
    """Ask the organisers of a group whether its page is still right."""
    group = db.session.get(Group, payload["group"])
    if group is None:
        return
    query = select(Person).join(Membership, Membership.person_id == Person.id)
    query = query.where(Membership.group_id == group.id, Membership.is_organiser).order_by(Person.id)
    words = {"group": group, "address": full_address(f"/groups/{group.id}-{group.slug}")}
    people = list(db.session.scalars(query.limit(MOST_TOLD)))
    _write("groups-still-right", people, f"still-right:{group.id}:{payload['year']}", words)


def _write(letter: str, people: list[Person], key: str, words: dict[str, object]) -> None:
    for person in people:
        if person.gets_news:
            write_to_person(letter, person=person, key=key, **words)
