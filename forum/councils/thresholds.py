"""The numbers a council works by: its own where it set some, the installation's otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.settings import settings
from forum.councils.models import Council
from forum.councils.working_days import HolidayCalendar, calendar_of_nation


@dataclass(frozen=True, slots=True)
class CouncilRules:
    """The numbers in effect for one council. Targets are in working days of its calendar."""

    calendar: HolidayCalendar
    response_target_days: int
    """For the first word on a report."""
    answer_target_days: int
    """For a real answer: yes by a day, no because, or who else owns it."""
    recurrence_groups: int
    recurrence_months: int


def council_rules(council: Council) -> CouncilRules:
    """Return the numbers in effect for a council."""
    site = settings()
    return CouncilRules(
        calendar=calendar_of(council),
        response_target_days=council.response_target_days or site.response_target_days,
        answer_target_days=council.answer_target_days or site.answer_target_days,
        recurrence_groups=council.recurrence_groups or site.recurrence_groups,
        recurrence_months=council.recurrence_months or site.recurrence_months,
    )


def calendar_of(council: Council) -> HolidayCalendar:
    """Return whose bank holidays a council keeps: as it said, else its nation's."""
    said = next((one for one in HolidayCalendar if one == council.holiday_calendar), None)
    return said or calendar_of_nation(council.nation)
