"""What people and those who look after them can change about accounts."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update

from forum.accounts.administrators import require_other_administrator
from forum.accounts.email_addresses import tidy_address
from forum.accounts.emails import send_email
from forum.accounts.events import (
    AccountResumed,
    AccountSuspended,
    CodeAppChanged,
    CodeReset,
    InvitationAccepted,
    InvitationWithdrawn,
    RoleChanged,
    StaffInvited,
)
from forum.accounts.models import SYSTEM_ADDRESS, LinkPurpose, MailedLink, Person, SignInSession, SiteRole
from forum.accounts.passwords import hash_password
from forum.accounts.queries import get_person_by_email, hash_token
from forum.accounts.recovery_codes import forget_recovery_codes
from forum.accounts.sign_in_sessions import end_sessions
from forum.accounts.stranger_limits import may_write_to_stranger
from forum.core import clock
from forum.core.bounces import forget_bounces
from forum.core.db import change_rows, db
from forum.core.events import send
from forum.core.outbox import Rank, enqueue
from forum.core.settings import settings
from forum.core.text import clean_line
from forum.core.urls import absolute_url

SIGN_IN_LINK = "sign_in_link"
FORGET_UNCONFIRMED = "forget_unconfirmed"
UNCONFIRMED_KEPT = SPENT_LINKS_KEPT = timedelta(days=30)
LONGEST_NAME = 80
LINK_PAGES = {
    "sign-in": "accounts.link",
    "confirm": "accounts.link",
    "publish": "publish_by_link.publish_by_link",
}
"""The page that the link of each letter opens: the last publishes what waits there, with the same press."""


def ask_for_link(*, email: str, next_path: str = "") -> None:
    """Have a sign-in link mailed. The worker finds out whose address it is; new people make their account with it.

    Raises AddressError for what cannot be an address.
    """
    payload = {"email": tidy_address(email), "name": "", "next_path": next_path, "letter": "sign-in"}
    enqueue(SIGN_IN_LINK, payload, rank=Rank.AT_ONCE)


def confirm_email_later(
    *, name: str, email: str, next_path: str, letter: str = "confirm", words: Mapping[str, str] | None = None
) -> None:
    """Have a link mailed that confirms a visitor's address, signs them in, and leads to what they left here.

    The name is only a proposal: it never changes that of somebody who has confirmed their address. `letter` is
    one of LINK_PAGES; `words` are what its template says besides.
    Raises AddressError, in words for people, for what cannot be an address.
    """
    address, called = tidy_address(email), clean_line(name)[:LONGEST_NAME]
    payload = {"email": address, "name": called, "next_path": next_path, "letter": letter}
    enqueue(SIGN_IN_LINK, {**payload, "words": dict(words or {})}, rank=Rank.AT_ONCE)


def send_sign_in_link(
    *, email: str, name: str, next_path: str, letter: str, words: Mapping[str, str] | None = None
) -> None:
    """Mail the link, or say why there is none: to staff, and to people who are suspended.

    An address that nobody has confirmed gets only so many a day, by whatever way it was typed here.
    """
    person = get_person_by_email(email)
    if (person is None or person.email_confirmed_at is None) and not may_write_to_stranger(email):
        return
    if person is None:
        person = _add_person(name=name, email=email)
        enqueue(FORGET_UNCONFIRMED, {"person": person.id}, due_at=clock.now() + UNCONFIRMED_KEPT)
    if not person.is_active:
        _send_own_data_link(person)
    elif person.is_staff:
        token = _make_link(
            person=person,
            purpose=LinkPurpose.DEVICE,
            lasts=settings().sign_in_link_lasts,
            next_path=next_path,
        )
        address = absolute_url("accounts.device", token=token)
        send_email("use-password", to=email, person=person, address=address)
    else:
        if person.email_confirmed_at is None and name:
            person.name = name
        token = _make_link(
            person=person,
            purpose=LinkPurpose.SIGN_IN,
            lasts=settings().sign_in_link_lasts,
            next_path=next_path,
        )
        address = absolute_url(LINK_PAGES[letter], token=token)
        send_email(letter, to=email, person=person, address=address, **(words or {}))


def _send_own_data_link(person: Person) -> None:
    """Say that the account is suspended; its owner may all the same see, download and erase what is kept of them."""
    if person.is_system:
        return
    lasts = settings().sign_in_link_lasts
    token = _make_link(person=person, purpose=LinkPurpose.OWN_DATA, lasts=lasts)
    address = absolute_url("own_data.by_link", token=token)
    contact = settings().administrator_email
    send_email("paused", to=person.email, person=person, contact=contact, address=address)


def use_link(*, link: MailedLink, name: str = "") -> bool:
    """Use up a sign-in link: the address is confirmed, a new person has a name. False when it was used already."""
    if not _use_up(link):
        return False
    person = link.person
    mark_address_works(person=person)
    if person.email_confirmed_at is None:
        person.name, person.email_confirmed_at = name or person.name, clock.now()
    db.session.flush()
    return True


def use_device_link(*, link: MailedLink) -> bool:
    """Use up a link that lets staff type their password in this browser. False when it was used already."""
    if not _use_up(link):
        return False
    mark_address_works(person=link.person)
    db.session.flush()
    return True


def forget_unconfirmed(*, person: Person) -> None:
    """Delete somebody whose address was typed here, but who never confirmed it: it is not ours to keep."""
    if person.email_confirmed_at is None and not person.is_staff:
        db.session.delete(person)
        db.session.flush()


def invite_staff(
    *, name: str, email: str, place: str, role: SiteRole | None = None, by: Person | None = None
) -> Person:
    """Invite somebody to be staff: officer, lead, moderator or administrator; returns the person, made where new.

    `place` says as what, in the mail ("an officer of Testham"). They are staff, and `role` is theirs, once they
    have set a password and a code; somebody who has both already has the role at once. Their name stays, and
    an invitation never takes a higher role away.
    """
    person, _ = invite(name=name, email=email, place=place, role=role, by=by)
    return person


def invite(
    *, name: str, email: str, place: str, role: SiteRole | None = None, by: Person | None = None
) -> tuple[Person, str | None]:
    """Do what `invite_staff` does; returns the invitation's address too, or None where none is needed."""
    person = get_person_by_email(tidy_address(email))
    if person is None:
        person = _add_person(name=name, email=tidy_address(email))
        person.is_staff = True
    if person.is_staff and person.has_password_and_code:
        before, person.role = person.role, _higher(person.role, role)
        address = absolute_url("accounts.sign_in")
        send_email("added", to=person.email, person=person, place=place, address=address)
        if person.role != before:
            send(RoleChanged(person=person, before=before, after=person.role, by=by or person))
        return person, None
    send(StaffInvited(person=person, role=role, by=by))
    return person, _send_invitation(person=person, letter="invitation", place=place, role=role)


