"""Filters live in the address: what goes in comes out, and what cannot be read is left out and said."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.barriers.vocabulary import CATEGORY_BY_CODE, RULE_SOURCE_BY_CODE
from forum.dashboards.engine.fact_table import Period, last_of_month
from forum.dashboards.figures.scope import FigureFilters, months_back, period_before
from forum.dashboards.privacy.guard import why_not_public
from forum.dashboards.privacy.spans import parts_of, pieces_of
from forum.dashboards.views.filter_form import common_spans, read_filters

pytestmark = pytest.mark.pure
TODAY = date(2026, 11, 23)
AREAS, DEPARTMENTS = {3, 7}, {5}

days = st.dates(date(2000, 1, 1), TODAY)
filters = st.builds(
    FigureFilters,
    since=st.none() | days,
    until=st.none() | days,
    area=st.none() | st.sampled_from([0, 3, 7]),
    category=st.none() | st.sampled_from(sorted(CATEGORY_BY_CODE)),
    department=st.none() | st.sampled_from([0, 5]),
    rule_source=st.none() | st.sampled_from(sorted(RULE_SOURCE_BY_CODE)),
)


@given(filters)
def test_filters_come_out_of_the_address_as_they_went_in(some: FigureFilters):
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
    assert found.filters == FigureFilters()
    assert len([*found.errors, *found.notices]) == 1
    assert set(found.errors) <= set(args)


def test_without_dates_the_last_12_months_are_meant():
    assert FigureFilters().period(TODAY) == Period(date(2025, 12, 1), TODAY)
    assert period_before(FigureFilters().period(TODAY)) == Period(date(2024, 12, 1), date(2025, 11, 30))


def test_other_spans_are_compared_with_as_many_days_before():
    assert period_before(Period(date(2026, 3, 10), date(2026, 3, 19))) == Period(
        date(2026, 2, 28), date(2026, 3, 9)
    )
    assert period_before(Period(date(2026, 3, 1), date(2026, 3, 31))) == Period(
        date(2026, 2, 1), date(2026, 2, 28)
    )


def test_months_are_counted_back_over_the_turn_of_the_year():
    assert months_back(date(2026, 1, 31), 12) == date(2025, 2, 1)
    assert months_back(date(2026, 1, 31), 1) == date(2026, 1, 1)


@given(st.integers(0, 300), st.integers(1, 300))
def test_public_figures_may_be_about_any_whole_months(back: int, length: int):
    last = TODAY if not back else months_back(TODAY, back + 1).replace(day=1) - timedelta(days=1)
    assert why_not_public(Period(months_back(last, length), last), TODAY) == ""


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2026, 10, 2), date(2026, 10, 31)),
        (date(2026, 10, 1), date(2026, 10, 30)),
        (date(2025, 12, 2), TODAY),
        (date(2025, 12, 1), date(2026, 11, 22)),
    ],
)
def test_public_figures_about_other_days_are_refused_with_the_reason(since: date, until: date):
    assert "whole months" in why_not_public(Period(since, until), TODAY)


def test_a_financial_year_is_offered_and_allowed():
    offered = [(since, until) for _, since, until in common_spans(TODAY)]
    assert (date(2025, 4, 1), date(2026, 3, 31)) in offered
    assert (date(2026, 4, 1), None) in offered
    assert (date(2025, 1, 1), date(2025, 12, 31)) in offered
    assert (date(2026, 7, 1), date(2026, 9, 30)) in offered
    for since, until in offered:
        assert why_not_public(FigureFilters(since=since, until=until).period(TODAY), TODAY) == ""


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_common_periods_are_whole_months_on_every_day(today: date):
    for _, since, until in common_spans(today):
        period = FigureFilters(since=since, until=until).period(today)
        assert period.since <= period.until <= today
        assert why_not_public(period, today) == ""


@given(st.integers(0, 40), st.integers(1, 40), st.integers(0, 4))
def test_the_pieces_of_rolling_years_cover_a_span_without_gap_and_cut_it_at_both_ends(
    back: int, length: int, finer: int
):
    last = months_back(TODAY, back) - timedelta(days=1) if back else TODAY
    period = Period(months_back(last, length), last)
    pieces = []
    for part in sorted(parts_of(period, TODAY)):
        pieces += pieces_of(part._replace(level=max(part.level, finer)))
    for one, other in pairwise(pieces):
        assert one.until + timedelta(days=1) == other.since
    assert period.since in {piece.since for piece in pieces}
    assert last_of_month(period.until) in {piece.until for piece in pieces}
