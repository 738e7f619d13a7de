"""Reads the amounts and the days of published grants, as people and programs write them. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from forum.core import clock

LARGEST_AMOUNT = 100_000_000
FIRST_YEAR = 1950
AMOUNT = re.compile(r"([0-9]{1,15}|[0-9]{1,3}(,[0-9]{3}){1,4})(\.[0-9]{1,10})?")
AROUND_AMOUNT = re.compile(r"^(£|GBP)\s*|\s*(GBP|£)$", re.IGNORECASE)
DAY_OR_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}([T ].+)?", re.ASCII)
THREE_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[T ]+\d{1,2}:\d{2}(?::\d{2})?)?", re.ASCII)
WITH_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})[ ,-]+(\d{4})", re.IGNORECASE | re.ASCII)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LAST_MONTH = 12


class RowRefusedError(ValueError):
    """Why one row is not taken."""


class DateOrder(StrEnum):
    """In which order a written day has its parts."""

    CLEAR = "year first, or with the month as a word"
    DAY_FIRST = "day first, as the month could not be above 12"
    EITHER = "day first or month first"
    MONTH_FIRST = "month first"


def read_amount(text: str) -> Decimal:
    """Read pounds and pence, with or without the sign and commas. Raises RowRefusedError."""
    if not text:
        raise RowRefusedError("the grant has no amount")
    bare = AROUND_AMOUNT.sub("", text.strip())
    if bare.startswith(("-", "\u2212")):
        raise RowRefusedError(f"the amount {text[:30]!r} is below zero")
    if not AMOUNT.fullmatch(bare):
        raise RowRefusedError(f"the amount {text[:30]!r} is not a number such as 2500 or 2,500.50")
    amount = Decimal(bare.replace(",", "")).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if amount > LARGEST_AMOUNT:
        raise RowRefusedError(f"the amount {text[:30]!r} is above £{LARGEST_AMOUNT:,}")
    return amount


def read_day(text: str, *, today: date) -> date:
    """Read the day of an award, from a date or from a moment. Raises RowRefusedError."""
    if not text:
        raise RowRefusedError("the grant has no award date")
    day = any_day(text)
    if day is None:
        raise RowRefusedError(f"the award date {text[:30]!r} is not a date such as 2024-05-31 or 31/05/2024")
    if not day.year >= FIRST_YEAR or day > today:
        raise RowRefusedError(f"the award date {text[:10]!r} is before {FIRST_YEAR} or still to come")
    return day


def order_of(text: str) -> DateOrder:
    """Return in which order a day is written, so that a file's days can be judged together."""
    numbers = THREE_NUMBERS.fullmatch(text.strip())
    if numbers is None:
        return DateOrder.CLEAR
    first, second = int(numbers[1]), int(numbers[2])
    if first == second:
        return DateOrder.CLEAR
    if first > LAST_MONTH:
        return DateOrder.DAY_FIRST
    return DateOrder.MONTH_FIRST if second > LAST_MONTH else DateOrder.EITHER


def any_day(text: str) -> date | None:
    """Read a day as it was in the United Kingdom; None where it is none."""
    words = text.strip()
    try:
        if DAY_OR_MOMENT.fullmatch(words):
            return _of_moment(words)
        if numbers := THREE_NUMBERS.fullmatch(words):
            return date(int(numbers[3]), int(numbers[2]), int(numbers[1]))
        if found := WITH_MONTH.fullmatch(words):
            return date(int(found[3]), MONTHS.index(found[2][:3].casefold()) + 1, int(found[1]))
    except (ValueError, OverflowError):
        return None
    return None


def read_plan(starts: str, ends: str) -> tuple[date | None, date | None]:
    """Read when a project was to begin and to end; two days that make no sense together are left out."""
    first, last = any_day(starts), any_day(ends)
    return (None, None) if first and last and first > last else (first, last)


def _of_moment(words: str) -> date:
    moment = datetime.fromisoformat(words)
    return moment.date() if moment.tzinfo is None else moment.astimezone(clock.LOCAL).date()
