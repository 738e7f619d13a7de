"""There is always an administrator who can sign in: whoever takes one away asks here first."""

from __future__ import annotations

from sqlalchemy import select

from forum.accounts.models import Person, SiteRole
from forum.core.db import db


class LastAdministratorError(ValueError):
    """Without this person nobody could run the site any more."""


def require_other_administrator(*, person: Person) -> None:
    """Make sure that somebody else can still run the site, until the transaction ends.

    Two administrators who take each other's role away at the same moment wait for each other here: the second finds itself alone.
    Raises LastAdministratorError.
    """
    if person.role != SiteRole.ADMINISTRATOR:
        return
    able = select(Person.id).where(
        Person.role == SiteRole.ADMINISTRATOR,
        Person.suspended_at.is_(None),
        Person.password_hash.is_not(None),
        Person.sealed_totp_secret.is_not(None),
    )
    ids = db.session.scalars(able.order_by(Person.id).with_for_update()).all()
    if not [one for one in ids if one != person.id]:
        raise LastAdministratorError(person.email)
