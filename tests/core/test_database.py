"""The database session keeps its promises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import StatementError

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from tests.support.factories import make_person

pytestmark = pytest.mark.sql


def test_a_moment_comes_back_aware_and_equal(app: Flask) -> None:
    moment = datetime(2026, 5, 3, 13, 5, 7, tzinfo=UTC)
    person = make_person(suspended_at=moment)
    db.session.expire(person)
    assert person.suspended_at == moment


def test_a_naive_moment_is_refused(app: Flask) -> None:
    with pytest.raises(StatementError, match="time zone"):
        make_person(suspended_at=datetime(2026, 5, 3, 13, 5))


def test_moving_the_clock_moves_now(app: Flask) -> None:
    before = clock.now()
    clock.forward(timedelta(days=28))
    assert timedelta(days=28) <= clock.now() - before < timedelta(days=28, minutes=1)


@pytest.mark.parametrize("turn", [1, 2])
def test_rows_of_one_test_are_gone_in_the_next(app: Flask, turn: int) -> None:
    assert db.session.query(Person).count() == 0
    make_person()
