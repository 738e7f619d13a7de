"""What stood as "being looked into" because groups said that it is still there gets its own state, and no other does."""

from __future__ import annotations

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import select, text

from forum.barriers.actions.rule_review import reopen_kept
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier, Transition
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from tests.architecture.test_migrations import empty_app, migrated_app
from tests.barriers.loop import answer, claim, history, keep, move, reporter_of
from tests.support.factories import make_affected, make_barrier, make_council, make_person
from tests.support.migrated import MIGRATIONS

pytestmark = pytest.mark.sql

assert empty_app
assert migrated_app


def reopened(title: str) -> Barrier:
    barrier = make_barrier(title, council=make_council(title))
    claim(barrier)
    answer(reporter_of(barrier), Answer.STILL_THERE)
    return barrier


def question_on(barrier: Barrier) -> Barrier:
    move(barrier, State.NEEDS_INFO, question="Where?")
    return barrier


def kept_and_opened_by_a_moderator() -> Barrier:
    barrier = make_barrier("Kept", council=make_council("Kept"))
    keep(barrier)
    for _ in range(3):
        make_affected(barrier)
    reopen_kept(barrier=barrier, person=make_person(role="moderator"))
    commit()
    return barrier


@pytest.mark.parametrize("answered", [False, True])
def test_histories_are_put_right_both_ways(migrated_app: Flask, answered: bool) -> None:
    with migrated_app.app_context():
        stands, asked, kept = (
            reopened("Stands"),
            question_on(reopened("Asked")),
            kept_and_opened_by_a_moderator(),
        )
        if answered:
            move(asked, State.REOPENED, role=Role.REPORTER, answer="At the hall.", came_from=State.REOPENED)
            move(asked, State.UNDER_REVIEW)
        wanted = {one.id: history(one) for one in (stands, asked, kept)}
        came_from = asked.state_before_question
        _go(flask_migrate.downgrade, "0014")
        assert "reopened" not in set(db.session.scalars(text("SELECT to_state FROM transition")))
        assert set(db.session.scalars(text("SELECT state FROM barrier"))) <= {"under_review", "needs_info"}
        db.session.execute(text("DELETE FROM outbox"))
        commit()
        _go(flask_migrate.upgrade, "head")
        assert {number: history(db.session.get(Barrier, number)) for number in wanted} == wanted
        assert db.session.get(Barrier, stands.id).state == State.REOPENED
        assert db.session.get(Barrier, kept.id).state == State.UNDER_REVIEW
        assert db.session.get(Barrier, asked.id).state_before_question == came_from
        _chain_holds()
        later = [(row.kind, row.payload) for row in db.session.scalars(select(OutboxRow))]
        assert ("index", {"document": f"thread:{stands.id}"}) in later
        assert ("set_deadlines", {"council": None, "after": 0}) in later
        db.session.remove()
        db.engine.dispose()


def _go(direction, revision: str) -> None:
    db.session.remove()
    direction(directory=MIGRATIONS, revision=revision)


def _chain_holds() -> None:
    for number in db.session.scalars(select(Barrier.id)):
        rows = db.session.scalars(
            select(Transition).where(Transition.barrier_id == number).order_by(Transition.id)
        ).all()
        assert [row.from_state for row in rows[1:]] == [row.to_state for row in rows[:-1]]
