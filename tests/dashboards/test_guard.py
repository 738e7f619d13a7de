"""An attacker who may ask for any filters, and compares all answers: no difference rests on 1 to 4 groups."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.dashboards.engine.extract import BarrierFacts, columns_of
from forum.dashboards.engine.fact_table import ATTRIBUTES, Audience, FactTable, Period, last_of_month
from forum.dashboards.engine.snapshots import with_row_numbers
from forum.dashboards.privacy.guard import Guard
from tests.support.depth import examples

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


def make_facts(some: list[tuple]) -> FactTable:
    facts = [
        BarrierFacts(
            slot=(1, 202605),
            barrier=(number, day, area, department, category, rule_source, 1, 1, 0, -1),
            affected=[(number, group, day, -1, -1, group % 4, 1) for group in sorted(groups)],
            moves=[(number, day, 0, 1)],
        )
        for number, (area, category, department, rule_source, day, groups) in enumerate(some, start=1)
    ]
    return FactTable([with_row_numbers(columns_of(facts))])


def questions(facts: FactTable) -> list[dict]:
    """All filters that an address can hold, by attributes."""
    spaces = [
        (None, *facts.dimensions[name].values[1 if name in {"category", "rule_source"} else 0 :][:4])
        for name in ATTRIBUTES
    ]
    return [
        {name: value for name, value in zip(ATTRIBUTES, values, strict=True) if value is not None}
        for values in product(*spaces)
    ]


def groups_of(guard: Guard, population: str, barriers: np.ndarray) -> int:
    rows = guard._rows(population, guard.period)
    return int(guard.facts.count_groups(rows[barriers[guard.facts.affected_barrier[rows]]])[0])


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(barriers, max_size=24))
def test_no_difference_of_two_answers_rests_on_few_groups(some: list[tuple]):
    facts = make_facts(some)
    guard = Guard(facts, PERIOD, Audience.PUBLIC)
    for population in POPULATIONS:
        shown = [one for one in questions(facts) if guard.shows(population, one)]
        masks = [facts.matching(one) for one in shown]
        for (wide, wide_mask), (narrow, narrow_mask) in product(zip(shown, masks, strict=True), repeat=2):
            less_something = (
                groups_of(guard, population, narrow_mask) > 0
            )  # less nothing, the first answer is left
            if wide.items() < narrow.items() and less_something:
                left = groups_of(guard, population, wide_mask & ~narrow_mask)
                assert left not in range(1, 5), (population, wide, narrow)


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(barriers, max_size=24))
def test_an_answer_less_all_narrower_ones_along_one_attribute_does_not_rest_on_few_groups(some: list[tuple]):
    facts = make_facts(some)
    guard = Guard(facts, PERIOD, Audience.PUBLIC)
    for population in POPULATIONS:
        for one in questions(facts):
            whole = groups_of(guard, population, facts.matching(one))
            if not guard.shows(population, one) or (
                not one and whole < 5
            ):  # all of a council together are shown
                continue
            for name in set(ATTRIBUTES) - set(one):
                left = facts.matching(one)
                for value in facts.dimensions[name].values:
                    if guard.shows(population, one | {name: value}):
                        left &= ~facts.matching({name: value})
                assert groups_of(guard, population, left) not in range(1, 5), (one, name)


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(barriers, max_size=24))
def test_every_way_to_the_same_cell_gives_the_same_answer(some: list[tuple]):
    guard = Guard(make_facts(some), PERIOD, Audience.PUBLIC)
    for one, other in combinations(ATTRIBUTES, 2):
        table = guard.hides("reported", {}, (one, other))
        turned = guard.hides("reported", {}, (other, one))
        assert (table == turned.T).all()
        for place, value in enumerate(guard.facts.dimensions[one].values):
            line = guard.hides("reported", {one: value}, (other,))
            assert (line == table[place]).all()
            for also, second in enumerate(guard.facts.dimensions[other].values):
                hides = not guard.shows("reported", {one: value, other: second})
                assert hides == table[place, also]


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(barriers, max_size=24))
def test_more_attributes_than_two_show_nothing_but_recurring_obstacles_whose_pairs_are_shown(
    some: list[tuple],
):
    guard = Guard(make_facts(some), PERIOD, Audience.PUBLIC)
    for one in questions(guard.facts):
        if len(one) <= 2 or not guard.shows("said", one) or not guard.facts.matching(one).any():
            continue
        assert set(one) == {"category", "department", "rule_source"}
        for name in one:
            assert guard.shows("said", {other: value for other, value in one.items() if other != name})


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(barriers, max_size=20))
def test_officers_are_shown_everything(some: list[tuple]):
    guard = Guard(make_facts(some), PERIOD, Audience.OFFICER)
    assert all(guard.shows("reported", one) for one in questions(guard.facts))
    assert not guard.hides("reported", {}, ATTRIBUTES).any()
    assert not guard.hides_left_out({}).any()


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(barriers, max_size=24))
def test_who_is_left_out_is_withheld_below_5_groups_whatever_it_is_narrowed_by(some: list[tuple]):
    facts = make_facts(some)
    guard = Guard(facts, PERIOD, Audience.PUBLIC)
    for one in questions(facts):
        hidden = guard.hides_left_out(one)
        mine = guard._rows("reported", guard.period)
        mine = mine[facts.matching(one)[facts.affected_barrier[mine]]]
        for code in (0, 1):
            named = mine[facts.excludes(code, mine)]
            assert hidden[code] or int(facts.count_groups(named)[0]) not in range(1, 5)


def test_many_small_groups_leave_something_to_show():
    some = [(area, 1, 0, 1, DAY, frozenset(range(10 * area, 10 * area + 6))) for area in (8, 9)]
    guard = Guard(make_facts(some), PERIOD, Audience.PUBLIC)
    assert guard.shows("reported", {"area": 8})
    assert not guard.hides("reported", {}, ("category", "area")).any()


TODAY = date(2026, 11, 23)
FIRST = date(2025, 11, 1)
over_time = st.tuples(
    *(st.sampled_from(VALUES[name]) for name in ATTRIBUTES),
    st.dates(FIRST, TODAY).map(date.toordinal),
    st.frozensets(st.integers(1, 25), min_size=1, max_size=9),
)


def months_between() -> list[Period]:
    starts, day = [], FIRST
    while day <= TODAY:
        starts.append(day)
        day = (day + timedelta(days=31)).replace(day=1)
    return [Period(one, last_of_month(one)) for one in starts]


def spans_of(months: list[Period]) -> list[tuple[int, int]]:
    """All spans of whole months: the places of the first and the last month."""
    return [(first, last) for first in range(len(months)) for last in range(first, len(months))]


def period_of(months: list[Period], span: tuple[int, int]) -> Period:
    return Period(months[span[0]].since, min(months[span[1]].until, TODAY))


def known_to_an_attacker(facts: FactTable, name: str, months: list[Period]) -> np.ndarray:
    """Directions in the space of numbers by month and value that all public answers together tell."""
    values = facts.dimensions[name].values
    rows = [np.repeat(np.arange(len(months)) == month, len(values)) for month in range(len(months))]
    for span in spans_of(months):
        hidden = Guard(facts, period_of(months, span), Audience.PUBLIC, TODAY).hides("reported", {}, (name,))
        inside = (np.arange(len(months)) >= span[0]) & (np.arange(len(months)) <= span[1])
        shown = np.flatnonzero(~hidden)
        rows += [np.outer(inside, np.arange(len(values)) == place).reshape(-1) for place in shown]
    answers = np.array(rows, float)
    sizes, directions = np.linalg.eigh(answers.T @ answers)
    return directions.T[sizes > 1e-9]


@settings(max_examples=examples(15), deadline=None)
@given(st.lists(over_time, max_size=40), st.sampled_from(ATTRIBUTES))
def test_no_number_of_few_groups_follows_from_the_answers_about_all_spans(some: list[tuple], name: str):
    months = months_between()
    # A whole council's number is shown whatever it rests on, so each month has a case of six groups.
    crowd = [(9, 3, 5, 2, month.since.toordinal(), frozenset(range(30, 36))) for month in months]
    facts = make_facts([*some, *crowd])
    values = facts.dimensions[name].values
    known = known_to_an_attacker(facts, name, months)
    for span in spans_of(months):
        guard = Guard(facts, period_of(months, span), Audience.PUBLIC, TODAY)
        inside = (np.arange(len(months)) >= span[0]) & (np.arange(len(months)) <= span[1])
        for place, value in enumerate(values):
            if groups_of(guard, "reported", facts.matching({name: value})) in range(1, 5):
                target = np.outer(inside, np.arange(len(values)) == place).reshape(-1).astype(float)
                left = target - known.T @ (known @ target)
                assert np.abs(left).max() > 1e-6, (span, value)


@settings(max_examples=examples(30), deadline=None)
@given(st.lists(over_time, max_size=40), st.sampled_from(POPULATIONS), st.data())
def test_no_two_spans_of_the_same_cell_differ_by_few_groups(
    some: list[tuple], population: str, data: st.DataObject
):
    facts, months = make_facts(some), months_between()
    one = data.draw(st.sampled_from([one for one in questions(facts) if 0 < len(one) <= 2] or [{}]))
    shown = [
        span
        for span in spans_of(months)
        if Guard(facts, period_of(months, span), Audience.PUBLIC, TODAY).shows(population, one)
    ]
    mask = facts.matching(one)
    left = {(wide[0], narrow[0] - 1) for wide, narrow in product(shown, repeat=2) if wide[1] == narrow[1]}
    left |= {(narrow[1] + 1, wide[1]) for wide, narrow in product(shown, repeat=2) if wide[0] == narrow[0]}
    for span in left:
        if one and span[0] <= span[1]:
            guard = Guard(facts, period_of(months, span), Audience.PUBLIC, TODAY)
            assert groups_of(guard, population, mask) not in range(1, 5), (one, span)


def test_a_large_cell_is_shown_for_financial_years_calendar_years_and_quarters():
    some = [
        (
            area,
            1,
            0,
            1,
            date(2025 + at // 12, at % 12 + 1, 5).toordinal(),
            frozenset(range(10 * area, 10 * area + 6)),
        )
        for area in (8, 9)
        for at in range(22)
    ]
    facts = make_facts(some)
    for since, until in (
        (date(2025, 4, 1), date(2026, 3, 31)),
        (date(2025, 1, 1), date(2025, 12, 31)),
        (date(2026, 7, 1), date(2026, 9, 30)),
        (date(2025, 9, 1), date(2026, 8, 31)),
    ):
        assert Guard(facts, Period(since, until), Audience.PUBLIC, TODAY).shows("reported", {"area": 8})


def test_a_cell_that_two_spans_would_give_away_is_shown_for_the_last_12_months_alone():
    crowd = frozenset(range(10, 16))
    some = [
        (
            area,
            1,
            0,
            1,
            date(2026, month, 5).toordinal(),
            frozenset({1, 2}) if (area, month) == (8, 2) else crowd,
        )
        for area in (8, 9)
        for month in range(1, 11)
    ]
    facts = make_facts(some)
    year, financial = Period(date(2025, 12, 1), TODAY), Period(date(2026, 4, 1), TODAY)
    assert Guard(facts, year, Audience.PUBLIC, TODAY).shows("reported", {"area": 8})
    assert Guard(facts, financial, Audience.PUBLIC, TODAY).shows("reported", {"area": 8})
    february = Period(date(2026, 2, 1), date(2026, 2, 28))
    assert not Guard(facts, february, Audience.PUBLIC, TODAY).shows("reported", {"area": 8})
    few = make_facts([one for one in some if one[0] == 9 or date.fromordinal(one[4]).month in {2, 7}])
    assert Guard(few, year, Audience.PUBLIC, TODAY).shows("reported", {"area": 8})
    assert not Guard(few, financial, Audience.PUBLIC, TODAY).shows("reported", {"area": 8})
