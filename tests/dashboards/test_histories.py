"""Whatever happens at a council, in whatever order: figures, tables, files, lists and rows tell the same."""

from __future__ import annotations

import contextlib
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from forum.barriers.actions.affected import AlreadyCountedError, add_affected, withdraw_affected
from forum.barriers.actions.removal import ConfirmationClosedError, confirm_removal
from forum.barriers.actions.report import report_barrier
from forum.barriers.actions.respond import answer_question, respond
from forum.barriers.actions.transition import TransitionRefusedError, transition
from forum.barriers.handlers import HANDLERS as BARRIER_HANDLERS
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.models import Affected, Barrier, ConfirmationRequest
from forum.barriers.report_input import Experience, ReportInput
from forum.core import clock
from forum.core.db import commit, db
from forum.core.worker import Worker
from forum.councils.models import Council
from forum.dashboards.engine.fact_table import Audience
from forum.dashboards.engine.snapshot_sync import find_differences, rebuild
from forum.dashboards.figures.schema import Cell, Row, Table
from forum.dashboards.figures.scope import FigureFilters
from forum.dashboards.figures.service import list_cases
from forum.dashboards.handlers import HANDLERS
from forum.moderation.actions.posts import hide_post, show_post
from forum.threads.models import Visibility
from tests.dashboards.counted import count_dashboard
from tests.dashboards.month_sums import page_and_file_add_up_and_agree
from tests.dashboards.plain import Plain
from tests.moderation.reasons import A_REASON
from tests.support.depth import examples
from tests.support.factories import (
    make_area,
    make_council,
    make_department,
    make_group,
    make_officer,
    make_person,
)

number = st.integers(0, 7)
CATEGORIES = ("insurance", "venue")
SOURCES = ("law", "council_policy")
steps = st.one_of(
    st.tuples(st.just("report"), number, st.integers(0, 10_000)),
    st.tuples(st.just("report"), number, st.integers(0, 10_000)),
    st.tuples(st.just("join"), number, number),
    st.tuples(st.just("join"), number, number),
    st.tuples(st.just("leave"), number, number),
    st.tuples(st.just("respond"), number, st.sampled_from(ResponseKind)),
    st.tuples(st.just("respond"), number, st.sampled_from(ResponseKind)),
    st.tuples(st.just("answer"), number, st.sampled_from(Answer)),
    st.tuples(st.just("reply"), number, number),
    st.tuples(st.just("hide"), number, number),
    st.tuples(st.just("move"), number, number),
    st.tuples(st.just("withdraw"), number, number),
    st.tuples(st.just("wait"), st.integers(1, 250), number),
)


