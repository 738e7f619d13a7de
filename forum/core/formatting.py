"""How dates, durations, amounts and shares are written for people: the one place of each."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

from forum.core import clock
from forum.core.codes import UNKNOWN_DAY, UNKNOWN_LABEL, UNKNOWN_MOMENT

A_MINUTE, AN_HOUR, A_DAY = 60, 3600, 86_400
DAYS_SAID = 14
DAYS_A_WEEK, LONGEST_IN_WEEKS = 7, 84
DAYS_A_MONTH, NEARLY_A_MONTH = 30.4375, 1.5
FEWEST_DAYS_IN_MONTHS = 59
MONTHS_A_YEAR = 12
PARTS = {3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth", 10: "tenth"}


def day(when: date | datetime) -> str:
    """Write a date, as in 3 May 2026."""
    local = when.astimezone(clock.LOCAL).date() if isinstance(when, datetime) else when
    if local == UNKNOWN_DAY:
        return UNKNOWN_LABEL.lower()
    return f"{local.day} {local:%B %Y}"


def moment(when: datetime) -> str:
    """Write a moment on the clock of the United Kingdom, as in 3 May 2026, 14:05."""
    return day(when) if when == UNKNOWN_MOMENT else f"{day(when)}, {when.astimezone(clock.LOCAL):%H:%M}"


def iso(when: date | datetime) -> str:
    """Write a moment for machines, for the datetime attribute."""
    return when.isoformat(timespec="seconds") if isinstance(when, datetime) else when.isoformat()


def ago(when: datetime) -> str:
    """Write how long ago something was, as in 3 hours ago; after two weeks its date."""
    seconds = (clock.now() - when).total_seconds()
    if seconds < A_MINUTE:
        return "just now"
    if seconds < AN_HOUR:
        return f"{count(int(seconds // A_MINUTE), 'minute')} ago"
    if seconds < A_DAY:
        return f"{count(int(seconds // AN_HOUR), 'hour')} ago"
    days = int(seconds // A_DAY)
    return f"{count(days, 'day')} ago" if days <= DAYS_SAID else day(when)


def pounds(amount: int) -> str:
    """Write whole pounds, as in £1,250."""
    return f"£{amount:,}"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Write a number with its noun, as in 1 group, 2 groups."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def duration(length: timedelta) -> str:
    """Write how long something lasts in the largest unit that fits: one hour, 30 days, 8 weeks, 6 months, one year."""
    seconds = int(length.total_seconds())
    for size, unit in ((A_DAY, "day"), (AN_HOUR, "hour"), (A_MINUTE, "minute")):
        if seconds and seconds % size == 0:
            return _days(seconds // A_DAY) if unit == "day" else _number_of(seconds // size, unit)
    return _number_of(seconds, "second")


def months(number: int) -> str:
    """Write a number of months, as in 12 months, one month."""
    return _number_of(number, "month")


def share(part: Fraction) -> str:
    """Write a share of a whole, as in half, a third, two thirds, 55 in 100."""
    if part == Fraction(1, 2):
        return "half"
    name = PARTS.get(part.denominator)
    if name is None or part.numerator not in {1, 2, 3}:
        return f"{part.numerator} in {part.denominator}"
    number = {1: "a", 2: "two", 3: "three"}[part.numerator]
    article = "an" if number == "a" and name.startswith("e") else number
    return f"{article} {name}{'' if part.numerator == 1 else 's'}"


def _days(days: int) -> str:
    if days % DAYS_A_WEEK == 0 and 2 * DAYS_A_WEEK <= days <= LONGEST_IN_WEEKS:
        return _number_of(days // DAYS_A_WEEK, "week")
    number = round(days / DAYS_A_MONTH)
    if days < FEWEST_DAYS_IN_MONTHS or abs(days - number * DAYS_A_MONTH) > NEARLY_A_MONTH:
        return _number_of(days, "day")
    years, rest = divmod(number, MONTHS_A_YEAR)
    return _number_of(number, "month") if rest else _number_of(years, "year")


def _number_of(number: int, unit: str) -> str:
    return f"one {unit}" if number == 1 else count(number, unit)
