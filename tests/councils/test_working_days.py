"""Working days against the bank holidays that gov.uk has published, and against counting one by one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.councils.working_days import (
    HolidayCalendar,
    add_working_days,
    calendar_of_nation,
    is_working_day,
    working_days_between,
)

ENGLAND, SCOTLAND, IRELAND = (
    HolidayCalendar.ENGLAND_AND_WALES,
    HolidayCalendar.SCOTLAND,
    HolidayCalendar.NORTHERN_IRELAND,
)
CALENDARS = st.sampled_from(sorted(HolidayCalendar))
DAYS = st.dates(date(2015, 1, 1), date(2032, 12, 31))

# From https://www.gov.uk/bank-holidays: the day, and which of the three calendars keeps it.
KNOWN = [
    (date(2020, 5, 8), {ENGLAND, SCOTLAND, IRELAND}),  # moved from Monday for VE day
    (date(2020, 5, 4), set()),
    (date(2022, 6, 2), {ENGLAND, SCOTLAND, IRELAND}),  # moved for the Platinum Jubilee
    (date(2022, 6, 3), {ENGLAND, SCOTLAND, IRELAND}),
    (date(2022, 9, 19), {ENGLAND, SCOTLAND, IRELAND}),  # the Queen's funeral
    (date(2023, 5, 8), {ENGLAND, SCOTLAND, IRELAND}),  # the King's coronation
    (date(2024, 1, 2), {SCOTLAND}),
    (date(2024, 3, 18), {IRELAND}),  # St Patrick's Day fell on a Sunday
    (date(2024, 4, 1), {ENGLAND, IRELAND}),  # Easter Monday
    (date(2024, 7, 12), {IRELAND}),
    (date(2024, 8, 5), {SCOTLAND}),
    (date(2024, 8, 26), {ENGLAND, IRELAND}),
    (date(2024, 12, 2), {SCOTLAND}),  # St Andrew's Day fell on a Saturday
    (date(2026, 12, 28), {ENGLAND, SCOTLAND, IRELAND}),  # Boxing Day falls on a Saturday
    (date(2027, 12, 27), {ENGLAND, SCOTLAND, IRELAND}),  # Christmas falls on a Saturday
    (date(2027, 12, 28), {ENGLAND, SCOTLAND, IRELAND}),
]


@pytest.mark.pure
@pytest.mark.parametrize(("day", "kept_by"), KNOWN, ids=lambda one: str(one) if isinstance(one, date) else "")
def test_bank_holidays_are_kept_where_gov_uk_says_so(day: date, kept_by: set[HolidayCalendar]) -> None:
    assert {one for one in HolidayCalendar if not is_working_day(day, one)} == kept_by


@pytest.mark.pure
def test_a_report_on_friday_answered_on_monday_took_one_working_day() -> None:
    assert working_days_between(date(2024, 6, 7), date(2024, 6, 10), ENGLAND) == 1
    assert working_days_between(date(2024, 6, 8), date(2024, 6, 10), ENGLAND) == 1
    assert working_days_between(date(2024, 6, 10), date(2024, 6, 7), ENGLAND) == 0


@pytest.mark.pure
def test_ten_working_days_from_before_christmas_differ_north_of_the_border() -> None:
    assert add_working_days(date(2024, 12, 20), 10, ENGLAND) == date(2025, 1, 8)
    assert add_working_days(date(2024, 12, 20), 10, SCOTLAND) == date(2025, 1, 9)


@pytest.mark.pure
@given(start=DAYS, length=st.integers(0, 900), calendar=CALENDARS)
def test_counting_by_arithmetic_gives_what_counting_one_by_one_gives(
    start: date, length: int, calendar: HolidayCalendar
) -> None:
    end = start + timedelta(days=length)
    slowly = sum(is_working_day(start + timedelta(days=n), calendar) for n in range(1, length + 1))
    assert working_days_between(start, end, calendar) == slowly


@pytest.mark.pure
@given(start=DAYS, number=st.integers(0, 300), calendar=CALENDARS)
def test_adding_working_days_and_counting_them_undo_each_other(
    start: date, number: int, calendar: HolidayCalendar
) -> None:
    assert working_days_between(start, add_working_days(start, number, calendar), calendar) == number


@pytest.mark.pure
def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(date(2024, 1, 1), -1, ENGLAND)


@pytest.mark.pure
def test_each_nation_has_its_calendar_and_the_unknown_have_englands() -> None:
    nations = ("England", "Wales", "Scotland", "Northern Ireland", "")
    assert [calendar_of_nation(one) for one in nations] == [ENGLAND, ENGLAND, SCOTLAND, IRELAND, ENGLAND]
