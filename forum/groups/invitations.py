"""Links by which organisers invite people into their group: they expire, are used up, and can be cancelled."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.groups.actions import join_group, let_in
from forum.groups.models import Group, GroupInvitation, Membership
from forum.groups.queries import find_join_request, get_membership

LASTS = timedelta(days=14)
MOST_USES = 20
MOST_OPEN = 10
LONGEST_TOKEN = 100


class TooManyInvitationsError(ValueError):
    """A group has as many links as it may; the message is for the organiser."""


def invite_to_group(*, group: Group, by: Person) -> tuple[GroupInvitation, str]:
    """Make a link; its token is returned this once and stored as a hash. Raises TooManyInvitationsError."""
    if len(list_open_invitations(group)) >= MOST_OPEN:
        raise TooManyInvitationsError(f"There are {MOST_OPEN} links already. Cancel one first.")
    token = secrets.token_urlsafe(24)
    invitation = GroupInvitation(
        group_id=group.id,
        made_by_id=by.id,
        token_hash=_hash(token),
        uses_left=MOST_USES,
        created_at=clock.now(),
        expires_at=clock.now() + LASTS,
    )
    db.session.add(invitation)
    db.session.flush()
    return invitation, token


def cancel_invitation(*, invitation: GroupInvitation) -> None:
    """Let nobody else in by a link; who joined by it stays."""
    invitation.revoked_at = invitation.revoked_at or clock.now()


def accept_invitation(*, token: str, person: Person) -> Membership | None:
    """Join the group of a link at once; None where the link does not work (any more)."""
    invitation = find_invitation(token, is_used=True)
    if invitation is None:
        return None
    own = get_membership(invitation.group, person)
    if own is not None:
        return own
    invitation.uses_left -= 1
    waits = find_join_request(invitation.group, person)
    return let_in(request=waits) if waits else join_group(group=invitation.group, person=person)


def find_invitation(token: str, *, is_used: bool = False) -> GroupInvitation | None:
    """Find the link of a token while it works: whoever made it must still be an organiser of a claimed group."""
    if len(token) > LONGEST_TOKEN:
        return None
    query = select(GroupInvitation).where(GroupInvitation.token_hash == _hash(token))
    if is_used:
        query = query.with_for_update(of=GroupInvitation)  # two at once: one after the other
    found = db.session.scalar(query)
    if found is None or not is_open(found):
        return None
    maker = get_membership(found.group, found.made_by)
    is_theirs = found.group.claimed_at is not None and maker is not None and maker.is_organiser
    return found if is_theirs and found.made_by.suspended_at is None else None


def is_open(invitation: GroupInvitation) -> bool:
    """Return whether a link is neither cancelled, nor used up, nor out of date."""
    in_time = invitation.expires_at > clock.now()
    return in_time and invitation.revoked_at is None and invitation.uses_left > 0


def get_invitation(number: int) -> GroupInvitation | None:
    """Read one link."""
    return db.session.get(GroupInvitation, number)


def list_open_invitations(group: Group) -> Sequence[GroupInvitation]:
    """List the links of a group that work, newest first."""
    query = select(GroupInvitation).where(
        GroupInvitation.group_id == group.id,
        GroupInvitation.revoked_at.is_(None),
        GroupInvitation.uses_left > 0,
        GroupInvitation.expires_at > clock.now(),
    )
    query = query.options(joinedload(GroupInvitation.made_by)).order_by(GroupInvitation.id.desc())
    return db.session.scalars(query.limit(2 * MOST_OPEN)).all()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
