"""Changing one's e-mail address: confirmed at both, so that neither a stolen session nor a slip of the keyboard moves an account."""

from __future__ import annotations

import secrets
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, or_, select

from forum.accounts.actions import forget_unconfirmed, mark_address_works, sign_out_everywhere
from forum.accounts.emails import send_email
from forum.accounts.models import EmailChange, Person
from forum.accounts.queries import get_person_by_email, hash_token
from forum.accounts.stranger_limits import may_write_to_stranger
from forum.core import clock
from forum.core.db import change_rows, db
from forum.core.outbox import Rank, enqueue
from forum.core.settings import settings
from forum.core.urls import absolute_url

MAIL_EMAIL_CHANGE = "mail_email_change"
LASTS = timedelta(days=1)


class AddressSide(StrEnum):
    """At which of the two addresses a link was pressed."""

    OLD = "old"
    NEW = "new"


def ask_email_change(*, person: Person, email: str) -> None:
    """Have both addresses asked; the worker finds out whether the new one is somebody's already. The last wish counts."""
    db.session.execute(delete(EmailChange).where(EmailChange.person_id == person.id))
    now = clock.now()
    change = EmailChange(person_id=person.id, email=email, created_at=now, expires_at=now + LASTS)
    db.session.add(change)
    db.session.flush()
    enqueue(MAIL_EMAIL_CHANGE, {"change": change.id}, rank=Rank.AT_ONCE)


def mail_both(payload: dict[str, Any]) -> None:
    """Mail a link to each of the two addresses; somebody else's address gets a word that nothing was done, and no link.

    The new one is a stranger's until it is confirmed: it gets no more mails a day than any way of ours may send there.
    """
    change = db.session.get(EmailChange, payload["change"])
    if change is None:
        return
    sides = [(AddressSide.OLD, change.person.email), (AddressSide.NEW, change.email)]
    if not may_write_to_stranger(change.email):
        sides = sides[:1]
    elif _is_taken(change.email):  # whoever asks is not told: it would say who has an account here
        send_email("email-taken", to=change.email, contact=settings().administrator_email)
        sides = sides[:1]
    for side, to in sides:
        token = secrets.token_urlsafe(32)
        setattr(change, f"{side}_token_hash", hash_token(token))
        address = absolute_url("email_changes.confirm", token=token)
        words = {"person": change.person, "address": address, "new": change.email}
        send_email(f"email-change-{side}", to=to, contact=settings().administrator_email, **words)


def find_email_change(token: str) -> tuple[EmailChange, AddressSide] | None:
    """Find the change that a link is for, and at which address it was pressed; None for one that is too old."""
    hashed = hash_token(token)
    either = or_(EmailChange.old_token_hash == hashed, EmailChange.new_token_hash == hashed)
    change = db.session.scalar(select(EmailChange).where(either, EmailChange.expires_at > clock.now()))
    if change is None:
        return None
    return change, AddressSide.OLD if change.old_token_hash == hashed else AddressSide.NEW


def confirm_email_change(*, change: EmailChange, side: AddressSide) -> bool:
    """Take the confirmation of one side; with both the address changes. Returns whether it has."""
    if side is AddressSide.OLD:
        change.old_confirmed_at = change.old_confirmed_at or clock.now()
    else:
        change.new_confirmed_at = change.new_confirmed_at or clock.now()
    if change.old_confirmed_at is None or change.new_confirmed_at is None:
        db.session.flush()
        return False
    person, email = change.person, change.email
    db.session.delete(change)
    db.session.flush()
    if not _is_taken(email):  # it may have become somebody's since
        if (unconfirmed := get_person_by_email(email)) is not None:
            forget_unconfirmed(person=unconfirmed)
        set_email(person=person, email=email)
    return True


def _is_taken(email: str) -> bool:
    """Return whether an address is somebody's; that it was typed here and never confirmed does not make it so."""
    other = get_person_by_email(email)
    return other is not None and (other.email_confirmed_at is not None or other.is_staff)


def set_email(*, person: Person, email: str) -> None:
    """Give a person another address: every session and link ends, and the old address is told."""
    old = person.email
    person.email, person.email_confirmed_at = email, clock.now()
    mark_address_works(person=person)
    sign_out_everywhere(person=person)
    send_email("email-changed", to=old, person=person, contact=settings().administrator_email)


def cancel_email_change(*, person: Person) -> None:
    """Forget a change that waits."""
    db.session.execute(delete(EmailChange).where(EmailChange.person_id == person.id))


def forget_old_email_changes() -> int:
    """Delete the changes that nobody confirmed in time."""
    old = delete(EmailChange).where(EmailChange.expires_at < clock.now())
    return change_rows(old)


def find_waiting_change(person: Person) -> EmailChange | None:
    """Find the change of a person that waits to be confirmed."""
    query = select(EmailChange).where(
        EmailChange.person_id == person.id, EmailChange.expires_at > clock.now()
    )
    return db.session.scalar(query)
