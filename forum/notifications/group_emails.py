"""Which events of groups lead to which mails."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from forum.accounts.models import Person, SiteRole
from forum.core import clock, events
from forum.core.db import db
from forum.core.outbox import enqueue
from forum.core.urls import absolute_url
from forum.groups.events import GroupClaimed, GroupClaimSettled, GroupGrownOld, GroupJoinAsked, GroupJoined
from forum.groups.join_links import token_of
from forum.groups.models import Group, GroupClaim, JoinRequest, Membership
from forum.groups.queries import list_organisers
from forum.groups.yearly_check import ASK_AFTER
from forum.threads.emails import write_to_person

MOST_TOLD = 50


def register() -> None:
    """Listen to what happens to groups."""
    events.subscribe(GroupJoinAsked, notify_of_request)
    events.subscribe(GroupJoined, notify_of_joiner)
    events.subscribe(GroupClaimed, notify_moderators)
    events.subscribe(GroupClaimSettled, notify_who_claimed)
    events.subscribe(GroupGrownOld, ask_organisers)


def notify_of_request(event: GroupJoinAsked) -> None:
    """The organisers hear that somebody asks to be let in."""
    enqueue("tell_of_join_request", {"request": event.request.id})


def notify_of_joiner(event: GroupJoined) -> None:
    """The organisers hear of everybody who joins, and whoever joined that they are in."""
    enqueue("tell_of_joiner", {"membership": event.membership.id})


def notify_moderators(event: GroupClaimed) -> None:
    """Moderators hear that somebody says that a group is theirs."""
    enqueue("tell_of_claim", {"claim": event.claim.id})


def notify_who_claimed(event: GroupClaimSettled) -> None:
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
        words = {"group": claim.group, "address": absolute_url("groups.claims")}
        _write("groups-claimed", list(people), f"claimed:{claim.id}", words)
        return
    address = absolute_url("group_pages.group", number=claim.group.id, slug=claim.group.slug)
    words = {"group": claim.group, "address": address, "was_granted": claim.was_granted}
    _write("groups-claim-settled", [claim.person], f"claim-settled:{claim.id}", words)


def write_of_join_request(payload: dict[str, Any]) -> None:
    """Write to the organisers of a group who asks to be let in, each with a link of their own."""
    asked = db.session.get(JoinRequest, payload["request"])
    if asked is None:
        return
    for organiser in list_organisers(asked.group_id):
        token = token_of(request_id=asked.id, organiser_id=organiser.id)
        words = {
            "group": asked.group,
            "who": asked.person.name,
            "address": absolute_url("group_joining.from_mail", token=token),
        }
        _write(
            "groups-join-asked", [organiser], f"join-asked:{asked.id}:{asked.created_at:%Y%m%d%H%M%S}", words
        )


def write_of_joiner(payload: dict[str, Any]) -> None:
    """Write to the organisers that somebody joined."""
    membership = db.session.get(Membership, payload["membership"])
    if membership is None:
        return
    group, joined = membership.group, membership.person
    at = f"{membership.id}:{membership.created_at:%Y%m%d%H%M%S}"  # a number may be given out twice
    address = absolute_url("groups.members", number=group.id)
    words = {"group": group, "who": joined.name, "address": address}
    others = [one for one in list_organisers(group.id) if one.id != joined.id]
    _write("groups-joined", others, f"joined:{at}", words)
    if group.claimed_at is not None and not membership.is_organiser:
        page = absolute_url("group_pages.group", number=group.id, slug=group.slug)
        _write("groups-let-in", [joined], f"let-in:{at}", {"group": group, "address": page})


def write_to_organisers(payload: dict[str, Any]) -> None:
    """Ask the organisers of a group whether its page is still right."""
    group = db.session.get(Group, payload["group"])
    if group is None:
        return
    words = {
        "group": group,
        "address": absolute_url("group_pages.group", number=group.id, slug=group.slug),
        "after": ASK_AFTER,
    }
    _write(
        "groups-still-right", list_organisers(group.id), f"still-right:{group.id}:{payload['year']}", words
    )


def _write(letter: str, people: Sequence[Person], key: str, words: dict[str, object]) -> None:
    for person in people:
        if person.gets_news:
            write_to_person(letter, person=person, key=key, **words)
