"""Who may do what with people's data."""

from __future__ import annotations

from forum.accounts.models import Person, SiteRole
from forum.accounts.permissions import may_manage_people


def may_download_data(person: Person, other: Person) -> bool:
    """One's own, suspended or not; administrators, for those who ask on paper. Nothing is left of who has left."""
    return other.erased_at is None and (person.id == other.id or may_manage_people(person))


def may_erase_person(person: Person, other: Person, *, other_administrators: int) -> bool:
    """One's own account, suspended or not; administrators, for those who ask on paper.

    The last administrator must make another first: somebody has to answer the next request.
    """
    is_last = other.role == SiteRole.ADMINISTRATOR and other_administrators == 0
    own_or_asked = person.id == other.id or may_manage_people(person)
    return own_or_asked and not other.is_system and not is_last


def may_correct_person(person: Person, other: Person) -> bool:
    """Administrators, for those who ask on paper; people put their own name and address right by themselves."""
    return may_manage_people(person) and other.erased_at is None and not other.is_system


def may_keep_safety_records(person: Person) -> bool:
    """Administrators write down what the law on online safety asks for."""
    return may_manage_people(person)


def may_see_data_records(person: Person) -> bool:
    """Administrators see what was done with people's data, and what the nights removed."""
    return may_manage_people(person)
