"""What people do with groups."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.core.events import send
from forum.core.outbox import enqueue
from forum.core.slugs import slug
from forum.councils.models import Area, Council
from forum.groups.events import GroupClaimed, GroupClaimSettled, GroupDescribed, GroupJoinAsked, GroupJoined
from forum.groups.mail_domains import joins_at_once
from forum.groups.models import Group, GroupClaim, GroupTopic, JoinRequest, Membership
from forum.groups.name_matching import LONGEST_NAME, normalise_name
from forum.groups.queries import find_group, find_join_request, find_open_claim, get_membership
from forum.groups.vocabulary import MOST_TOPICS
from forum.groups.yearly_check import ask_later


def create_group(
    *,
    name: str,
    council: Council | None,
    person: Person,
    area: Area | None = None,
    summary: str = "",
    website: str = "",
    legal_form: str | None = None,
    topics: Sequence[str] = (),
    is_unlisted: bool = False,
) -> Group:
    """Make a group; whoever makes it organises it. One that is to be listed may have to wait for a moderator."""
    group = Group(created_at=clock.now(), claimed_at=clock.now(), is_unlisted=is_unlisted)
    _fill(group, name, council, area, summary, website, legal_form)
    _set_topics(group, topics)
    db.session.add(group)
    db.session.flush()
    db.session.add(_membership(group, person, is_organiser=True))
    db.session.flush()
    ask_later(group)
    if not is_unlisted:
        send(GroupDescribed(group=group, by=person))
    index_group(group)
    return group


def find_or_create_group(*, name: str, council: Council | None, person: Person) -> Group:
    """Return the group of this name at this council, made if it is new; unlisted until it is named where all can read it.

    The person is in it afterwards, or waits for its organisers where somebody speaks for it.
    """
    group = find_group(name=name, council=council, person=person)
    if group is None:
        return create_group(name=name, council=council, person=person, is_unlisted=True)
    if get_membership(group, person) is None:
        join_or_ask(group=group, person=person)
    return group


def list_group(group: Group | None, *, by: Person | None = None) -> None:
    """Let everyone know of a group, now that it is named where everyone reads it; or that `by` wants it listed."""
    if group is not None and group.is_unlisted:
        group.is_unlisted = False
        if by is not None:
            send(GroupDescribed(group=group, by=by))
        index_group(group)


def join_or_ask(*, group: Group, person: Person) -> Membership | JoinRequest | GroupClaim:
    """Join a group that nobody ever spoke for, or that lets the person in by their address; ask any other.

    Of one that its organisers left, moderators are asked.
    """
    if group.is_open:
        return join_group(group=group, person=person)
    if group.claimed_at is None:
        return claim_group(group=group, person=person, words="")
    if joins_at_once(group, person):
        waits = find_join_request(group, person)
        return let_in(request=waits) if waits else join_group(group=group, person=person)
    return ask_to_join(group=group, person=person)


def change_group(
    *,
    group: Group,
    by: Person,
    name: str,
    council: Council | None,
    area: Area | None,
    summary: str,
    website: str,
    legal_form: str | None,
    topics: Sequence[str] = (),
) -> None:
    """Correct what a group says of itself. It may have to wait for a moderator."""
    _fill(group, name, council, area, summary, website, legal_form)
    _set_topics(group, topics)
    db.session.flush()
    if not group.is_unlisted:
        send(GroupDescribed(group=group, by=by))
    index_group(group)


def join_group(*, group: Group, person: Person) -> Membership:
    """Become a member: one may then post in the group's name. Nobody's membership is shown unless they say so."""
    membership = _membership(group, person, is_organiser=False)
    db.session.add(membership)
    db.session.flush()
    send(GroupJoined(membership))
    return membership


def ask_to_join(*, group: Group, person: Person) -> JoinRequest:
    """Ask a group's organisers to be let in; asking twice is asking once."""
    request = find_join_request(group, person)
    if request is None:
        request = JoinRequest(group_id=group.id, person_id=person.id, created_at=clock.now())
        db.session.add(request)
        db.session.flush()
        send(GroupJoinAsked(request))
    return request


