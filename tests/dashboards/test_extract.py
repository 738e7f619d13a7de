"""The rules that few histories show: pauses come off a wait, and what was reopened belongs to the period it came back in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier, Response, Transition
from forum.core import clock
from forum.councils.models import Council
from forum.dashboards.engine.fact_table import Audience
from forum.dashboards.engine.snapshot_sync import rebuild
from forum.dashboards.figures.scope import FigureFilters
from tests.dashboards.counted import count_headline
from tests.support.factories import make_barrier, make_council, make_officer, saved

pytestmark = pytest.mark.sql

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A week and the two after it without a bank holiday."""


@pytest.fixture
def council(app: Flask) -> Iterator[Council]:
    with clock.travelled_to(datetime(2026, 6, 1, 12, tzinfo=UTC)):
        yield make_council("Wexmoor")


def moved(barrier: Barrier, *steps: tuple[int, State]) -> None:
    """Write down moves, each on so many days after the Monday."""
    before = State.OPEN
    for day, state in steps:
        at = MONDAY.replace(day=MONDAY.day + day)
        words = {"role": Role.OFFICER, "from_state": before, "to_state": state, "created_at": at}
        saved(Transition(barrier_id=barrier.id, **words))
        before = state


def answered(barrier: Barrier, council: Council, day: int) -> None:
    """Write down a first word of the council."""
    saved(
        Response(
            barrier_id=barrier.id,
            council_id=council.id,
            person_id=make_officer(council).person_id,
            kind=ResponseKind.ACKNOWLEDGE,
            body="We have seen it.",
            body_html="<p>We have seen it.</p>",
            html_version=1,
            created_at=MONDAY.replace(day=MONDAY.day + day),
        )
    )


def figure(council: Council, name: str, filters: FigureFilters) -> float | None:
    rebuild()
    found = count_headline(council, filters, Audience.OFFICER)
    return next(one.value for one in found if one.definition.key == name)


def test_the_days_on_which_the_council_waited_for_an_answer_come_off_its_wait(council: Council) -> None:
    barrier = make_barrier(council=council, created_at=MONDAY)
    moved(barrier, (2, State.NEEDS_INFO), (7, State.OPEN), (9, State.ACKNOWLEDGED))
    answered(barrier, council, 9)
    spring = FigureFilters(since=date(2026, 3, 1), until=date(2026, 3, 31))
    seven_less_the_pause = 7 - 3  # Monday to the Wednesday after: 7; paused from Wednesday to Monday: 3
    assert figure(council, "first-response", spring) == seven_less_the_pause


def test_what_the_groups_opened_again_is_open_and_counts_as_reopened(council: Council) -> None:
    barrier = make_barrier(council=council, created_at=MONDAY)
    moved(barrier, (1, State.REMOVAL_CLAIMED), (15, State.REOPENED), (17, State.UNDER_REVIEW))
    march = FigureFilters(since=date(2026, 3, 1), until=date(2026, 3, 31))
    assert figure(council, "reopened", march) == 1
    assert figure(council, "reopened", FigureFilters(since=date(2026, 3, 18), until=date(2026, 3, 31))) == 0
    assert figure(council, "open", FigureFilters(since=date(2026, 3, 1), until=date(2026, 3, 17))) == 1


def test_what_came_back_counts_in_the_period_in_which_it_did(council: Council) -> None:
    barrier = make_barrier(council=council, created_at=MONDAY)
    moved(barrier, (1, State.KEPT), (15, State.UNDER_REVIEW))
    assert figure(council, "reopened", FigureFilters(since=date(2026, 3, 1), until=date(2026, 3, 31))) == 1
    assert figure(council, "reopened", FigureFilters(since=date(2026, 3, 1), until=date(2026, 3, 16))) == 0
    assert figure(council, "reopened", FigureFilters(since=date(2026, 3, 18), until=date(2026, 3, 31))) == 0
