"""The demo content is varied, obeys the rules, and is the same each time."""

from __future__ import annotations

import re
from collections import Counter

from flask import Flask
from sqlalchemy import func, select

from bench import bulk
from forum.accounts.one_time_codes import code_now, matching_step
from forum.barriers.actions.deadline import find_wrong_deadlines
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Affected, Barrier, ConfirmationRequest, Transition
from forum.barriers.vocabulary import CATEGORY_BY_CODE, EFFECTS, EXCLUDED, RULE_SOURCES
from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.text import render
from forum.councils.models import Area, Council
from forum.councils.vocabulary import DEPARTMENTS
from forum.demo import loader
from forum.demo.people import TOTP_SECRET
from forum.demo.places import KINDS_OF_GROUPS
from forum.groups.models import Group
from forum.moderation.models import ReportedPost
from forum.threads.holds.queries import list_open_holds
from forum.threads.models import Comment

MONTHS = "January February March April June July August September October November December"
TIMES = re.compile(
    rf"\b({'|'.join(MONTHS.split())}|(in|by) May|spring|summer|autumn|winter|(this|next) (month|year))\b"
)


def test_every_deadline_of_the_demo_is_right(demo_app: Flask) -> None:
    assert find_wrong_deadlines() == []


def test_every_page_has_something_to_say(demo_app: Flask) -> None:
    assert loader.is_loaded()
    assert db.session.scalar(select(func.count(Council.id))) == 4
    assert db.session.scalar(select(func.count(Area.id))) == 48
    assert db.session.scalar(select(func.count(Group.id))) == 4 * len(KINDS_OF_GROUPS) >= 60
    barriers = db.session.scalars(select(Barrier)).all()
    assert len(barriers) >= 150
    assert {barrier.category for barrier in barriers} == set(CATEGORY_BY_CODE)
    assert {State(barrier.state) for barrier in barriers} == set(State)
    assert len({barrier.title for barrier in barriers}) == len(barriers)


def test_a_moderator_finds_two_reports_and_a_newcomers_post_that_waits(demo_app: Flask) -> None:
    cases = db.session.scalars(select(ReportedPost).where(ReportedPost.settled_at.is_(None))).all()
    assert sorted((case.kind, case.number_of_reporters) for case in cases) == [
        ("misleading", 2),
        ("personal", 1),
    ]
    (waiting,) = list_open_holds()
    assert [reason["code"] for reason in waiting.reasons] == ["links"]
    assert not waiting.post.is_in_sight


def test_every_history_ends_where_its_barrier_stands(demo_app: Flask) -> None:
    for barrier in db.session.scalars(select(Barrier)):
        last = db.session.scalars(
            select(Transition).where(Transition.barrier_id == barrier.id).order_by(Transition.id.desc())
        ).first()
        assert last is not None
        assert (last.to_state, last.created_at) == (barrier.state, barrier.state_changed_at)
        active = select(func.count(Affected.id)).where(
            Affected.barrier_id == barrier.id, Affected.withdrawn_at.is_(None)
        )
        assert db.session.scalar(active) == barrier.number_of_affected


def test_nothing_about_the_past_waits_for_the_first_start(demo_app: Flask) -> None:
    due = select(OutboxRow.kind).where(OutboxRow.due_at <= clock.now()).distinct()
    assert db.session.scalars(due).all() == []


def test_barriers_stand_where_their_case_says_and_nothing_came_before_its_cause(demo_app: Flask) -> None:
    wanted = {case.title: case.state for case in loader.list_cases()}
    barriers = db.session.scalars(select(Barrier)).all()
    assert {barrier.title: barrier.state for barrier in barriers} == wanted
    moments = db.session.execute(
        select(Transition.barrier_id, Transition.created_at).order_by(Transition.barrier_id, Transition.id)
    ).all()
    assert moments == sorted(moments)
    early = select(func.count(ConfirmationRequest.id)).join(Affected)
    assert db.session.scalar(early.where(Affected.created_at > ConfirmationRequest.asked_at)) == 0
    early = select(func.count(ConfirmationRequest.id)).join(
        Transition, Transition.id == ConfirmationRequest.claim_id
    )
    assert db.session.scalar(early.where(Transition.created_at > ConfirmationRequest.asked_at)) == 0


def test_an_unclaimed_council_has_answered_nothing(demo_app: Flask) -> None:
    states = select(Barrier.state).join(Council, Council.id == Barrier.council_id)
    found = db.session.scalars(states.where(Council.claimed_at.is_(None))).all()
    assert len(found) >= 5
    assert set(found) == {State.OPEN}


def test_cases_use_known_codes() -> None:
    departments = {one.code for one in DEPARTMENTS}
    sources = {one.code for one in RULE_SOURCES}
    effects = {one.code for one in EFFECTS}
    excluded = {one.code for one in EXCLUDED}
    for case in loader.list_cases():
        assert case.category in CATEGORY_BY_CODE, case.title
        assert case.department in departments, case.title
        assert case.rule_source in sources, case.title
        assert case.effect in effects, case.title
        assert set(case.excluded) <= excluded, case.title
        assert len(case.title) <= 90, case.title
        assert len(case.answers) <= 1 + len(case.others), case.title


def test_no_two_cases_share_a_text() -> None:
    texts = Counter(
        text
        for case in loader.list_cases()
        for text in (case.title, case.story, case.trying_to, case.reply, *case.others, *case.comments)
        if text
    )
    assert [text for text, number in texts.items() if number > 1] == []


def test_cases_that_end_elsewhere_or_well_say_with_whom_or_how() -> None:
    for case in loader.list_cases():
        assert case.state in {"open", "withdrawn", "acknowledged"} or case.reply, case.title
        assert case.state != "redirected" or case.body, case.title


def test_what_councils_promise_names_no_time_of_year_beside_the_promised_day() -> None:
    for case in loader.list_cases():
        if case.state == "change_agreed":
            assert not TIMES.search(case.reply or ""), case.title


def test_there_are_recurring_obstacles(app: Flask) -> None:
    found = Counter(
        (case.category, case.rule_source, case.department)
        for case in loader.list_cases()
        for _ in (case, *case.others)
    )
    assert sum(number >= 3 for number in found.values()) >= 8


def test_a_bulk_set_is_the_same_for_the_same_seed_and_its_html_is_what_the_pipeline_makes(app: Flask) -> None:
    bulk.load(threads=20, comments=60, seed=7, progress=lambda _more: None)
    commit()
    titles = [barrier.title for barrier in db.session.scalars(select(Barrier).order_by(Barrier.id))]
    first = list(db.session.scalars(select(Comment).order_by(Comment.id)))
    assert len(titles) == 20
    assert [comment.body_html for comment in first] == [render(comment.body) for comment in first]
    assert sum(barrier.number_of_comments for barrier in db.session.scalars(select(Barrier))) == 60


def test_the_demo_accounts_can_sign_in_with_the_code_that_is_printed(app: Flask) -> None:
    code = code_now(TOTP_SECRET)
    assert matching_step(TOTP_SECRET, code, after=None) is not None
