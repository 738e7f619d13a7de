"""Brings the secrets of code apps to the site's newest key."""

from __future__ import annotations

from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.db import db
from forum.core.encryption import UnreadableSecretError, is_current


def re_encrypt_secrets() -> tuple[int, list[str]]:
    """Encrypt them with the newest key; returns how many, and the addresses of those that no key reads."""
    done, lost = 0, []
    for person in db.session.scalars(select(Person).where(Person.sealed_totp_secret.is_not(None))):
        if is_current(person.sealed_totp_secret or ""):
            continue
        try:
            person.totp_secret = person.totp_secret
        except UnreadableSecretError:
            lost.append(person.email)
        else:
            done += 1
    db.session.flush()
    return done, lost
