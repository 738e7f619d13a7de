"""When mails about what people follow go out. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from forum.core.clock import LOCAL

MORNING = time(7)
"""When digests go out, on the clock of the United Kingdom: before work, and after the night's jobs."""
MONDAY = 0


def next_morning(moment: datetime) -> datetime:
    """Return the first morning after a moment."""
    day = moment.astimezone(LOCAL).date()
    morning = datetime.combine(day, MORNING, tzinfo=LOCAL)
    return morning if morning > moment else datetime.combine(day + timedelta(days=1), MORNING, tzinfo=LOCAL)


def next_monday(moment: datetime) -> datetime:
    """Return the first Monday morning after a moment."""
    morning = next_morning(moment)
    days = (MONDAY - morning.weekday()) % 7
    return datetime.combine(morning.date() + timedelta(days=days), MORNING, tzinfo=LOCAL)


def start_of_day(moment: datetime) -> datetime:
    """Return when the day of a moment began: a thread is mailed about once a day."""
    return datetime.combine(moment.astimezone(LOCAL).date(), time.min, tzinfo=LOCAL)
