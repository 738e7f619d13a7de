"""In which order reported posts are looked at: by when somebody should look, which is sooner the heavier a case is. Pure.

The kind says how long a case can wait, divided by how many people say so: so the heavy ones come
first, and nothing that is old waits behind new ones for ever.
"""

from __future__ import annotations

from datetime import datetime

from forum.moderation.vocabulary import REPORT_KINDS, ReportKind

MOST_COUNTED = 16
"""A crowd that was sent here cannot make a case heavier than this many people do."""


def look_by(opened_at: datetime, kind: ReportKind, number_of_reporters: int) -> datetime:
    """Return by when somebody should look at a case."""
    counted = max(1, min(number_of_reporters, MOST_COUNTED))
    return opened_at + REPORT_KINDS[ReportKind(kind)].look_within / counted


def more_serious(one: ReportKind, other: ReportKind) -> ReportKind:
    """Return the kind that can wait less."""
    return min(ReportKind(one), ReportKind(other), key=lambda kind: REPORT_KINDS[kind].look_within)
