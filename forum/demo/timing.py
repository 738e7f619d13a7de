"""When things happen in an invented history: how old a barrier is, and how long its council takes."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from random import Random

from forum.core import clock
from forum.councils.working_days import HolidayCalendar, is_working_day

DAY = timedelta(days=1)
HOURS_OFF = timedelta(hours=6)
GETTING_UP, HOURS_ASLEEP = 7, timedelta(hours=8)
OPENS, HOURS_OPEN = 9, 8
AGES = {
    "open": (1, 12),
    "acknowledged": (6, 80),
    "needs_info": (20, 300),
    "under_review": (20, 100),
    "reopened": (40, 200),
    "change_agreed": (45, 500),
    "way_through": (70, 780),
    "kept": (60, 780),
    "redirected": (15, 780),
    "removal_claimed": (40, 200),
    "removed": (90, 780),
    "removed_unconfirmed": (110, 780),
    "withdrawn": (4, 780),
}
"""The fewest and the most days since it was reported, for each state in which a barrier stands today."""
OLDEST_UNANSWERED = 780
FRESH = {
    "needs_info": timedelta(days=40),
    "change_agreed": timedelta(days=75),
    "kept": timedelta(days=280),
    "reopened": timedelta(days=40),
    "removal_claimed": timedelta(days=26),
}
"""How long ago the last word may be at most, where time alone would lead to another state."""
NEEDED = {
    "reopened": timedelta(days=30),
    "removed": timedelta(days=32),
    "removed_unconfirmed": timedelta(weeks=9),
}
"""How long ago the last word must be at least, for what followed it to have happened."""
FIRST_ANSWER, NEXT_STEP = (2.2, 0.8), (3.4, 0.7)
"""Days, as mu and sigma of a lognormal: nine to the first answer, thirty to each next step, some far longer."""


def reported_at(state: str, chance: Random, *, is_claimed: bool = True) -> datetime:
    """Choose when a barrier was reported that stands in this state today."""
    youngest, oldest = AGES[state]
    days = chance.randint(youngest, oldest if is_claimed else OLDEST_UNANSWERED)
    return (clock.now() - timedelta(days=days)).replace(hour=OPENS + chance.randint(0, 9))


def answered_at(state: str, steps: int, at: datetime, chance: Random) -> list[datetime]:
    """Choose the moments of the council's words, in order, on working days where there is room."""
    if not steps:
        return []
    room = clock.now() - HOURS_OFF - NEEDED.get(state, timedelta()) - at
    waits = [DAY * chance.lognormvariate(*(NEXT_STEP if number else FIRST_ANSWER)) for number in range(steps)]
    shrunk = min(1.0, room * 0.95 / sum(waits, timedelta()))
    moments = [at + wait * shrunk for wait in accumulate(waits, initial=timedelta())][1:]
    oldest = clock.now() - FRESH.get(state, clock.now() - at)
    if moments[-1] < oldest:
        moments[-1] = oldest + (at + room - oldest) * chance.uniform(0.1, 0.9)
    return _on_working_days(moments, at, at + room)


def scattered(number: int, start: datetime, end: datetime, chance: Random) -> list[datetime]:
    """Choose moments in order, more of them early than late, and few at night."""
    moments = (start + (end - start) * chance.random() ** 2 for _ in range(number))
    return sorted(later if (later := _after_breakfast(moment)) < end else moment for moment in moments)


def _after_breakfast(moment: datetime) -> datetime:
    return moment if moment.hour >= GETTING_UP else moment + HOURS_ASLEEP


def _at_work(moment: datetime) -> datetime:
    """Put off what falls on a weekend or a bank holiday, and bring it into office hours."""
    while not is_working_day(moment.date(), HolidayCalendar.ENGLAND_AND_WALES):
        moment += DAY
    return moment.replace(hour=OPENS + moment.hour % HOURS_OPEN)


def _on_working_days(moments: list[datetime], start: datetime, end: datetime) -> list[datetime]:
    """Move moments into working hours, unless that would leave the order or the room there is."""
    moved = [start]
    for moment, following in pairwise([*moments, end]):
        better = _at_work(moment)
        moved.append(better if moved[-1] < better < following else moment)
    return moved[1:]
