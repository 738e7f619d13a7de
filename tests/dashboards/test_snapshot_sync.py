"""The snapshots follow the rows: after each change, after an upgrade, and when somebody has spoilt them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from forum.barriers.actions.affected import add_affected, withdraw_affected
from forum.barriers.actions.respond import respond
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.models import Barrier
from forum.barriers.report_input import Experience
from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.dashboards.engine.fact_table import Audience
from forum.dashboards.engine.snapshot_sync import (
    CHECK,
    REFRESH,
    check_and_repair,
    find_differences,
    part_of,
    rebuild,
    rebuild_if_needed,
    refresh,
    schedule_check,
)
from forum.dashboards.figures.scope import FigureFilters
from forum.dashboards.figures.service import list_cases
from forum.dashboards.models import FigureSnapshot, SnapshotSlot
from forum.features import FEATURES, worker_of
from forum.moderation.actions.posts import hide_post
from forum.threads.models import Visibility
from tests.dashboards.counted import count_headline
from tests.moderation.reasons import A_REASON
from tests.support.factories import (
    make_barrier,
    make_comment,
    make_council,
    make_department,
    make_group,
    make_officer,
    make_person,
)

pytestmark = pytest.mark.sql


def drain() -> None:
    worker_of(FEATURES).drain()


def waiting() -> int:
    rows = select(func.count(OutboxRow.id)).where(OutboxRow.kind == REFRESH, OutboxRow.due_at.is_not(None))
    return db.session.scalar(rows) or 0


def figures(council: object, audience: Audience = Audience.OFFICER) -> dict[str, float | None]:
    return {one.definition.key: one.value for one in count_headline(council, FigureFilters(), audience)}  # type: ignore[arg-type]


def test_the_worker_counts_what_is_reported_joined_taken_back_and_hidden(app: Flask) -> None:
    council, person = make_council(), make_person()
    barrier = make_barrier(council=council)
    drain()
    assert (figures(council)["open"], figures(council)["groups"]) == (1, 1)
    affected = add_affected(barrier=barrier, person=person, group=make_group(), experience=Experience())
    commit()
    drain()
    assert figures(council)["groups"] == 2
    withdraw_affected(affected=affected)
    commit()
    drain()
    assert figures(council)["groups"] == 1
    hide_post(post=barrier, person=make_person(role="moderator"), reason=A_REASON)
    commit()
    drain()
    assert figures(council)["open"] == 0
    assert db.session.scalar(select(func.count(FigureSnapshot.month))) == 0
    assert find_differences() == []


def test_what_only_the_council_may_see_is_not_in_the_publics_figures_nor_lists(app: Flask) -> None:
    council = make_council()
    barrier = make_barrier("For your eyes only", council=council, visibility=Visibility.COUNCIL)
    drain()
    assert figures(council, Audience.PUBLIC)["open"] == 0
    assert figures(council)["open"] == 1
    assert list_cases(council, FigureFilters(), Audience.PUBLIC, "open").number == 0
    assert [one.id for one in list_cases(council, FigureFilters(), Audience.OFFICER, "open").page.rows] == [
        barrier.id
    ]


def test_what_was_hidden_since_it_was_counted_is_not_listed(app: Flask) -> None:
    council = make_council()
    barrier = make_barrier(council=council)
    drain()
    hide_post(post=barrier, person=make_person(role="moderator"), reason=A_REASON)
    commit()
    assert list_cases(council, FigureFilters(), Audience.OFFICER, "open").page.rows == []


def test_a_barrier_leaves_the_figures_of_the_council_it_was_taken_from(app: Flask) -> None:
    council, other = make_council(), make_council()
    barrier = make_barrier(council=council)
    drain()
    barrier.council_id = other.id
    commit()
    drain()
    assert (figures(council)["open"], figures(other)["open"]) == (0, 1)
    assert find_differences() == []


def test_comments_and_words_do_not_have_anything_counted_anew(app: Flask) -> None:
    barrier = make_barrier(council=make_council())
    drain()
    make_comment(barrier)
    barrier.title = "A better title"
    commit()
    assert waiting() == 0


def test_another_calendar_has_the_working_days_counted_anew(app: Flask) -> None:
    council = make_council(nation="England")
    friday = datetime(
        2026, 7, 10, 9, tzinfo=UTC
    )  # 13 July 2026, a Monday, is a bank holiday in Northern Ireland
    barrier = make_barrier(council=council, created_at=friday)
    with clock.travelled_to(friday + timedelta(days=4)):
        given = TransitionInput(today=clock.today(), department_id=make_department(council).id)
        officer = make_officer(council).person
        kind = ResponseKind.ACKNOWLEDGE
        respond(barrier=barrier, person=officer, role=Role.OFFICER, kind=kind, given=given, seen=None)
        commit()
    drain()
    assert figures(council)["first-response"] == 2
    council.holiday_calendar = "northern-ireland"
    commit()
    drain()
    assert figures(council)["first-response"] == 1
    assert find_differences() == []


def test_refreshing_again_changes_nothing(app: Flask) -> None:
    barrier = make_barrier(council=make_council())
    refresh([barrier.id])
    digest = db.session.scalars(select(FigureSnapshot.digest)).one()
    refresh([barrier.id, barrier.id, 999_999])
    assert db.session.scalars(select(FigureSnapshot.digest)).one() == digest


def test_the_check_finds_what_changed_behind_its_back_and_the_night_mends_it(app: Flask) -> None:
    council = make_council()
    barrier = make_barrier(council=council)
    drain()
    db.session.execute(update(Barrier.__table__).values(category="venue"))
    commit()
    assert [what for _, what in find_differences()] == ["differs from the rows of its 1 barriers"]
    place = db.session.scalars(select(SnapshotSlot).where(SnapshotSlot.barrier_id == barrier.id)).one()
    assert find_differences((part_of((place.council_id, place.month)) + 1) % 7) == []
    rebuild()
    assert find_differences() == []


def test_the_night_plans_the_next_one_once(app: Flask) -> None:
    schedule_check()
    check_and_repair()
    rows = select(func.count(OutboxRow.id)).where(OutboxRow.kind == CHECK)
    assert db.session.scalar(rows) == 1


def test_snapshots_of_another_version_are_written_anew_at_the_start(app: Flask) -> None:
    council = make_council()
    make_barrier(council=council)
    drain()
    assert not rebuild_if_needed()
    db.session.execute(update(FigureSnapshot).values(layout="older"))
    commit()
    assert figures(council)["open"] == 0  # not misread
    assert rebuild_if_needed()
    assert figures(council)["open"] == 1
    db.session.execute(delete(FigureSnapshot))
    commit()
    assert rebuild_if_needed()


def test_the_command_tells_differences_and_exits_with_1(app: Flask) -> None:
    make_barrier(council=make_council())
    runner = app.test_cli_runner()
    assert runner.invoke(args=["dashboards", "rebuild"]).output == "1 barriers are counted.\n"
    assert runner.invoke(args=["dashboards", "check"]).exit_code == 0
    db.session.execute(update(Barrier.__table__).values(rule_source="custom"))
    commit()
    found = runner.invoke(args=["dashboards", "check"])
    assert found.exit_code == 1
    assert "differs from the rows" in found.output