def accept_invitation(*, link: MailedLink, name: str, password: str, secret: str, step: int) -> bool:
    """Make the invited person staff, with their password and code. False when the link was used already."""
    if not _use_up(link):
        return False
    person = link.person
    before = person.role
    person.name, person.is_staff, person.role = name, True, _higher(before, link.role)
    person.password_hash = hash_password(password)
    person.totp_secret, person.last_totp_step = secret, step
    person.email_confirmed_at = person.email_confirmed_at or clock.now()
    sign_out_everywhere(person=person)
    send(InvitationAccepted(person))
    if person.role != before:
        send(RoleChanged(person=person, before=before, after=person.role, by=person))
    return True


def use_code(*, person: Person, step: int) -> bool:
    """Remember the step of a one-time code, so that it works once. False when it, or a later one, was used."""
    is_newer = or_(Person.last_totp_step.is_(None), Person.last_totp_step < step)
    changed = update(Person).where(Person.id == person.id, is_newer)
    return change_rows(changed.values(last_totp_step=step)) == 1


def warn_of_codes(*, person: Person) -> None:
    """Tell somebody, once a day, that many wrong codes were typed behind their right password."""
    key = f"codes-tried:{person.id}:{clock.today()}"
    address = absolute_url("account.password")
    send_email(
        "codes-tried",
        to=person.email,
        key=key,
        person=person,
        address=address,
        contact=settings().administrator_email,
    )


def change_password(*, person: Person, password: str) -> None:
    """Set the password. Every session ends, links that wait stop working, and the person is told by mail."""
    person.password_hash = hash_password(password)
    sign_out_everywhere(person=person)
    send_email("password-changed", to=person.email, person=person, contact=settings().administrator_email)


def sign_out_everywhere(*, person: Person) -> None:
    """End every session of this person, and every link that could start one."""
    end_sessions(person=person)
    person.session_version += 1
    _void_links(person)


def change_account(*, person: Person, name: str, wants_mail: bool) -> None:
    """Set the name that others see, and whether news come by mail."""
    person.name, person.wants_mail = name, wants_mail
    db.session.flush()


def find_or_make_system_person(*, key: str, name: str) -> Person:
    """Return the author of what the site itself brought in: nobody, who can never sign in nor get a mail."""
    email = f"{key}{SYSTEM_ADDRESS}"
    person = get_person_by_email(email)
    if person is None:
        now = clock.now()
        person = Person(name=name, email=email, created_at=now, suspended_at=now, wants_mail=False)
        db.session.add(person)
        db.session.flush()
    return person


def mark_address_refused(*, person: Person, reason: str) -> None:
    """Remember that mails to this person are refused for good, and in which words."""
    person.mail_refused_at, person.mail_refused_reason = clock.now(), reason
    db.session.flush()


