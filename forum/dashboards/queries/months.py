"""Reads what belongs to one month of a council."""

from __future__ import annotations

from sqlalchemy import select

from forum.core.db import db
from forum.councils.models import Council
from forum.dashboards.models import MonthNote
from forum.dashboards.month import Month


def find_month_note(council: Council, month: Month) -> MonthNote | None:
    """Find what a council said about a month."""
    query = select(MonthNote).where(MonthNote.council_id == council.id, MonthNote.month == month.first)
    return db.session.scalar(query)
