"""Durations and shares are written as people say them."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from forum.core.formatting import duration, months, share

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(0), "0 seconds"),
        (timedelta(seconds=90), "90 seconds"),
        (timedelta(minutes=1), "one minute"),
        (timedelta(minutes=45), "45 minutes"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(hours=1), "one hour"),
        (timedelta(hours=36), "36 hours"),
        (timedelta(days=1), "one day"),
        (timedelta(days=7), "7 days"),
        (timedelta(days=14), "2 weeks"),
        (timedelta(days=30), "30 days"),
        (timedelta(weeks=8), "8 weeks"),
        (timedelta(days=61), "2 months"),
        (timedelta(days=75), "75 days"),
        (timedelta(days=183), "6 months"),
        (timedelta(days=365), "one year"),
        (timedelta(days=730), "2 years"),
    ],
)
def test_a_duration_is_said_in_the_largest_unit_that_fits(length: timedelta, words: str) -> None:
    assert duration(length) == words


def test_months_are_counted_in_words() -> None:
    assert [months(1), months(12)] == ["one month", "12 months"]


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (Fraction(1, 2), "half"),
        (Fraction(1, 3), "a third"),
        (Fraction(2, 3), "two thirds"),
        (Fraction(3, 4), "three quarters"),
        (Fraction(1, 8), "an eighth"),
        (Fraction(11, 20), "11 in 20"),
    ],
)
def test_a_share_is_said_as_people_say_it(part: Fraction, words: str) -> None:
    assert share(part) == words
