"""Reads of people and of the links mailed to them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from sqlalchemy import or_, select

from forum.accounts.models import LinkPurpose, MailedLink, Person
from forum.accounts.next_paths import local_path, start_page
from forum.core import clock
from forum.core.db import db
from forum.core.paging import Page, page_of

LONGEST_TOKEN = 100
LONGEST_QUESTION = 100


def hash_token(token: str) -> str:
    """Return what is stored in place of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def get_person(number: int) -> Person | None:
    """Read a person by number."""
    return db.session.get(Person, number)


def get_people(numbers: Collection[int]) -> dict[int, Person]:
    """Read people by their numbers."""
    return {one.id: one for one in db.session.scalars(select(Person).where(Person.id.in_(numbers)))}


def get_person_by_email(email: str) -> Person | None:
    """Read a person by the address as we keep it (`tidy_address`)."""
    return db.session.scalar(select(Person).where(Person.email == email))


def find_link(token: str, purpose: LinkPurpose) -> MailedLink | None:
    """Read the link of a token, if it still works: not used, not too old, its person not suspended.

    A link for signing in never works for those who need a password and a code.
    """
    if not _may_be_token(token):
        return None
    link = db.session.scalar(
        select(MailedLink).where(MailedLink.token_hash == hash_token(token), MailedLink.purpose == purpose)
    )
    if (
        link is None
        or link.used_at is not None
        or link.expires_at <= clock.now()
        or not link.person.is_active
    ):
        return None
    return None if purpose == LinkPurpose.SIGN_IN and link.person.is_staff else link


def find_invitation(person: Person) -> MailedLink | None:
    """Read the invitation that somebody has not accepted yet, while it works."""
    waiting = select(MailedLink).where(
        MailedLink.person_id == person.id,
        MailedLink.purpose == LinkPurpose.INVITATION,
        MailedLink.used_at.is_(None),
        MailedLink.expires_at > clock.now(),
    )
    return db.session.scalar(waiting.order_by(MailedLink.id.desc()).limit(1))


def find_own_data_link(token: str) -> MailedLink | None:
    """Read the link by which somebody reaches their data without signing in; it works for those who are suspended too."""
    if not _may_be_token(token):
        return None
    link = db.session.scalar(
        select(MailedLink).where(
            MailedLink.token_hash == hash_token(token), MailedLink.purpose == LinkPurpose.OWN_DATA
        )
    )
    return link if link and link.used_at is None and link.expires_at > clock.now() else None


def next_path_of(token: str) -> str:
    """Return where a sign-in link led, though it was used or is too old: whoever holds it may ask for a new one."""
    led = select(MailedLink.next_path).where(
        MailedLink.token_hash == hash_token(token), MailedLink.purpose != LinkPurpose.INVITATION
    )
    return local_path(db.session.scalar(led)) if _may_be_token(token) else start_page()


def list_people(*, text: str = "", staff: bool = False, cursor: str | None = None) -> Page[Person]:
    """List people, newest first; those whose name or address holds `text`, and staff alone where asked."""
    query = select(Person)
    if staff:
        query = query.where(Person.is_staff)
    if text:
        wanted = text[:LONGEST_QUESTION]
        query = query.where(
            or_(
                Person.name.icontains(wanted, autoescape=True),
                Person.email.contains(wanted.lower(), autoescape=True),
            )
        )
    return page_of(query, by=(Person.created_at, Person.id), cursor=cursor)


def _may_be_token(text: str) -> bool:
    return text.isascii() and len(text) <= LONGEST_TOKEN
