"""A change is worked out only where it can be; what it cost likewise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.stories.measures import amount, change_in_words, change_of, cost_in_words, cost_per_unit
from forum.stories.models import Outcome
from forum.stories.vocabulary import Method

pytestmark = pytest.mark.pure
AMOUNTS = st.decimals(-(10**12), 10**12, places=2, allow_nan=False, allow_infinity=False)


def outcome(**given: Any) -> Outcome:
    usual = {
        "indicator": "Meals",
        "unit": "people",
        "unit_name": "",
        "baseline": Decimal(10),
        "baseline_on": date(2025, 1, 1),
        "result": Decimal(40),
        "result_on": date(2026, 1, 1),
        "method": Method.COUNT,
    }
    return Outcome(**(usual | given))


@pytest.mark.parametrize("missing", ["baseline", "baseline_on", "method"])
def test_there_is_no_change_without_baseline_its_day_and_the_method(missing: str) -> None:
    assert change_of(outcome(**{missing: None})) is None
    assert change_in_words(outcome(**{missing: None})) == ""
    assert cost_per_unit(outcome(**{missing: None}), 300) is None


def test_a_change_is_told_in_units_and_as_a_share() -> None:
    assert change_in_words(outcome()) == "Up by 30 people (300 %)"
    assert change_in_words(outcome(result=Decimal(5))) == "Down by 5 people (50 %)"
    assert change_in_words(outcome(result=Decimal(10))) == "No change"


def test_from_nothing_no_share_can_be_worked_out() -> None:
    assert change_in_words(outcome(baseline=Decimal(0))) == "Up by 40 people"


def test_a_share_changes_by_percentage_points() -> None:
    share = outcome(unit="percent", baseline=Decimal(20), result=Decimal("32.5"))
    assert change_in_words(share) == "Up by 12.5 percentage points"


def test_what_one_more_cost_is_the_cash_over_the_change() -> None:
    assert cost_per_unit(outcome(), 300) == Decimal("10.00")
    assert cost_per_unit(outcome(), 100) == Decimal("3.33")
    assert cost_per_unit(outcome(), None) is None
    assert cost_per_unit(outcome(result=Decimal(10)), 300) is None
    assert cost_per_unit(outcome(), 0) is None


@pytest.mark.parametrize(
    ("given_values", "said"),
    [
        ({}, "£10.00 per extra person"),
        ({"result": Decimal(4)}, "£50.00 for each person fewer"),
        ({"unit": "groups"}, "£10.00 per extra group"),
        ({"unit": "events", "result": Decimal(7)}, "£100.00 for each event or session fewer"),
        ({"unit": "other", "unit_name": "trees"}, "£10.00 for each one more (trees)"),
        (
            {"unit": "other", "unit_name": "empty shops", "result": Decimal(4)},
            "£50.00 for each one fewer (empty shops)",
        ),
        ({"unit": "kilograms", "result": Decimal("12.5")}, "£120.00 per extra kilogram"),
        ({"indicator": "Young people at the youth club"}, "£10.00 per extra person"),
        ({"indicator": "People who come every week"}, "£10.00 per extra person"),
        ({"result": Decimal(1_000_010), "unit": "people"}, "Less than 1p per extra person"),
    ],
)
def test_what_one_cost_is_said_with_the_way_it_went(given_values: dict[str, Any], said: str) -> None:
    assert cost_in_words(outcome(**given_values), 300) == said


@pytest.mark.parametrize(
    "given_values",
    [
        {"unit": "percent"},
        {"unit": "points"},
        {"unit": "hours"},
        {"unit": "days", "result": Decimal(2)},
        {"unit": "pounds"},
        {"unit": "kilograms", "result": Decimal(2)},
        {"unit": "other", "unit_name": "minutes"},
        {"unit": "other", "unit_name": "points of ten"},
        {"unit": "other", "unit_name": "trees", "result": Decimal("10.5")},
        {"unit": "other", "unit_name": ""},
        {"indicator": "Average number at a meal"},
        {"indicator": "People per session"},
        {"indicator": "Median age"},
        {"indicator": "Wellbeing score"},
    ],
)
def test_nothing_is_said_of_the_cost_of_a_share_an_average_a_score_or_time(
    given_values: dict[str, Any],
) -> None:
    assert change_in_words(outcome(**given_values))
    assert cost_in_words(outcome(**given_values), 300) == ""


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        ("1250", "pounds", "£1,250"),
        ("1250.5", "pounds", "£1,250.50"),
        ("-3", "points", "−3 points on a scale"),
        ("12.50", "percent", "12.5 %"),
        ("40", "people", "40 people"),
        ("7", "other", "7 trees"),
    ],
)
def test_amounts_are_written_as_people_read_them(value: str, unit: str, written: str) -> None:
    assert amount(Decimal(value), outcome(unit=unit, unit_name="trees")) == written


@given(AMOUNTS, AMOUNTS, st.integers(0, 10**9))
def test_no_amounts_break_the_arithmetic(before: Decimal, after: Decimal, cash: int) -> None:
    one = outcome(unit="points", baseline=before, result=after)
    change = change_of(one)
    assert change is not None
    assert change.by == after - before
    assert change_in_words(one)
    cost = cost_per_unit(one, cash)
    assert cost is None or cost >= 0
