"""What follows in councils from what happens below."""

from __future__ import annotations

from forum.accounts.events import InvitationAccepted
from forum.core.events import subscribe
from forum.councils.actions import claim_councils_of


def register() -> None:
    """Listen: a council is claimed when the first of its people is here."""
    subscribe(InvitationAccepted, claim_councils)


def claim_councils(event: InvitationAccepted) -> None:
    """Claim the councils this person was invited to answer for."""
    claim_councils_of(person=event.person)
