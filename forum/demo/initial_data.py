"""What a database becomes at its first start: a demonstration where it is empty and that is asked for, or a real site."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import exists, func, or_, select

from forum.accounts.email_addresses import MADE_UP_ENDINGS
from forum.accounts.models import SYSTEM_ADDRESS, Person, SiteRole
from forum.core.db import Base, db
from forum.core.site import find_site, record_site
from forum.councils.models import Council
from forum.demo.people import PEOPLE
from forum.demo.places import COUNCILS
from forum.groups.models import Group
from forum.threads.models import Thread

ROWS_OF_A_SITE: tuple[type[Base], ...] = (Person, Council, Group, Thread)


class RealSiteError(RuntimeError):
    """Demo content was asked for where it must never be; its message says why."""


def is_empty() -> bool:
    """Return whether nobody and nothing is in this database."""
    return not any(db.session.scalar(select(exists().where(one.id.is_not(None)))) for one in ROWS_OF_A_SITE)  # type: ignore[attr-defined]  # each has an id


def check_may_hold_demo() -> None:
    """Raise RealSiteError where the site was created as a real one, or anybody's account is not the demo's."""
    site = find_site()
    if site is not None and not site.is_demo:
        raise RealSiteError(
            "This site was created as a real one. Demo content needs an empty INSTANCE_FOLDER."
        )
    if real := _count_real_accounts():
        raise RealSiteError(
            f"Accounts of real people are here ({real}). Demo content needs an empty INSTANCE_FOLDER."
        )


def record_demo() -> None:
    """Record that this database is a demo, for all time. Raises RealSiteError where it must not become one."""
    check_may_hold_demo()
    if find_site() is None:
        record_site(is_demo=True)


def record_upgraded_site(old_mark: Path) -> None:
    """Record what a database of before version 0014 is; `old_mark` is the file that said until then that it is a demo.

    The file counts only where the demo was loaded and no account is anybody else's. It is deleted, for it means nothing
    from now on.
    """
    is_loaded = db.session.scalar(select(Council.id).where(Council.code == COUNCILS[0].code)) is not None
    record_site(is_demo=old_mark.exists() and is_loaded and not _count_real_accounts())
    old_mark.unlink(missing_ok=True)


def has_administrator() -> bool:
    """Return whether somebody looks after this site."""
    found = exists().where(Person.role == SiteRole.ADMINISTRATOR, Person.suspended_at.is_(None))
    return bool(db.session.scalar(select(found)))


def list_public_accounts() -> list[str]:
    """List the demo's accounts, whose passwords everybody can read, as far as they can sign in here."""
    of_demo = Person.email.in_([one.email for one in PEOPLE]), Person.password_hash.is_not(None)
    found = select(Person.email).where(*of_demo, Person.suspended_at.is_(None))
    return list(db.session.scalars(found.order_by(Person.email)))


def _count_real_accounts() -> int:
    made_up = or_(*(Person.email.endswith(ending) for ending in (*MADE_UP_ENDINGS, SYSTEM_ADDRESS)))
    return db.session.scalar(select(func.count(Person.id)).where(~made_up)) or 0