def mark_address_works(*, person: Person) -> None:
    """Forget a refusal: a mail has arrived, or is tried again."""
    person.mail_refused_at = person.mail_refused_reason = None
    forget_bounces(person.email)


def suspend(*, person: Person, by: Person, reason: str) -> None:
    """Suspend somebody from signing in, and tell them why. What they wrote stays. Raises LastAdministratorError."""
    require_other_administrator(person=person)
    person.suspended_at = person.suspended_at or clock.now()
    sign_out_everywhere(person=person)
    contact = settings().administrator_email
    send_email("suspended", to=person.email, person=person, reason=reason, contact=contact)
    _confirm_to(by, "suspended", person)
    send(AccountSuspended(person=person, reason=reason, by=by))


def resume(*, person: Person, by: Person) -> None:
    """Let somebody in again, and tell them."""
    person.suspended_at = None
    db.session.flush()
    send_email("resumed", to=person.email, person=person, address=absolute_url("accounts.sign_in"))
    _confirm_to(by, "resumed", person)
    send(AccountResumed(person=person, by=by))


def suspend_from_posting(*, person: Person, until: datetime) -> None:
    """Suspend somebody from writing until a moment. They stay signed in, read, download and appeal."""
    person.posting_suspended_until = until
    db.session.flush()


def end_posting_suspension(*, person: Person) -> None:
    """Let somebody write again before their time is over."""
    person.posting_suspended_until = None
    db.session.flush()


def reset_code(*, person: Person, by: Person | None = None) -> str:
    """Take back password and codes of somebody who lost them, and mail a new invitation; returns its address.

    `by` is None from the shell. Raises LastAdministratorError, for somebody else's reset only.
    """
    if by is not None:
        require_other_administrator(person=person)
    person.password_hash = person.sealed_totp_secret = person.last_totp_step = None
    forget_recovery_codes(person=person)
    sign_out_everywhere(person=person)
    address = _send_invitation(person=person, letter="code-reset", place="", role=None)
    if by is not None:
        _confirm_to(by, "reset", person)
    send(CodeReset(person=person, by=by))
    return address


def replace_code_app(*, person: Person, secret: str, step: int, keep: SignInSession | None) -> None:
    """Take codes from another phone from now on; all other sessions end, and the person is told by mail."""
    person.totp_secret, person.last_totp_step = secret, step
    end_sessions(person=person, keep=keep)
    _void_links(person)
    send_email("code-app-changed", to=person.email, person=person, contact=settings().administrator_email)
    send(CodeAppChanged(person))


def withdraw_invitation(*, person: Person, by: Person) -> None:
    """Have the invitation that somebody was sent work no more."""
    _void_links(person)
    send(InvitationWithdrawn(person=person, by=by))


def _confirm_to(by: Person, act: str, other: Person) -> None:
    """Tell administrators what was done in their name: if it was not them, they find out."""
    contact = settings().administrator_email
    send_email("you-did", to=by.email, person=by, act=act, other=other, contact=contact)


def _higher(role: SiteRole, other: SiteRole | None) -> SiteRole:
    return max(role, other or role, key=list(SiteRole).index)


def _add_person(*, name: str, email: str) -> Person:
    person = Person(name=name, email=email, created_at=clock.now(), role=SiteRole.MEMBER, session_version=1)
    db.session.add(person)
    db.session.flush()
    return person


def _send_invitation(*, person: Person, letter: str, place: str, role: SiteRole | None) -> str:
    _void_links(person)
    mark_address_works(person=person)
    lasts = settings().invitation_lasts
    token = _make_link(person=person, purpose=LinkPurpose.INVITATION, lasts=lasts, role=role)
    address = absolute_url("invitations.accept", token=token)
    send_email(letter, to=person.email, person=person, place=place, address=address)
    return address


def _make_link(*, person: Person, purpose: LinkPurpose, lasts: timedelta, **given: str | None) -> str:
    """Store a link; returns its token, of which only the hash is kept."""
    token, now = secrets.token_urlsafe(32), clock.now()
    db.session.execute(delete(MailedLink).where(MailedLink.expires_at < now - SPENT_LINKS_KEPT))
    link = MailedLink(
        token_hash=hash_token(token),
        purpose=purpose,
        person_id=person.id,
        created_at=now,
        expires_at=now + lasts,
        **given,
    )
    db.session.add(link)
    db.session.flush()
    return token


def _use_up(link: MailedLink) -> bool:
    """Mark a link as used, if nobody was quicker."""
    unused = update(MailedLink).where(MailedLink.id == link.id, MailedLink.used_at.is_(None))
    return change_rows(unused.values(used_at=clock.now())) == 1


def _void_links(person: Person) -> None:
    db.session.execute(
        update(MailedLink)
        .where(MailedLink.person_id == person.id, MailedLink.used_at.is_(None))
        .values(used_at=clock.now())
    )
    db.session.flush()
