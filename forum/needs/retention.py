"""Unmet needs and the counts of searches are kept for a time only."""

from __future__ import annotations

from sqlalchemy import delete

from forum.core import clock
from forum.core.db import change_rows
from forum.core.personal_data import RetentionRule
from forum.core.settings import settings
from forum.needs.models import PressCount, SearchCount, UnmetNeed


def forget_old_needs() -> int:
    """Delete what was looked for long ago; returns how many."""
    old = delete(UnmetNeed).where(UnmetNeed.created_at < clock.now() - settings().unmet_needs_kept)
    return change_rows(old)


def forget_old_searches() -> int:
    """Delete the counts of weeks long ago; returns how many."""
    first = (clock.now() - settings().search_counts_kept).date()
    return sum(change_rows(delete(table).where(table.week < first)) for table in (SearchCount, PressCount))


RETENTION = (
    RetentionRule(
        "search_counts",
        "How often something was searched for and opened",
        lambda: settings().search_counts_kept,
        forget_old_searches,
    ),
    RetentionRule(
        "unmet_needs",
        "What was looked for and not found",
        lambda: settings().unmet_needs_kept,
        forget_old_needs,
    ),
)
