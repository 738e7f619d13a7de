"""Reads of tags that mean the same, and of work that failed."""

from __future__ import annotations

from sqlalchemy import select

from forum.core.db import db
from forum.core.outbox import OutboxRow
from forum.threads.models import Tag

MOST_SYNONYMS = 500


def list_synonyms() -> list[tuple[Tag, Tag]]:
    """List the tags that mean another, with the one they mean."""
    meant = select(Tag).subquery()
    query = (
        select(Tag.id, meant.c.id)
        .join(meant, meant.c.id == Tag.synonym_of_id)
        .order_by(Tag.name)
        .limit(MOST_SYNONYMS)
    )
    return [
        (db.session.get_one(Tag, one), db.session.get_one(Tag, other))
        for one, other in db.session.execute(query)
    ]


def get_dead_letter(number: int) -> OutboxRow | None:
    """Read one dead letter; None for a row that is alive."""
    row = db.session.get(OutboxRow, number)
    return row if row is not None and row.dead_at is not None else None
