"""What is withheld from a table, and an attacker who adds and takes away totals to find it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.dashboards.privacy.suppression import withhold_in_all
from tests.support.depth import examples

pytestmark = pytest.mark.pure


def withhold(
    groups: np.ndarray, small: dict[int, frozenset[int]], inherited: np.ndarray | None = None
) -> np.ndarray:
    """One table alone."""
    return withhold_in_all([(groups, small)], inherited=inherited)


def table(rows: list[list[set[int]]]) -> tuple[np.ndarray, dict[int, frozenset[int]]]:
    """A table of the groups in each cell."""
    flat = [frozenset(cell) for row in rows for cell in row]
    groups = np.array([len(cell) for cell in flat]).reshape(len(rows), -1)
    return groups, {place: cell for place, cell in enumerate(flat) if 0 < len(cell) < 5}


def test_a_cell_under_5_groups_is_withheld_and_never_alone_in_its_line():
    groups, small = table([[{1, 2}, set(range(5)), set(range(10, 17))]])
    hidden = withhold(groups[0], small)
    assert hidden.tolist() == [True, True, False]


def test_small_cells_that_rest_on_the_same_few_groups_do_not_protect_each_other():
    groups, small = table([[{1}, {1, 2}, set(range(6)), set(range(20, 29))]])
    assert withhold(groups[0], small).tolist() == [True, True, True, False]


def test_small_cells_that_rest_on_5_groups_together_protect_each_other():
    groups, small = table([[{1, 2}, {3, 4, 5}, set(range(6))]])
    assert withhold(groups[0], small).tolist() == [True, True, False]


def test_an_empty_cell_is_shown():
    groups, small = table([[set(), set(range(5))]])
    assert not withhold(groups[0], small).any()


def test_a_withheld_cell_that_all_totals_together_would_tell_gets_a_circle():
    many = lambda start: set(range(start, start + 9))  # noqa: E731
    # The cells of the first two rows protect each other, so do those of the last two; the small one between them
    # is the only way from one to the other: rows 1 and 2 less columns 1 and 2 would tell it.
    rows = [[many(100 * row + 20 * column) for column in range(4)] for row in range(4)]
    for row, column in ((0, 0), (0, 1), (1, 0), (2, 2), (2, 3), (3, 2), (3, 3)):
        rows[row][column] = {row * 4 + column + 1}
    rows[1][1] = {50, 51, 52, 53}
    rows[1][2] = {60}
    groups, small = table(rows)
    hidden = withhold(groups, small)
    assert not follows_exactly(hidden, np.zeros_like(hidden))[groups < 5][hidden[groups < 5]].any()


def follows_exactly(hidden: np.ndarray, lost: np.ndarray) -> np.ndarray:
    """Tell which withheld cells linear algebra finds out of all totals of lines that are shown."""
    cells = np.argwhere(hidden)
    found = np.zeros(hidden.shape, bool)
    equations = [cells[:, 0] == row for row in range(hidden.shape[0]) if not lost[row].all()]
    equations += [cells[:, 1] == column for column in range(hidden.shape[1]) if not lost[:, column].all()]
    equations.append(np.ones(len(cells), bool))
    system = np.array(equations, float)
    rank = np.linalg.matrix_rank(system)
    for place, (row, column) in enumerate(cells):
        alone = np.zeros(len(cells))
        alone[place] = 1
        found[row, column] = np.linalg.matrix_rank(np.vstack([system, alone])) == rank
    return found


cells = st.lists(st.frozensets(st.integers(1, 14), max_size=9), min_size=4, max_size=30)


@settings(max_examples=examples(150), deadline=None)
@given(cells, st.integers(2, 6), st.data())
def test_no_small_cell_follows_from_all_totals_together(
    some: list[frozenset[int]], width: int, data: st.DataObject
):
    rows = [list(map(set, some[start : start + width])) for start in range(0, len(some) - width + 1, width)]
    if len(rows) < 2:
        return
    groups, small = table(rows)
    lost = np.zeros(groups.shape, bool)
    for row in data.draw(st.sets(st.integers(0, len(rows) - 1), max_size=2)):
        lost[row] = True
    hidden = withhold(groups, small, inherited=lost)
    assert hidden[(groups > 0) & (groups < 5)].all()
    follows = follows_exactly(hidden, lost)
    assert not (follows & (groups > 0) & (groups < 5)).any()
    for axis in (0, 1):
        for line in range(groups.shape[1 - axis]):
            here = [(line, place) if axis else (place, line) for place in range(groups.shape[axis])]
            withheld = [cell for cell in here if hidden[cell] and groups[cell]]
            shown = [cell for cell in here if not hidden[cell] and groups[cell]]
            together = set().union(*(rows[row][column] for row, column in withheld))
            if shown and withheld:
                assert len(withheld) >= 2
                assert len(together) >= 5
