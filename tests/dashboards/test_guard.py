"""An attacker who may ask for any filters, and compares all answers: no difference rests on 1 to 4 groups."""

from __future__ import annotations

from datetime import date
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.dashboards import columns as packed
from forum.dashboards.guard import Guard
from forum.dashboards.ledger import ATTRIBUTES, Ledger, indexed
from forum.dashboards.shapes import Audience, Period

pytestmark = pytest.mark.pure

PERIOD = Period(date(2026, 1, 1), date(2026, 12, 31))
DAY = date(2026, 5, 5).toordinal()
VALUES = {"area": (0, 8, 9), "category": (1, 2, 3), "department": (0, 5), "rule_source": (1, 2)}
POPULATIONS = ("reported", "in-play", "said")

barriers = st.tuples(
    *(st.sampled_from(VALUES[name]) for name in ATTRIBUTES),
    st.sampled_from([DAY, DAY + 40, DAY - 400]),
    st.frozensets(st.integers(1, 25), min_size=1, max_size=9),
)


def make_ledger(some: list[tuple]) -> Ledger:
    rows, affected, moves = [], [], []
    for number, (area, category, department, rule_source, day, groups) in enumerate(some, start=1):
        rows.append((number, day, area, department, category, rule_source, 1, 0, -1))
        affected += [(number, group, day, -1, -1, group % 4, 1) for group in sorted(groups)]
        moves.append((number, day, 0, 1))
    return Ledger([indexed(packed.of_rows([rows, affected, moves]))])


def questions(ledger: Ledger) -> list[dict]:
    """All filters that an address can hold, by attributes."""
    spaces = [
        (None, *ledger.dimensions[name].values[1 if name in {"category", "rule_source"} else 0 :][:4])
        for name in ATTRIBUTES
    ]
    return [
        {name: value for name, value in zip(ATTRIBUTES, values, strict=True) if value is not None}
        for values in product(*spaces)
    ]


def groups_of(guard: Guard, population: str, barriers: np.ndarray) -> int:
    rows = guard._rows(population) & barriers[guard.ledger.index]
    return int(guard.ledger.count_groups(rows)[0])


@settings(max_examples=60, deadline=None)
@given(st.lists(barriers, max_size=24))
def test_no_difference_of_two_answers_rests_on_few_groups(some: list[tuple]):
    ledger = make_ledger(some)
    guard = Guard(ledger, PERIOD, Audience.PUBLIC)
    for population in POPULATIONS:
        shown = [one for one in questions(ledger) if guard.shows(population, one)]
        masks = [ledger.chosen(one) for one in shown]
        for (wide, wide_mask), (narrow, narrow_mask) in product(zip(shown, masks, strict=True), repeat=2):
            less_something = (
                groups_of(guard, population, narrow_mask) > 0
            )  # less nothing, the first answer is left
            if wide.items() < narrow.items() and less_something:
                left = groups_of(guard, population, wide_mask & ~narrow_mask)
                assert left not in range(1, 5), (population, wide, narrow)


@settings(max_examples=60, deadline=None)
@given(st.lists(barriers, max_size=24))
def test_an_answer_less_all_narrower_ones_along_one_attribute_does_not_rest_on_few_groups(some: list[tuple]):
    ledger = make_ledger(some)
    guard = Guard(ledger, PERIOD, Audience.PUBLIC)
    for population in POPULATIONS:
        for one in questions(ledger):
            whole = groups_of(guard, population, ledger.chosen(one))
            if not guard.shows(population, one) or (
                not one and whole < 5
            ):  # all of a council together are shown
                continue
            for name in set(ATTRIBUTES) - set(one):
                left = ledger.chosen(one)
                for value in ledger.dimensions[name].values:
                    if guard.shows(population, one | {name: value}):
                        left &= ~ledger.chosen({name: value})
                assert groups_of(guard, population, left) not in range(1, 5), (one, name)


@settings(max_examples=60, deadline=None)
@given(st.lists(barriers, max_size=24))
def test_every_way_to_the_same_cell_gives_the_same_answer(some: list[tuple]):
    guard = Guard(make_ledger(some), PERIOD, Audience.PUBLIC)
    for one, other in combinations(ATTRIBUTES, 2):
        table = guard.hides("reported", {}, (one, other))
        turned = guard.hides("reported", {}, (other, one))
        assert (table == turned.T).all()
        for place, value in enumerate(guard.ledger.dimensions[one].values):
            line = guard.hides("reported", {one: value}, (other,))
            assert (line == table[place]).all()
            for also, second in enumerate(guard.ledger.dimensions[other].values):
                hides = not guard.shows("reported", {one: value, other: second})
                assert hides == table[place, also]


@settings(max_examples=40, deadline=None)
@given(st.lists(barriers, max_size=24))
def test_more_attributes_than_two_show_nothing_but_recurring_obstacles_whose_pairs_are_shown(
    some: list[tuple],
):
    guard = Guard(make_ledger(some), PERIOD, Audience.PUBLIC)
    for one in questions(guard.ledger):
        if len(one) <= 2 or not guard.shows("said", one) or not guard.ledger.chosen(one).any():
            continue
        assert set(one) == {"category", "department", "rule_source"}
        for name in one:
            assert guard.shows("said", {other: value for other, value in one.items() if other != name})


@settings(max_examples=40, deadline=None)
@given(st.lists(barriers, max_size=20))
def test_officers_are_shown_everything(some: list[tuple]):
    guard = Guard(make_ledger(some), PERIOD, Audience.OFFICER)
    assert all(guard.shows("reported", one) for one in questions(guard.ledger))
    assert not guard.hides("reported", {}, ATTRIBUTES).any()
    assert not guard.hides_left_out({}).any()


@settings(max_examples=40, deadline=None)
@given(st.lists(barriers, max_size=24))
def test_who_is_left_out_is_withheld_below_5_groups_whatever_it_is_narrowed_by(some: list[tuple]):
    ledger = make_ledger(some)
    guard = Guard(ledger, PERIOD, Audience.PUBLIC)
    for one in questions(ledger):
        hidden = guard.hides_left_out(one)
        mine = guard._rows("reported") & ledger.chosen(one)[ledger.index]
        for code in (0, 1):
            named = mine & (ledger.excluded >> np.uint32(code) & np.uint32(1)).astype(bool)
            assert hidden[code] or int(ledger.count_groups(named)[0]) not in range(1, 5)


def test_many_small_groups_leave_something_to_show():
    some = [(area, 1, 0, 1, DAY, frozenset(range(10 * area, 10 * area + 6))) for area in (8, 9)]
    guard = Guard(make_ledger(some), PERIOD, Audience.PUBLIC)
    assert guard.shows("reported", {"area": 8})
    assert not guard.hides("reported", {}, ("category", "area")).any()
