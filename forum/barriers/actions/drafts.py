"""What somebody has typed of a report so far: kept on the server until it is published."""

from __future__ import annotations

import secrets
from typing import Any

from forum.accounts.models import Person
from forum.barriers.answers import DRAFT_KIND
from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.db import db
from forum.threads.actions.drafts import forget_drafts_later
from forum.threads.models import Draft


def start_draft(*, person: Person | None, kind: str = DRAFT_KIND) -> Draft:
    """Make an empty report with a secret key; a visitor's belongs to whoever has the key."""
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


def close_draft(*, draft: Draft, barrier: Barrier, person: Person) -> None:
    """Say what became of a draft; its words are forgotten, so that its link leads on and shows nothing."""
    draft.published_thread_id, draft.person_id = barrier.id, person.id
    draft.answers = {name: value for name, value in draft.answers.items() if name == "barrier"}


def keep_answers(*, draft: Draft, answers: dict[str, Any]) -> None:
    """Keep what was typed, also what is not right yet; other answers stay as they are."""
    draft.answers = {**draft.answers, **answers}
    draft.updated_at = clock.now()
