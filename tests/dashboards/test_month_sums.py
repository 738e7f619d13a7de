"""The sum that a reader does in the table of months comes out, in every month of every council of the demo."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Person
from forum.barriers.lifecycle.states import OPEN_STATES
from forum.core import clock
from forum.core.db import db
from forum.councils.models import Council, Officer
from forum.dashboards.engine.snapshot_sync import rebuild
from forum.dashboards.figures.scope import months_back
from tests.dashboards.month_sums import AFTER, CLOSED, REOPENED, REPORTED, page_and_file_add_up_and_agree
from tests.dashboards.plain import Plain, local
from tests.support.factories import sign_in

QUESTIONS = (
    {},
    {"until": "2026-09-30"},
    {"since": "2025-04-01", "until": "2026-03-31"},
    {"category": "venue"},
)


@pytest.mark.timeout(240)  # every council of the demo
def test_every_month_of_the_demo_adds_up_on_the_page_and_in_the_file(demo_app: Flask) -> None:
    rebuild()
    visitor = demo_app.test_client()
    for council in db.session.scalars(select(Council).order_by(Council.id)):
        for asked in QUESTIONS if council.slug == "wexmoor" else [{}]:
            months = page_and_file_add_up_and_agree(visitor, council, **asked)
            assert len(months) == 24
            assert "category" in asked or all(one[AFTER] for one in months)
    lead, council = _lead_of_wexmoor()
    sign_in(officer := demo_app.test_client(), lead)
    for asked in QUESTIONS:
        months = page_and_file_add_up_and_agree(officer, council, **asked, **{"with": "council-only"})
        assert all(one[AFTER] for one in months)


def test_the_months_of_wexmoor_are_those_of_its_moves(demo_app: Flask) -> None:
    """Counted one by one from the moves: what opened a settled case again, by whichever state, is reopened."""
    rebuild()
    _, council = _lead_of_wexmoor()
    months = page_and_file_add_up_and_agree(demo_app.test_client(), council)
    plain = Plain(council, is_public=True, since=months_back(clock.today(), 24), until=clock.today())
    expected = [_counted(plain, month) for month in _firsts()]
    assert [(one[REPORTED], one[REOPENED], one[CLOSED]) for one in months] == expected


def _lead_of_wexmoor() -> tuple[Person, Council]:
    council = db.session.scalars(select(Council).where(Council.slug == "wexmoor")).one()
    officer = select(Officer).where(Officer.council_id == council.id, Officer.is_lead).limit(1)
    return db.session.scalars(officer).one().person, council


def _firsts() -> list[str]:
    first = months_back(clock.today(), 24)
    return [
        f"{first.year + (first.month - 1 + n) // 12}-{(first.month - 1 + n) % 12 + 1:02}" for n in range(24)
    ]


def _counted(plain: Plain, month: str) -> tuple[str, str, str]:
    reported = reopened = closed = 0
    for barrier in plain.barriers:
        reported += _month(local(barrier.created_at)) == month
        moves = [
            (move.from_state in OPEN_STATES, move.to_state in OPEN_STATES)
            for move in plain.moves(barrier)
            if move.from_state and _month(local(move.created_at)) == month
        ]
        opened, shut = moves.count((False, True)), moves.count((True, False))
        reopened += opened > 0 and opened >= shut
        closed += shut > 0 and shut >= opened
    return str(reported), str(reopened), str(closed)


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
