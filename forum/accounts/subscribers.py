"""What follows in accounts from what happens below."""

from __future__ import annotations

from forum.accounts.actions import mark_address_refused
from forum.accounts.queries import get_person_by_email
from forum.core.events import subscribe
from forum.core.smtp import MailRefused


def register() -> None:
    """Listen: whoever has an address that takes no mails is marked, for all who wrote to them to see."""
    subscribe(MailRefused, mark_refused)


def mark_refused(event: MailRefused) -> None:
    """Mark the person of an address that a mail server refused."""
    person = get_person_by_email(event.address.lower())
    if person is not None:
        mark_address_refused(person=person, reason=event.reason)
