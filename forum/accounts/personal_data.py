"""What accounts keep about people, and what becomes of it when somebody leaves."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

from sqlalchemy import Text, cast, delete, or_, select, update

from forum.accounts.access_blocks import forget_ended_blocks
from forum.accounts.actions import SPENT_LINKS_KEPT, forget_unconfirmed
from forum.accounts.email_changes import LASTS, forget_old_email_changes
from forum.accounts.models import (
    FORMER_MEMBER,
    SYSTEM_ADDRESS,
    AccessBlock,
    EmailChange,
    MailedLink,
    Person,
    RecoveryCode,
    SignInSession,
    SiteRole,
)
from forum.core import clock
from forum.core.bounces import MailBounce
from forum.core.db import change_rows, db
from forum.core.interrupted_forms import InterruptedForm
from forum.core.outbox import OutboxRow
from forum.core.personal_data import Leaving, PersonalData, RetentionRule, deleted, kept
from forum.core.settings import settings

MOST_A_NIGHT = 5_000


def clear_person(leaving: Leaving) -> None:
    """Empty the row of a person: name, address, password, part in the site. No session and no link works after it."""
    person = db.session.get_one(Person, leaving.person_id)
    person.name, person.email = FORMER_MEMBER, f"former-{person.id}{SYSTEM_ADDRESS}"
    person.role, person.is_staff, person.wants_mail = SiteRole.MEMBER, False, False
    person.password_hash = person.totp_secret = person.last_totp_step = None
    person.mail_refused_at = person.mail_refused_reason = person.email_confirmed_at = None
    person.session_version += 1
    person.erased_at = clock.now()
    db.session.flush()


def forget_mails(leaving: Leaving) -> None:
    """Stop the mails that wait for somebody, and take their name and address out of all that are kept.

    A row with a key stays, empty: it is the proof that what it was for has happened.
    """
    payload = OutboxRow.payload
    own = or_(payload["to"].as_string() == leaving.email, payload["email"].as_string() == leaving.email)
    db.session.execute(delete(OutboxRow).where(own, OutboxRow.key.is_(None)))
    done = {"done_at": clock.now(), "due_at": None, "leased_at": None, "dead_at": None, "last_error": None}
    db.session.execute(update(OutboxRow).where(own).values(payload={}, **done))
    db.session.execute(delete(MailBounce).where(MailBounce.address == leaving.email))
    _take_out_of_mails(leaving)


def forget_interrupted_forms(leaving: Leaving) -> None:
    """Delete what they had typed when a session of theirs ended."""
    db.session.execute(delete(InterruptedForm).where(InterruptedForm.person_id == leaving.person_id))


def _take_out_of_mails(leaving: Leaving) -> None:
    """Put “a former member” where their name stands in mails to others, whether these wait or are only listed."""
    names = {leaving.email: "", **({leaving.name: FORMER_MEMBER} if leaving.name else {})}
    written = [
        cast(OutboxRow.payload, Text).contains(json.dumps(one)[1:-1], autoescape=True) for one in names
    ]
    for row in db.session.scalars(select(OutboxRow).where(or_(*written))):
        row.payload = _replaced(row.payload, names)
    errors = OutboxRow.last_error.contains(leaving.email, autoescape=True)
    db.session.execute(update(OutboxRow).where(errors).values(last_error=None))
    db.session.flush()


def _replaced(value: Any, names: dict[str, str]) -> Any:  # noqa: ANN401  # whatever JSON holds
    if isinstance(value, dict):
        return {key: _replaced(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, names) for one in value]
    if isinstance(value, str):
        for name, instead in names.items():
            value = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", instead, value, flags=re.IGNORECASE)
    return value


def forget_unused_accounts() -> int:
    """Delete the accounts whose address was never confirmed; returns how many. Who was invited may still accept."""
    before = clock.now() - settings().unused_accounts_kept
    never = Person.email_confirmed_at.is_(None), Person.is_staff.is_(False), Person.erased_at.is_(None)
    written = select(Person).where(*never, Person.created_at < before, ~Person.email.endswith(SYSTEM_ADDRESS))
    people = db.session.scalars(written.limit(MOST_A_NIGHT)).all()
    for person in people:
        forget_unconfirmed(person=person)
    return len(people)


def forget_old_links() -> int:
    """Delete mailed links that ran out, and sessions that ended."""
    links = delete(MailedLink).where(MailedLink.expires_at < clock.now() - SPENT_LINKS_KEPT)
    sessions = delete(SignInSession).where(SignInSession.ends_at < clock.real_now())
    return sum(change_rows(one) for one in (links, sessions))


RETENTION = (
    RetentionRule(
        "unused_accounts",
        "Accounts never used",
        lambda: settings().unused_accounts_kept,
        forget_unused_accounts,
    ),
    RetentionRule(
        "links", "Links that ran out, and sessions that ended", lambda: SPENT_LINKS_KEPT, forget_old_links
    ),
    RetentionRule("blocks", "Blocks of networks and domains that ended", timedelta, forget_ended_blocks),
    RetentionRule(
        "email_changes",
        "Changes of an address that no one confirmed",
        lambda: LASTS,
        forget_old_email_changes,
    ),
)
PERSONAL_DATA = PersonalData(
    tables=(
        kept(
            Person,
            "",
            "Your account",
            secrets={"password_hash", "sealed_totp_secret", "last_totp_step", "session_version"},
        ),  # emptied by clear_person
        deleted(SignInSession, "person_id", "Where you are signed in", secrets={"key_hash"}),
        deleted(
            RecoveryCode,
            "person_id",
            "Your recovery codes: when they were made and used",
            secrets={"code_hash"},
        ),
        deleted(MailedLink, "person_id", "Links we emailed to you", secrets={"token_hash"}),
        deleted(
            EmailChange,
            "person_id",
            "A change of your email address that waits",
            secrets={"old_token_hash", "new_token_hash"},
        ),
        kept(AccessBlock, "blocked_by_id", "Networks and domains that you blocked"),
    ),
    leave=(forget_mails, forget_interrupted_forms, clear_person),
)
