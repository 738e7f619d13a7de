"""Working days: Monday to Friday without the bank holidays of that part of the United Kingdom. Pure (ADR 0021)."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from holidays import country_holidays

SATURDAY = 5
DAYS_A_WEEK, WORKING_DAYS_A_WEEK = 7, 5
ONE_DAY = timedelta(days=1)


class HolidayCalendar(StrEnum):
    """Whose bank holidays are kept; gov.uk publishes these three."""

    ENGLAND_AND_WALES = "england-and-wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


CALENDAR_LABELS: dict[HolidayCalendar, str] = {
    HolidayCalendar.ENGLAND_AND_WALES: "England and Wales",
    HolidayCalendar.SCOTLAND: "Scotland",
    HolidayCalendar.NORTHERN_IRELAND: "Northern Ireland",
}
_SUBDIVISIONS: dict[HolidayCalendar, str] = {
    HolidayCalendar.ENGLAND_AND_WALES: "ENG",
    HolidayCalendar.SCOTLAND: "SCT",
    HolidayCalendar.NORTHERN_IRELAND: "NIR",
}


def calendar_of_nation(nation: str) -> HolidayCalendar:
    """Return the calendar that a nation keeps; England's for one that is not known."""
    by_nation = {
        "scotland": HolidayCalendar.SCOTLAND,
        "northern ireland": HolidayCalendar.NORTHERN_IRELAND,
    }
    return by_nation.get(nation.strip().lower(), HolidayCalendar.ENGLAND_AND_WALES)


def is_working_day(day: date, calendar: str) -> bool:
    """Return whether a council of this calendar works on a day."""
    return day.weekday() < SATURDAY and day not in _off(calendar, day.year)


def working_days_between(start: date, end: date, calendar: str) -> int:
    """Count the working days after `start` up to and with `end`; 0 when `end` does not come later.

    A report on a Friday that is answered on Monday took one.
    """
    if end <= start:
        return 0
    weekdays = _weekdays_before(end + ONE_DAY) - _weekdays_before(start + ONE_DAY)
    off = (
        bisect_right(days, end) - bisect_right(days, start)
        for days in (_sorted_off(calendar, year) for year in range(start.year, end.year + 1))
    )
    return weekdays - sum(off)


def add_working_days(day: date, number: int, calendar: str) -> date:
    """Return the day on which that many working days have passed since `day`; 0 gives the day itself.

    Raises ValueError for a number below 0.
    """
    if number < 0:
        raise ValueError("working days are counted forwards")
    while number:
        day += ONE_DAY
        number -= is_working_day(day, calendar)
    return day


def _weekdays_before(day: date) -> int:
    """Count Mondays to Fridays since the first Monday of our calendar (1 January of year 1) up to the day before."""
    weeks, rest = divmod(day.toordinal() - 1, DAYS_A_WEEK)
    return weeks * WORKING_DAYS_A_WEEK + min(rest, WORKING_DAYS_A_WEEK)


@lru_cache(maxsize=1024)
def _off(calendar: str, year: int) -> frozenset[date]:
    """Read one year's bank holidays, substitute days among them. Raises ValueError for an unknown calendar."""
    subdivision = _SUBDIVISIONS[HolidayCalendar(calendar)]
    return frozenset(country_holidays("GB", subdiv=subdivision, years=year, expand=False))


@lru_cache(maxsize=1024)
def _sorted_off(calendar: str, year: int) -> tuple[date, ...]:
    """Return one year's bank holidays that fall on a weekday, in order."""
    return tuple(sorted(day for day in _off(calendar, year) if day.weekday() < SATURDAY))
