"""A month of the year as people in the United Kingdom count it: its name, its first and last moments. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from forum.core import clock

MAIL_DAY, MAIL_HOUR = 3, 9
"""Summaries go out on the third at nine, so that a council has two working mornings to add its own words."""
EARLIEST_YEAR, LATEST_YEAR = 2000, 2999
_WRITTEN = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month, by its first day."""

    first: date

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month of a day."""
        return cls(day.replace(day=1))

    @classmethod
    def read(cls, text: str) -> Month | None:
        """Read 2026-10; None for what is no month."""
        found = _WRITTEN.fullmatch(text)
        if found is None:
            return None
        year, month = int(found[1]), int(found[2])
        if not (EARLIEST_YEAR <= year <= LATEST_YEAR and 1 <= month <= 12):  # noqa: PLR2004  # months of a year
            return None
        return cls(date(year, month, 1))

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def name(self) -> str:
        """The month as people say it, such as October 2026."""
        return f"{self.first:%B %Y}"

    @property
    def next(self) -> Month:
        """The month after."""
        return Month.of(self.first + timedelta(days=31))

    @property
    def previous(self) -> Month:
        """The month before."""
        return Month.of(self.first - timedelta(days=1))

    @property
    def last(self) -> date:
        """Its last day."""
        return self.next.first - timedelta(days=1)

    @property
    def starts_at(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.first, time(), clock.LOCAL).astimezone(UTC)

    @property
    def ends_at(self) -> datetime:
        """The first moment that is no longer in it."""
        return self.next.starts_at

    @property
    def mailed_at(self) -> datetime:
        """When its summary is written to those who follow: in the first days of the month after."""
        day = self.next.first.replace(day=MAIL_DAY)
        return datetime.combine(day, time(MAIL_HOUR), clock.LOCAL).astimezone(UTC)
