"""What can happen to an account that others care about."""

from __future__ import annotations

from dataclasses import dataclass

from forum.accounts.models import Person
from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class InvitationAccepted(Event):
    """Somebody who was invited has set a password and a code, and is staff from now on."""

    person: Person
