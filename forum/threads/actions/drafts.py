"""What somebody has typed so far: kept on the server until it is published, or has grown old."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import change_rows, db
from forum.core.outbox import enqueue
from forum.core.settings import settings
from forum.threads.models import Draft, Thread


def start_draft(*, person: Person | None, kind: str) -> Draft:
    """Make an empty draft with a secret key; a visitor's belongs to whoever has the key."""
    draft = Draft(
        key=secrets.token_hex(16),
        kind=kind,
        person_id=person.id if person else None,
        answers={},
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    db.session.add(draft)
    db.session.flush()
    forget_drafts_later()
    return draft


def keep_answers(*, draft: Draft, answers: dict[str, Any]) -> None:
    """Save what was typed, also what is not right yet; other answers stay as they are."""
    draft.answers = {**draft.answers, **answers}
    draft.updated_at = clock.now()


def close_draft(*, draft: Draft, thread: Thread, person: Person) -> None:
    """Record what became of a draft; its words are forgotten, so that its link leads on and shows nothing."""
    draft.published_thread_id, draft.person_id = thread.id, person.id
    draft.answers = {name: value for name, value in draft.answers.items() if name == "barrier"}


def forget_drafts_later() -> None:
    """Have the worker look for old drafts tomorrow; asked often on one day, it looks once."""
    tomorrow = clock.today() + timedelta(days=1)
    due_at = clock.now() + timedelta(days=1)
    with suppress(IntegrityError), db.session.begin_nested():  # somebody else may have asked just now
        enqueue("forget_drafts", {}, due_at=due_at, key=f"forget_drafts:{tomorrow}")


def forget_old_drafts() -> int:
    """Throw away the drafts that nobody has touched for as long as the settings keep them; returns how many."""
    before = clock.now() - settings().draft_lasts
    number = change_rows(delete(Draft).where(Draft.updated_at < before))
    if db.session.scalar(select(Draft.id).limit(1)) is not None:
        forget_drafts_later()
    return number
