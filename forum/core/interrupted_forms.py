"""A form that somebody sent after their session had ended: kept for a day, for their browser alone."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.column_types import JsonOf
from forum.core.db import Base, change_rows, db

HELD_FOR = timedelta(days=1)


class InterruptedForm(Base):
    """What was typed, by the names of the fields; its key is in the browser's session, and here only its hash."""

    __tablename__ = "held_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int | None]
    """Who was signed in before, where the browser still says so: nobody else is shown it."""
    action: Mapped[str] = mapped_column(String(500))
    """The path that it was sent to."""
    page: Mapped[str] = mapped_column(String(500))
    """The path on which the form stands."""
    fields: Mapped[dict[str, Any]] = mapped_column(JsonOf(dict))
    has_files: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(index=True)


def store_interrupted_form(
    *, key: str | None, person_id: int | None, action: str, page: str, fields: dict[str, Any], has_files: bool
) -> str:
    """Keep a form in the place of the one that the browser held before; returns its new key."""
    delete_interrupted_form(key)
    db.session.execute(delete(InterruptedForm).where(InterruptedForm.created_at < clock.now() - HELD_FOR))
    new_key = secrets.token_urlsafe(24)
    held = InterruptedForm(
        key_hash=_hash(new_key),
        person_id=person_id,
        action=action,
        page=page,
        fields=fields,
        has_files=has_files,
        created_at=clock.now(),
    )
    db.session.add(held)
    return new_key


def find_interrupted_form(key: str | None) -> InterruptedForm | None:
    """Read the form that a browser holds, unless it is too old."""
    if not key:
        return None
    oldest = clock.now() - HELD_FOR
    return db.session.scalar(
        select(InterruptedForm).where(
            InterruptedForm.key_hash == _hash(key), InterruptedForm.created_at >= oldest
        )
    )


def forget_old_forms() -> int:
    """Delete what nobody came back for; returns how many."""
    old = delete(InterruptedForm).where(InterruptedForm.created_at < clock.now() - HELD_FOR)
    return change_rows(old)


def delete_interrupted_form(key: str | None) -> None:
    """Forget the form that a browser holds."""
    if key:
        db.session.execute(delete(InterruptedForm).where(InterruptedForm.key_hash == _hash(key)))


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
