"""What of sign-in belongs into the audit log and cannot be heard from rows alone (`watching` hears the rest)."""

from __future__ import annotations

from forum.accounts.events import (
    CodeAppChanged,
    CodeReset,
    InvitationWithdrawn,
    RecoveryCodesMade,
    RecoveryCodeUsed,
)
from forum.accounts.models import Person
from forum.core.audit import write_audit
from forum.core.events import subscribe

SITE = "site"


def register() -> None:
    """Listen to how those with power sign in, and who changes that."""
    subscribe(CodeReset, note_reset)
    subscribe(InvitationWithdrawn, note_withdrawn)
    subscribe(RecoveryCodesMade, note_codes_made)
    subscribe(RecoveryCodeUsed, note_code_used)
    subscribe(CodeAppChanged, note_code_app)


def note_reset(event: CodeReset) -> None:
    """Write down that somebody has to set up password and code again."""
    _write("reset_code", by=event.by, about=event.person)


def note_withdrawn(event: InvitationWithdrawn) -> None:
    """Write down that an invitation works no more."""
    _write("withdraw_invitation", by=event.by, about=event.person)


def note_codes_made(event: RecoveryCodesMade) -> None:
    """Write down that somebody who needs a code has new ones on paper."""
    _write("recovery_codes_made", by=event.person, about=event.person)


def note_code_used(event: RecoveryCodeUsed) -> None:
    """Write down that one of them was used to sign in."""
    _write("recovery_code_used", by=event.person, about=event.person)


def note_code_app(event: CodeAppChanged) -> None:
    """Write down that codes come from another phone."""
    _write("code_app_changed", by=event.person, about=event.person)


def _write(verb: str, *, by: Person | None, about: Person) -> None:
    role = SITE if by is None else str(by.role)
    write_audit(actor_id=by.id if by else None, role=role, verb=verb, thing=f"person:{about.id}")