class Town:
    """A council, its groups, and what they do; what is refused changes nothing."""

    def __init__(self) -> None:
        self.council = make_council(nation="Scotland")
        self.other = make_council()
        self.areas = [make_area(self.council), make_area(self.council), None]
        self.departments = [make_department(self.council, code) for code in ("parks", "legal")]
        self.officer = make_officer(self.council, is_lead=True).person
        self.moderator = make_person(role="moderator")
        self.people = [make_person() for _ in range(8)]
        self.groups = [make_group(council=self.council, members=(one,)) for one in self.people[:6]] + [
            None,
            None,
        ]

    def do(self, what: str, one: int, two: object) -> None:
        refusals = (TransitionRefusedError, ConfirmationClosedError, AlreadyCountedError)
        with contextlib.suppress(*refusals):
            getattr(self, what)(one, two)
        commit()

    def barrier(self, place: int) -> Barrier | None:
        rows = list(db.session.scalars(select(Barrier).order_by(Barrier.id.desc()).limit(8)).unique())
        return rows[place % len(rows)] if rows else None

    def report(self, who: int, dice: int) -> None:
        excluded = ("age", "disability")[: dice % 3]
        visibility = list(Visibility)[dice % 7 % 3 if dice % 7 < 3 else 0]
        report_barrier(
            report=ReportInput(
                title="Hall hire",
                category=CATEGORIES[dice % 2],
                what_happened="They asked for cover.",
                rule_source=SOURCES[dice // 2 % 2],
                visibility=visibility,
                similar_seen=True,
                experience=Experience(cost_pounds=dice % 90, delay_days=dice % 30, excluded=excluded),
            ),
            author=self.people[who],
            group=self.groups[who],
            council=self.council if dice % 11 else self.other,
            area=self.areas[dice % 3],
            department=self.departments[dice % 2] if dice % 5 else None,
        )

    def join(self, place: int, who: int) -> None:
        barrier = self.barrier(place)
        if barrier is not None:
            add_affected(
                barrier=barrier,
                person=self.people[who],
                group=self.groups[who],
                experience=Experience(excluded=("age",)),
            )

    def leave(self, place: int, who: int) -> None:
        barrier = self.barrier(place)
        rows = select(Affected).where(
            Affected.person_id == self.people[who].id, Affected.is_reporter.is_(False)
        )
        own = barrier and db.session.scalars(rows.where(Affected.barrier_id == barrier.id)).first()
        if own:
            withdraw_affected(affected=own)

    def respond(self, place: int, kind: ResponseKind) -> None:
        barrier = self.barrier(place)
        if barrier is not None:
            given = TransitionInput(
                today=clock.today(),
                department_id=self.departments[0].id,
                question="Which?",
                public_note="We say so.",
                promised_date=clock.today(),
                link="https://example.org",
                reason="The law.",
                rule_source="law",
                review_date=clock.today() + timedelta(days=40),
                body_name="The county",
                what_changed="All.",
                evidence="See.",
                came_from=barrier.state_before_question,
            )
            respond(barrier=barrier, person=self.officer, role=Role.LEAD, kind=kind, given=given, seen=None)

    def answer(self, who: int, says: Answer) -> None:
        asked = select(ConfirmationRequest).join(Affected, Affected.id == ConfirmationRequest.affected_id)
        asked = asked.where(Affected.person_id == self.people[who].id).order_by(ConfirmationRequest.id.desc())
        request = db.session.scalars(asked.limit(1)).first()
        if request is not None:
            confirm_removal(request=request, answer=says)

    def reply(self, place: int, _two: int) -> None:
        barrier = self.barrier(place)
        if barrier is not None:
            answer_question(barrier=barrier, person=barrier.author, role=Role.REPORTER, words="This one.")

    def hide(self, place: int, dice: int) -> None:
        barrier = self.barrier(place)
        if barrier is not None:
            (hide_post if dice % 2 else show_post)(post=barrier, person=self.moderator, reason=A_REASON)

    def move(self, place: int, dice: int) -> None:
        """What casework and moderation change: department, council, kind, who may see it."""
        barrier = self.barrier(place)
        if barrier is not None:
            barrier.department_id = self.departments[dice % 2].id
            barrier.category = CATEGORIES[dice // 2 % 2]
            if dice == 7:
                barrier.council = self.other if barrier.council_id == self.council.id else self.council

    def withdraw(self, place: int, dice: int) -> None:
        barrier = self.barrier(place)
        if barrier is not None and dice == 0:
            given = TransitionInput(today=clock.today())
            transition(
                barrier=barrier,
                person=barrier.author,
                role=Role.REPORTER,
                target=State.WITHDRAWN,
                given=given,
            )

    def wait(self, days: int, _two: int) -> None:
        clock.forward(timedelta(days=days))
        Worker(BARRIER_HANDLERS).drain()


@settings(
    max_examples=examples(14),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(steps, min_size=5, max_size=45))
@pytest.mark.slow
@pytest.mark.timeout(400)  # fourteen histories, each played through real actions
def test_figures_tables_lists_and_rows_tell_the_same(app: Flask, history: list[tuple]) -> None:
    town = Town()
    for step in history:
        town.do(*step)
    Worker(HANDLERS, batched=frozenset(HANDLERS)).drain()
    assert find_differences() == []
    for audience in Audience:
        dashboard = count_dashboard(town.council, FigureFilters(), audience)
        the_figures_are_those_of_the_rows(town.council, dashboard)
        tables_add_up(dashboard)
        lists_are_as_long_as_the_figures_say(town.council, dashboard)
        narrowed(town, audience)
    for asked in ({}, {"category": "insurance"}):
        page_and_file_add_up_and_agree(app.test_client(), town.council, **asked)
    rebuild_changes_nothing()


def rebuild_changes_nothing() -> None:
    rebuild()
    assert find_differences() == []


def the_figures_are_those_of_the_rows(
    council: Council, dashboard: SimpleNamespace, **attributes: object
) -> None:
    is_public = dashboard.audience == Audience.PUBLIC
    period = dashboard.period
    plain = Plain(council, is_public=is_public, since=period.since, until=period.until, **attributes)
    waits = plain.waits()
    expected = {
        "open": len(plain.open()),
        "open-age": plain.open_age(),
        "groups": len(plain.groups()),
        "nameless": plain.nameless(),
        "first-response": None if not waits else sorted(waits)[len(waits) // 2] if len(waits) % 2 else None,
        "removed": len(plain.came_to("removed")),
        "kept": len(plain.came_to("kept")),
        "reopened": len(plain.reopened()),
    }
    for figure in dashboard.headline:
        if figure.is_suppressed:
            assert is_public
            assert attributes
        elif figure.definition.key != "first-response" or len(waits) % 2:
            assert figure.value == expected[figure.definition.key], figure.definition.key
        if figure.definition.key == "first-response" and not figure.is_suppressed:
            assert figure.n == len(waits)
    table_equals(dashboard.by_area, plain.by("category", "area_id"))
    table_equals(dashboard.by_rule_source, plain.by("category", "rule_source"))
    first_column_equals(dashboard.by_department, plain.by("department_id"))
    first_column_equals(dashboard.wards, plain.by("area_id"))
    first_column_equals(
        dashboard.left_out, Counter({(code,): count for code, count in plain.left_out().items()})
    )
    if attributes:
        return
    for row in dashboard.trend.table.rows:
        month = clock.today().replace(day=1).fromisoformat(f"{row.key}-01")
        cells = by_column(dashboard.trend.table, row)
        assert cells["reported"] == sum(
            f"{one.created_at.astimezone(clock.LOCAL):%Y-%m}" == row.key for one in plain.barriers
        )
        assert cells["open"] == plain.open_at_the_end_of(month)
        assert cells["open-before"] == plain.open_at_the_end_of((month - timedelta(days=1)).replace(day=1))
    the_months_add_up(dashboard)
    recurring = plain.recurring(
        3, period.since - timedelta(days=1)
    )  # the rule's 12 months are those of the page
    found = {
        (one.category, one.rule_source, one.department_id or 0): one.number_of_groups
        for one in dashboard.recurring.obstacles
    }
    assert found.items() <= recurring.items()
    assert len(found) + dashboard.recurring.number_withheld == len(recurring)


def by_column(table: Table, row: Row) -> dict[str, object]:
    return {column.key: cell.value for column, cell in zip(table.columns[1:], row.cells, strict=True)}


def the_months_add_up(dashboard: SimpleNamespace) -> None:
    """Open before, reported and reopened, less closed, is open after; and that is open before the next month."""
    table = dashboard.trend.table
    months = [by_column(table, row) for row in table.rows if not row.cells[0].is_suppressed]
    for one in months:
        assert one["open-before"] + one["reported"] + one["reopened"] - one["closed"] == one["open"]
    if len(months) == len(table.rows):
        assert all(one["open"] == other["open-before"] for one, other in pairwise(months))


def table_equals(table: Table, expected: Counter) -> None:
    for row in table.rows:
        for column, cell in zip(table.columns[1:-1], row.cells[:-1], strict=True):
            if not cell.is_suppressed:
                key = int(column.key) if column.key.isdecimal() else column.key
                assert cell.value == expected[row.key, key]


def first_column_equals(table: Table, expected: Counter) -> None:
    for row in table.rows:
        if not row.cells[0].is_suppressed:
            assert row.cells[0].value == expected[(int(row.key) if row.key.isdecimal() else row.key,)]


def tables_add_up(dashboard: SimpleNamespace) -> None:
    for table in (dashboard.by_area, dashboard.by_rule_source):
        for row in (*table.rows, table.totals):
            adds_up(table, row.cells[:-1], row.cells[-1])
        for place in range(len(table.columns) - 1):
            adds_up(table, [row.cells[place] for row in table.rows], table.totals.cells[place])
    for table in (dashboard.by_department, dashboard.wards):
        adds_up(table, [row.cells[0] for row in table.rows], table.totals.cells[0])
    everything = [
        table.totals.cells[place]
        for table, place in (
            (dashboard.by_area, -1),
            (dashboard.by_rule_source, -1),
            (dashboard.by_department, 0),
            (dashboard.wards, 0),
        )
    ]
    assert len({cell.value for cell in everything}) == 1


def adds_up(table: Table, cells: list[Cell], total: Cell) -> None:
    """Shown cells add up to a shown total, or the table says that something is suppressed."""
    shown = sum(cell.value for cell in cells if not cell.is_suppressed)
    if total.is_suppressed or any(cell.is_suppressed for cell in cells):
        assert table.note
        assert total.is_suppressed or shown <= total.value
    else:
        assert shown == total.value


def lists_are_as_long_as_the_figures_say(council: Council, dashboard: SimpleNamespace) -> None:
    for figure in dashboard.headline:
        if figure.cases is not None:
            expected = figure.n if figure.n is not None else figure.value
            assert number_behind(council, figure.cases, dashboard.audience) == expected
    tables = (
        dashboard.by_area,
        dashboard.by_rule_source,
        dashboard.by_department,
        dashboard.wards,
        dashboard.trend.table,
    )
    for table in tables:
        for row in table.rows:
            for cell, column in zip(row.cells, table.columns[1:], strict=True):
                if cell.cases is not None and column.key != "first-response":
                    assert number_behind(council, cell.cases, dashboard.audience) == cell.value, (
                        table.definition.key,
                        cell,
                    )
    for row in dashboard.left_out.rows:
        if not row.cells[1].is_suppressed:
            assert number_behind(council, row.cells[1].cases, dashboard.audience) == row.cells[1].value
    for one in dashboard.recurring.obstacles:
        assert number_behind(council, one.cases, dashboard.audience) == one.number_of_barriers


def number_behind(council: Council, args: dict[str, str], audience: Audience) -> int:
    """Follow the link of a figure, page by page, and count what is there."""
    given = dict(args)
    figure = given.pop("figure")
    filters = FigureFilters(
        since=given.get("since") and clock.today().fromisoformat(given["since"]),
        until=given.get("until") and clock.today().fromisoformat(given["until"]),
        area=int(given["area"]) if "area" in given else None,
        category=given.get("category"),
        department=int(given["department"]) if "department" in given else None,
        rule_source=given.get("rule-source"),
    )
    assert filters.to_args() == given
    found = list_cases(council, filters, audience, figure)
    seen, cursor = 0, found.page.next
    seen += len(found.page)
    while cursor:
        page = list_cases(council, filters, audience, figure, cursor).page
        seen, cursor = seen + len(page), page.next
    assert seen == found.number
    return found.number


def narrowed(town: Town, audience: Audience) -> None:
    """The same with filters; what the public may not see is not there."""
    questions = [
        {"category": "insurance"},
        {"area": town.areas[0].id},
        {"rule_source": "law", "department": town.departments[0].id},
        {"category": "venue", "area": 0},
    ]
    for attributes in questions:
        dashboard = count_dashboard(town.council, FigureFilters(**attributes), audience)
        names = {"area": "area_id", "department": "department_id"}
        the_figures_are_those_of_the_rows(
            town.council, dashboard, **{names.get(name, name): value for name, value in attributes.items()}
        )
        lists_are_as_long_as_the_figures_say(town.council, dashboard)
        the_months_add_up(dashboard)
        assert dashboard.period == FigureFilters().period(clock.today())
