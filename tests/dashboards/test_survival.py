"""The estimate of how long it takes, against values worked out by hand."""

from __future__ import annotations

import pytest

from forum.dashboards.figures.over_time import left_after, percentile, survival_curve

pytestmark = pytest.mark.pure

# Ten cases; + are still there, or were taken back, when last watched: 2, 3+, 4, 4, 5+, 6, 8+, 9, 9+, 12+.
# By hand: day 2: 9/10 = 0.9; day 4: 8 wait, 2 go: 0.9 * 6/8 = 0.675; day 6: 5 wait: 0.675 * 4/5 = 0.54;
# day 9: 3 wait, 1 goes (the other of day 9 still waits): 0.54 * 2/3 = 0.36.
DAYS = [2, 3, 4, 4, 5, 6, 8, 9, 9, 12]
REMOVED = [True, False, True, True, False, True, False, True, False, False]


def test_the_curve_is_what_one_works_out_by_hand():
    points = survival_curve(DAYS, REMOVED)
    assert [day for day, _ in points] == [0, 2, 4, 6, 9]
    assert [left for _, left in points] == pytest.approx([1, 0.9, 0.675, 0.54, 0.36])


def test_the_quarter_and_the_median_are_the_first_days_on_which_so_many_are_gone():
    points = survival_curve(DAYS, REMOVED)
    assert percentile(points, 0.25) == 4
    assert percentile(points, 0.5) == 9
    assert percentile(points, 0.75) is None  # the curve never falls so far: nobody can know yet


def test_leaving_out_the_unfinished_would_make_it_look_quicker():
    finished = [day for day, gone in zip(DAYS, REMOVED, strict=True) if gone]
    assert percentile(survival_curve(finished, [True] * len(finished)), 0.5) == 4


def test_when_all_are_finished_the_curve_is_the_share_that_is_left():
    points = survival_curve([1, 2, 3, 4], [True] * 4)
    assert points == ((0, 1.0), (1, 0.75), (2, 0.5), (3, 0.25), (4, 0.0))


def test_when_none_is_finished_the_curve_stays_at_one():
    assert survival_curve([5, 6], [False, False]) == ((0, 1.0),)


def test_what_is_removed_on_the_day_of_its_report_is_counted_on_day_0():
    assert survival_curve([0, 1], [True, False]) == ((0, 0.5),)


def test_the_share_left_after_some_days_is_that_of_the_last_step():
    points = survival_curve(DAYS, REMOVED)
    assert left_after(points, 5) == pytest.approx(0.675)
    assert left_after(points, 400) == pytest.approx(0.36)
    assert left_after((), 5) is None
