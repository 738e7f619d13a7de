"""Filters live in the address: what goes in comes out, and what cannot be read is left out and said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.barriers.vocabulary import CATEGORY_BY_CODE, RULE_SOURCE_BY_CODE
from forum.dashboards.filters import Filters, before, months_back, read_filters
from forum.dashboards.guard import public_period
from forum.dashboards.shapes import Period

pytestmark = pytest.mark.pure
TODAY = date(2026, 11, 23)
AREAS, DEPARTMENTS = {3, 7}, {5}

days = st.dates(date(2000, 1, 1), TODAY)
filters = st.builds(
    Filters,
    since=st.none() | days,
    until=st.none() | days,
    area=st.none() | st.sampled_from([0, 3, 7]),
    category=st.none() | st.sampled_from(sorted(CATEGORY_BY_CODE)),
    department=st.none() | st.sampled_from([0, 5]),
    rule_source=st.none() | st.sampled_from(sorted(RULE_SOURCE_BY_CODE)),
)


@given(filters)
def test_filters_come_out_of_the_address_as_they_went_in(some: Filters):
    period = some.period(TODAY)
    found = read_filters(some.to_args(), areas=AREAS, departments=DEPARTMENTS, today=TODAY)
    if period.since <= period.until:
        assert found.filters == some
        assert found.notices == ()


@given(
    st.dictionaries(
        st.sampled_from(["since", "until", "area", "category", "department", "rule-source", "x"]), st.text()
    )
)
def test_nonsense_in_the_address_is_left_out_and_never_an_error(args: dict[str, str]):
    found = read_filters(args, areas=AREAS, departments=DEPARTMENTS, today=TODAY)
    period = found.filters.period(TODAY)
    assert period.since <= period.until <= TODAY


@pytest.mark.parametrize(
    "args",
    [
        {"since": "yesterday"},
        {"until": "2027-01-01"},
        {"area": "4"},
        {"area": "³"},
        {"department": "9" * 40},
        {"category": "no-such"},
        {"rule-source": "'; drop table"},
        {"since": "2026-05-01", "until": "2026-04-01"},
    ],
)
def test_each_bad_value_is_told(args: dict[str, str]):
    found = read_filters(args, areas=AREAS, departments=DEPARTMENTS, today=TODAY)
    assert found.filters == Filters()
    assert len(found.notices) == 1


def test_without_dates_the_last_12_months_are_meant():
    assert Filters().period(TODAY) == Period(date(2025, 12, 1), TODAY)
    assert before(Filters().period(TODAY)) == Period(date(2024, 12, 1), date(2025, 11, 30))


def test_other_spans_are_compared_with_as_many_days_before():
    assert before(Period(date(2026, 3, 10), date(2026, 3, 19))) == Period(date(2026, 2, 28), date(2026, 3, 9))
    assert before(Period(date(2026, 3, 1), date(2026, 3, 31))) == Period(date(2026, 2, 1), date(2026, 2, 28))


def test_months_are_counted_back_over_the_turn_of_the_year():
    assert months_back(date(2026, 1, 31), 12) == date(2025, 2, 1)
    assert months_back(date(2026, 1, 31), 1) == date(2026, 1, 1)


@given(days, days)
def test_the_spans_that_the_public_gets_are_the_same_or_do_not_touch(one: date, other: date):
    first, second = (public_period(Filters(until=day), TODAY) for day in (one, other))
    assert first == second or first.until < second.since or second.until < first.since
    assert first.since <= one <= first.until
