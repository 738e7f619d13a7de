"""Who may look after people."""

from __future__ import annotations

from forum.accounts.models import Person, SiteRole


def may_manage_people(person: Person) -> bool:
    """Administrators see who is here, and invite moderators and administrators."""
    return person.role == SiteRole.ADMINISTRATOR and person.is_active


def may_suspend(person: Person, other: Person) -> bool:
    """Administrators, but never themselves: somebody must be left to undo it. What is no person stays paused."""
    return may_manage_people(person) and person.id != other.id and not other.is_system


def may_change_role(person: Person, other: Person) -> bool:
    """Administrators, for everybody who can sign in; their own role too, while another administrator is left."""
    return may_manage_people(person) and other.is_active


def may_have_recovery_codes(person: Person) -> bool:
    """Those who sign in with a code from their phone."""
    return person.is_staff and person.has_password_and_code


def may_reset_code(person: Person, other: Person) -> bool:
    """Administrators, for those who sign in with a code; another administrator does it for them."""
    return may_manage_people(person) and person.id != other.id and other.is_staff


def may_sign_in_by_link(person: Person) -> bool:
    """Members; staff need their password and a code, for losing a mailbox must not lose a council's voice."""
    return person.is_active and not person.is_staff


def may_suspend_from_posting(person: Person, other: Person) -> bool:
    """Moderators, for members; administrators for everybody below them. Never oneself, one's equals or those above.

    Officers answer for a council: only an administrator stops one of them.
    """
    if not person.is_active or person.id == other.id or other.is_system:
        return False
    if person.role == SiteRole.ADMINISTRATOR:
        return other.role != SiteRole.ADMINISTRATOR
    return person.role == SiteRole.MODERATOR and other.role == SiteRole.MEMBER and not other.is_staff
