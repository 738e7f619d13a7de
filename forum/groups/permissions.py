"""Who may do what with a group. Pure: an identity, a group and the person's own membership."""

from __future__ import annotations

from forum.councils.identity import Identity
from forum.groups.models import Group, Membership, Resource


def may_create_group(identity: Identity) -> bool:
    """Everybody who is signed in."""
    return identity.person is not None


def may_change_group(identity: Identity, membership: Membership | None) -> bool:
    """Its organisers, and moderators."""
    return (membership is not None and membership.is_organiser) or identity.is_moderator


def may_join_group(identity: Identity, group: Group, membership: Membership | None) -> bool:
    """Everybody who is signed in and not in it yet, as long as nobody speaks for the group or ever did."""
    return identity.person is not None and membership is None and group.is_open


def may_ask_to_join_group(identity: Identity, group: Group, membership: Membership | None) -> bool:
    """Everybody who is signed in and not in it yet, where organisers speak for the group: they let people in."""
    return identity.person is not None and membership is None and group.claimed_at is not None


def may_let_in(membership: Membership | None) -> bool:
    """The group's own organisers; moderators do not decide who belongs to a group."""
    return membership is not None and membership.is_organiser


def may_take_back_words(group: Group, membership: Membership | None) -> bool:
    """The organisers of a claimed group, whose name it is; moderators hide what breaks the rules."""
    return group.claimed_at is not None and membership is not None and membership.is_organiser


def may_claim_group(identity: Identity, group: Group) -> bool:
    """Everybody who is signed in, as long as nobody speaks for the group: whom its organisers left, too."""
    return identity.person is not None and group.claimed_at is None


def may_see_members(identity: Identity, membership: Membership | None) -> bool:
    """Who is in a group is for its organisers and for moderators; each member may show themselves to all."""
    return may_change_group(identity, membership)


def may_offer_resource(identity: Identity, group: Group, membership: Membership | None) -> bool:
    """Members of the group, and moderators; not while it waits for one of these."""
    return group.hold is None and (membership is not None or identity.is_moderator)


def may_change_resource(identity: Identity, membership: Membership | None, resource: Resource) -> bool:
    """Organisers, who was in the group when it was listed, and moderators: anybody may join, and could end all of it."""
    if membership is None or may_change_group(identity, membership):
        return may_change_group(identity, membership)
    return membership.created_at <= resource.created_at
