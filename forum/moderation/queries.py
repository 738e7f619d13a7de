"""What moderators look at."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.core.outbox import OutboxRow
from forum.core.paging import Page, page_of
from forum.moderation.models import ModerationAct, Report
from forum.threads.models import Tag

MOST_SYNONYMS = 500


def list_open_reports(cursor: str | None = None) -> Page[Report]:
    """List the reports nobody has looked at, newest first."""
    query = (
        select(Report)
        .where(Report.settled_at.is_(None))
        .options(joinedload(Report.person), joinedload(Report.thread), joinedload(Report.comment))
    )
    return page_of(query, by=(Report.id,), cursor=cursor)


def get_report(number: int) -> Report | None:
    """Read one report."""
    return db.session.get(Report, number)


def list_acts(cursor: str | None = None) -> Page[ModerationAct]:
    """List what moderators did, newest first."""
    query = select(ModerationAct).options(joinedload(ModerationAct.person))
    return page_of(query, by=(ModerationAct.created_at, ModerationAct.id), cursor=cursor)


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