def let_in(*, request: JoinRequest) -> Membership:
    """Let somebody into the group, so that they can post in its name."""
    group, person = request.group, request.person
    db.session.delete(request)
    return get_membership(group, person) or join_group(group=group, person=person)


def refuse_to_let_in(*, request: JoinRequest) -> None:
    """Leave somebody out; they can post for themselves as before."""
    db.session.delete(request)
    db.session.flush()


def leave_group(*, membership: Membership) -> None:
    """Leave a group, or be removed from it; what was posted stays the group's.

    After the last organiser, nobody joins it unless a moderator lets them speak for it: they would speak under words of others.
    """
    group = membership.group
    db.session.delete(membership)
    db.session.flush()
    organised = select(Membership.id).where(Membership.group_id == group.id, Membership.is_organiser)
    if group.claimed_at is not None and db.session.scalar(organised.limit(1)) is None:
        group.claimed_at = group.email_domain = None
        group.left_at = clock.now()


def set_email_domain(*, group: Group, domain: str | None) -> None:
    """Let people with an address of this domain in at once; None ends it."""
    group.email_domain = domain


def show_member(*, membership: Membership) -> None:
    """Show one's name on the group's page."""
    membership.is_shown = True


def hide_member(*, membership: Membership) -> None:
    """Take one's name off the group's page."""
    membership.is_shown = False


def claim_group(*, group: Group, person: Person, words: str) -> GroupClaim:
    """Ask the moderators to be the one who speaks for a group; asking twice is asking once."""
    claim = find_open_claim(group, person)
    if claim is None:
        claim = GroupClaim(group_id=group.id, person_id=person.id, words=words, created_at=clock.now())
        db.session.add(claim)
        db.session.flush()
        send(GroupClaimed(claim))
    return claim


def grant_claim(*, claim: GroupClaim, moderator: Person) -> None:
    """Let the person who asked speak for the group."""
    group = claim.group
    membership = get_membership(group, claim.person)
    if membership is None:
        membership = _membership(group, claim.person, is_organiser=True)
        db.session.add(membership)
    membership.is_organiser = True
    group.claimed_at, group.left_at = group.claimed_at or clock.now(), None
    ask_later(group)
    _settle(claim, moderator, was_granted=True)


def refuse_claim(*, claim: GroupClaim, moderator: Person) -> None:
    """Leave the group as it is."""
    _settle(claim, moderator, was_granted=False)


def _settle(claim: GroupClaim, moderator: Person, *, was_granted: bool) -> None:
    claim.settled_at, claim.settled_by_id, claim.was_granted = clock.now(), moderator.id, was_granted
    db.session.flush()
    send(GroupClaimSettled(claim))


def _membership(group: Group, person: Person, *, is_organiser: bool) -> Membership:
    return Membership(
        group_id=group.id, person_id=person.id, is_organiser=is_organiser, created_at=clock.now()
    )


def _fill(
    group: Group,
    name: str,
    council: Council | None,
    area: Area | None,
    summary: str,
    website: str,
    legal_form: str | None,
) -> None:
    group.name = name[:LONGEST_NAME]
    group.normalised_name, group.slug = normalise_name(group.name), slug(name)
    group.council_id = council.id if council else None
    group.area_id = area.id if area else None
    group.summary, group.website, group.legal_form = summary, website, legal_form or None


def _set_topics(group: Group, topics: Sequence[str]) -> None:
    known = {one.topic: one for one in group.topics}
    chosen = dict.fromkeys(topics)
    group.topics = [known.get(topic) or GroupTopic(topic=topic) for topic in chosen][:MOST_TOPICS]


def index_group(group: Group) -> None:
    """Write down for the worker that search must learn of the group: search stands above groups on the ladder."""
    enqueue("index", {"document": f"group:{group.id}"})
