"""What can happen to an account that others care about."""

from __future__ import annotations

from dataclasses import dataclass

from forum.accounts.models import Person, SiteRole
from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class InvitationAccepted(Event):
    """Somebody who was invited has set a password and a code, and is staff from now on."""

    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChanged(Event):
    """Somebody has another role in the site than before; `by` is who gave it, themselves where they accepted an invitation."""

    person: Person
    before: SiteRole
    after: SiteRole
    by: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffInvited(Event):
    """Somebody was invited to a role; they have it once they have set a password and a code."""

    person: Person
    role: SiteRole | None
    by: Person | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationWithdrawn(Event):
    """An invitation that nobody had accepted works no more."""

    person: Person
    by: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSuspended(Event):
    """An administrator keeps somebody from signing in."""

    person: Person
    reason: str
    by: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountResumed(Event):
    """An administrator lets somebody sign in again."""

    person: Person
    by: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeReset(Event):
    """Somebody's password and code were taken back, so that they set up both anew; `by` is None from the shell."""

    person: Person
    by: Person | None


@dataclass(frozen=True, slots=True)
class RecoveryCodesMade(Event):
    """Somebody has new recovery codes; all older ones are dead."""

    person: Person


@dataclass(frozen=True, slots=True)
class RecoveryCodeUsed(Event):
    """Somebody has signed in with a recovery code."""

    person: Person


@dataclass(frozen=True, slots=True)
class CodeAppChanged(Event):
    """Somebody has set up their codes on another phone."""

    person: Person
