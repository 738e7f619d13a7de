"""Codes on paper for who has lost their phone: each signs in once, in place of the code from the phone, after the password.

Only hashes are stored. A code has 79 random bits, so that nobody finds it from its hash.
"""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import delete, func, select, update

from forum.accounts.emails import send_email
from forum.accounts.events import RecoveryCodesMade, RecoveryCodeUsed
from forum.accounts.models import Person, RecoveryCode
from forum.core import clock
from forum.core.db import change_rows, db
from forum.core.events import send
from forum.core.settings import settings
from forum.core.urls import absolute_url

NUMBER_OF_CODES = 10
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that looks like another
GROUPS, LETTERS_OF_A_GROUP = 4, 4
LONGEST_TYPED = 60


def make_recovery_codes(*, person: Person) -> list[str]:
    """Make new codes in place of all older ones; returns them, to be shown this once."""
    forget_recovery_codes(person=person)
    codes = [
        "".join(secrets.choice(LETTERS) for _ in range(GROUPS * LETTERS_OF_A_GROUP))
        for _ in range(NUMBER_OF_CODES)
    ]
    now = clock.now()
    db.session.add_all(
        RecoveryCode(person_id=person.id, code_hash=_hash(code), created_at=now) for code in codes
    )
    db.session.flush()
    send_email("recovery-codes-made", to=person.email, person=person, contact=settings().administrator_email)
    send(RecoveryCodesMade(person))
    return [in_groups_of_four(code) for code in codes]


def use_recovery_code(*, person: Person, typed: str) -> bool:
    """Use up a code, and tell its person by mail. False when it is none of theirs, or was used, also a moment ago."""
    unused = update(RecoveryCode).where(
        RecoveryCode.person_id == person.id,
        RecoveryCode.code_hash == _hash(_tidy(typed)),
        RecoveryCode.used_at.is_(None),
    )
    if change_rows(unused.values(used_at=clock.now())) != 1:
        return False
    left = count_recovery_codes(person=person)
    address = absolute_url("recovery_codes.show_codes")
    send_email(
        "recovery-code-used",
        to=person.email,
        person=person,
        left=left,
        address=address,
        contact=settings().administrator_email,
    )
    send(RecoveryCodeUsed(person))
    return True


def count_recovery_codes(*, person: Person) -> int:
    """Count the codes that still work."""
    unused = select(func.count(RecoveryCode.id)).where(
        RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None)
    )
    return db.session.scalar(unused) or 0


def forget_recovery_codes(*, person: Person) -> None:
    """Delete all codes of somebody: none of them works any more."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))


def in_groups_of_four(code: str) -> str:
    """Write a code as people copy it, as in K7QM-2F9X-HJ4T-WB8C."""
    return "-".join(
        code[start : start + LETTERS_OF_A_GROUP] for start in range(0, len(code), LETTERS_OF_A_GROUP)
    )


def _tidy(typed: str) -> str:
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
