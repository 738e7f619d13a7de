"""The demo content is varied, obeys the rules, and is the same each time."""

from __future__ import annotations

from collections import Counter

from flask import Flask
from sqlalchemy import func, select

from forum.accounts.one_time_codes import code_now, matching_step
from forum.barriers.lifecycle import State
from forum.barriers.models import Affected, Barrier, Transition
from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.core.db import commit, db
from forum.core.text import render
from forum.councils.models import Area, Council
from forum.councils.vocabulary import DEPARTMENTS
from forum.demo import bulk, loader
from forum.demo.people import TOTP_SECRET
from forum.groups.models import Group
from forum.threads.models import Comment


def test_every_page_has_something_to_say(app: Flask) -> None:
    loader.load()
    commit()
    assert loader.is_loaded()
    assert db.session.scalar(select(func.count(Council.id))) == 4
    assert db.session.scalar(select(func.count(Area.id))) == 48
    assert db.session.scalar(select(func.count(Group.id))) == 60
    barriers = db.session.scalars(select(Barrier)).all()
    assert len(barriers) >= 150
    assert {barrier.category for barrier in barriers} == set(CATEGORY_BY_CODE)
    assert {State(barrier.state) for barrier in barriers} == set(State)
    assert len({barrier.title for barrier in barriers}) == len(barriers)


def test_the_history_of_every_demo_barrier_ends_where_it_stands(app: Flask) -> None:
    loader.load()
    commit()
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


def test_cases_use_known_codes() -> None:
    departments = {one.code for one in DEPARTMENTS}
    wrong = [case.title for case in loader.list_cases() if case.department not in departments]
    assert wrong == []


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
