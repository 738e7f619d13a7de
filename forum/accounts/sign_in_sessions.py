"""The rows of sessions: where somebody is signed in, and how that ends there and everywhere.

A cookie holds a random key, and the row its hash. Whoever ends a session deletes the row, and every copy of the cookie
is worth nothing from then on.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from forum.accounts.devices import Device
from forum.accounts.models import Person, SignInMethod, SignInSession
from forum.accounts.queries import hash_token
from forum.core import clock
from forum.core.db import db, write_if_free
from forum.core.settings import settings

MOST_SHOWN = 50
WRITTEN_EVERY, WRITTEN_BY_READERS_EVERY = timedelta(hours=1), timedelta(days=1)
"""How old the moment of last use may grow: a form costs no further transaction, a page that is only read does."""


def start_session(
    *, person: Person, method: SignInMethod, device: Device, network: str
) -> tuple[SignInSession, str]:
    """Write down that somebody signs in here; returns the row and the key for the cookie, which is not stored."""
    db.session.execute(delete(SignInSession).where(SignInSession.ends_at < clock.real_now()))
    key, now = secrets.token_urlsafe(32), clock.now()
    row = SignInSession(
        key_hash=hash_token(key),
        person=person,
        method=method,
        browser=device.browser,
        system=device.system,
        network=network,
        created_at=now,
        last_used_at=now,
        ends_at=_end_for(person),
    )
    db.session.add(row)
    db.session.flush()
    return row, key


def find_session(key: str) -> SignInSession | None:
    """Read the session of a cookie's key, and its person with it, by one statement; None when it has ended."""
    row = db.session.scalar(select(SignInSession).where(SignInSession.key_hash == hash_token(key)))
    return row if row is not None and row.ends_at > clock.real_now() and row.person.is_active else None


def list_sessions(*, person: Person) -> Sequence[SignInSession]:
    """List where somebody is signed in, what was used last first."""
    theirs = select(SignInSession).where(
        SignInSession.person_id == person.id, SignInSession.ends_at > clock.real_now()
    )
    newest = theirs.order_by(SignInSession.last_used_at.desc(), SignInSession.id.desc())
    return list(db.session.scalars(newest.limit(MOST_SHOWN)))


def end_session_of(*, person: Person, number: int) -> bool:
    """End one of somebody's own sessions; False when it has ended already, or is not theirs."""
    row = db.session.get(SignInSession, number)
    if row is None or row.person_id != person.id:
        return False
    db.session.delete(row)
    db.session.flush()
    return True


def end_sessions(*, person: Person, keep: SignInSession | None = None) -> None:
    """End all sessions of somebody, but for the one to keep."""
    theirs = delete(SignInSession).where(SignInSession.person_id == person.id)
    if keep is not None:
        theirs = theirs.where(SignInSession.id != keep.id)
    db.session.execute(theirs)


def is_use_due(session: SignInSession, *, is_writing: bool) -> bool:
    """Return whether it was long ago that a use of this session was written down."""
    return clock.now() - session.last_used_at >= (WRITTEN_EVERY if is_writing else WRITTEN_BY_READERS_EVERY)


def note_use(session: SignInSession, *, is_writing: bool) -> bool:
    """Write down that a session is in use; members stay signed in for as long again. Returns whether it was written.

    A page that is only read writes it by itself, and lets it be where another process is writing: nobody waits for it.
    """
    ends_at = session.ends_at if session.person.is_staff else _end_for(session.person)
    change = update(SignInSession).where(SignInSession.id == session.id)
    change = change.values(last_used_at=clock.now(), ends_at=ends_at)
    change = change.execution_options(synchronize_session=False)
    if not is_writing:
        return write_if_free(change)
    db.session.execute(change)
    return True


def _end_for(person: Person) -> datetime:
    lasts = settings().staff_session_lasts if person.is_staff else settings().member_session_lasts
    return clock.real_now() + lasts
