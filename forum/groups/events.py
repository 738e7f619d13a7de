"""What can happen to a group."""

from __future__ import annotations

from dataclasses import dataclass

from forum.accounts.models import Person
from forum.core.events import Event
from forum.groups.models import Group, GroupClaim, JoinRequest, Membership, Resource


@dataclass(frozen=True, slots=True)
class GroupDescribed(Event):
    """Somebody wrote what a listed group is called and says of itself; moderators may want to look first."""

    group: Group
    by: Person


@dataclass(frozen=True, slots=True)
class GroupJoined(Event):
    """Somebody became a member; the group's organisers may want to know."""

    membership: Membership


@dataclass(frozen=True, slots=True)
class GroupJoinAsked(Event):
    """Somebody asked to be let into a group; its organisers decide."""

    request: JoinRequest


@dataclass(frozen=True, slots=True)
class GroupClaimed(Event):
    """Somebody said that an imported group is theirs; a moderator is to look at it."""

    claim: GroupClaim


@dataclass(frozen=True, slots=True)
class GroupClaimSettled(Event):
    """A moderator decided; the person who asked is to be told."""

    claim: GroupClaim


class GroupsStayApartError(ValueError):
    """Why two groups cannot become one. The message is for the moderator."""


@dataclass(frozen=True, slots=True)
class GroupsJoined(Event):
    """Two groups are one: whoever names `gone` is to name `kept`. Raise GroupsStayApartError where that cannot be."""

    kept: Group
    gone: Group


@dataclass(frozen=True, slots=True)
class ResourceListed(Event):
    """A member listed something that the group can lend or needs; its organisers may want to know."""

    resource: Resource
    by: Person


@dataclass(frozen=True, slots=True)
class GroupGrownOld(Event):
    """A year has passed since somebody said that a group's page is right; its organisers are to be asked."""

    group: Group
