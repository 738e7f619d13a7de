"""Who may follow what. Pure."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.councils.identity import Identity
from forum.follows.models import Follow


def may_follow(identity: Identity) -> bool:
    """Whoever is signed in, what they may see."""
    return identity.person is not None


def may_change_follow(person: Person, follow: Follow) -> bool:
    """One's own."""
    return person.id == follow.person_id
