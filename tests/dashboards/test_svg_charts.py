"""The geometry of charts: within its frame, whatever the numbers are."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.dashboards.output.svg_charts import (
    HEIGHT,
    LEAST_GAP,
    SIDE,
    TOP,
    WIDE,
    draw_lines,
    draw_steps,
    level_of,
)

pytestmark = pytest.mark.pure
values = st.none() | st.integers(0, 10**7) | st.floats(0, 10**6)


@given(
    st.integers(0, 40).flatmap(
        lambda n: st.lists(st.lists(values, min_size=n, max_size=n), min_size=1, max_size=4)
    )
)
def test_every_point_and_mark_is_inside_the_frame(rows):
    names = [str(at) for at in range(len(rows[0]))]
    drawing = draw_lines(names, [(f"line {at}", row) for at, row in enumerate(rows)])
    for line in drawing.lines:
        numbers = [int(one) for one in re.findall(r"-?\d+", line.path)]
        assert all(0 <= one <= SIDE for one in numbers)
        assert all(0 <= x <= WIDE and TOP <= y <= TOP + HEIGHT for x, y in line.marks)
    ends = sorted(line.end for line in drawing.lines)
    assert all(after - before >= LEAST_GAP - 0.01 for before, after in itertools.pairwise(ends))


def test_a_scale_counts_as_people_do():
    drawing = draw_lines(["a", "b"], [("x", [0, 37])])
    assert [words for _, words in drawing.scale] == ["0", "10", "20", "30", "40"]


def test_a_quiet_year_is_a_flat_line_on_a_scale_that_is_whole():
    drawing = draw_lines(["a", "b", "c"], [("x", [0, 0, 0])])
    assert [words for _, words in drawing.scale] == ["0", "1"]
    assert drawing.lines[0].end_words == "0"


def test_a_gap_is_left_where_nothing_is_known():
    path = draw_lines(["a", "b", "c"], [("x", [1, None, 1])]).lines[0].path
    assert path.count("M") == 2


def test_few_names_stand_under_many_months():
    months = [f"m{at}" for at in range(24)]
    columns = draw_lines(months, [("x", list(range(24)))]).columns
    assert columns[0][1] == "m0"
    assert columns[-1][1] == "m23"
    assert len(columns) <= 4


def test_a_curve_stays_level_until_the_day_on_which_it_falls():
    drawing = draw_steps([("all", [(50, 0.5)])], longest=100)
    assert drawing.lines[0].path == "M0 0L500 0L500 500L1000 500"
    assert drawing.lines[0].end_words == "50%"


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_cell_that_counts_anything_is_marked_and_the_most_is_marked_most(value, most):
    assert level_of(most, most) == 4
    assert (level_of(min(value, most), most) == 0) == (value == 0)
