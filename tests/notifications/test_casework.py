"""What officers hear: what was given to them, and once a week what is overdue."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.barriers.actions.casework import assign_barrier
from forum.barriers.actions.report import report_barrier
from forum.barriers.report_input import Experience, ReportInput
from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from forum.councils.models import Route
from forum.features import HANDLERS
from tests.support.factories import (
    make_barrier,
    make_council,
    make_department,
    make_officer,
    make_person,
    saved,
)

WORK = {kind: work for kind, work in HANDLERS.items() if kind not in {"mail", "index"}}


@pytest.fixture
def council(app):
    return make_council("Wexmoor", nation="England")


def mails(subject=""):
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail").order_by(OutboxRow.id))
    return [row.payload for row in rows if subject in row.payload["subject"]]


def report(council, category="insurance"):
    words = ReportInput(
        title="The hall wants cover", what_happened="We were told so.", category=category, visibility="public",
        similar_seen=True, experience=Experience(),
    )  # fmt: skip
    barrier = report_barrier(report=words, author=make_person(), council=council)
    commit()
    return barrier


def pass_days(number):
    clock.forward(timedelta(days=number))
    Worker(WORK).drain()
    db.session.expire_all()


def test_an_officer_hears_what_a_colleague_gave_them_once(council):
    jo, ruth = make_officer(council, "Jo"), make_officer(council, "Ruth")
    barrier = make_barrier("Cover", council=council)
    for _ in range(2):
        assign_barrier(barrier=barrier, by=ruth.person, department=None, officer=jo)
    commit()
    Worker(WORK).drain()
    (mail,) = mails("For you")
    assert mail["to"] == jo.person.email
    assert "Ruth gave you this one" in mail["text"]


def test_who_takes_it_themselves_gets_no_mail(council):
    jo = make_officer(council, "Jo")
    assign_barrier(barrier=make_barrier(council=council), by=jo.person, department=None, officer=jo)
    commit()
    Worker(WORK).drain()
    assert mails("For you") == []


def test_who_wants_no_mail_or_no_longer_has_it_gets_none(council):
    ruth, quiet, moved = (make_officer(council) for _ in range(3))
    quiet.person.wants_mail = False
    for officer in (quiet, moved):
        assign_barrier(
            barrier=make_barrier(council=council), by=ruth.person, department=None, officer=officer
        )
    barrier = make_barrier(council=council)
    assign_barrier(barrier=barrier, by=ruth.person, department=None, officer=moved)
    assign_barrier(barrier=barrier, by=ruth.person, department=None, officer=None)
    commit()
    Worker(WORK).drain()
    assert [one["to"] for one in mails("For you")] == [moved.person.email]


def test_officers_hear_the_morning_after_a_day_was_missed_then_once_a_week(council):
    lead, other = make_officer(council, "Ruth", is_lead=True), make_officer(council, "Jo")
    mine, theirs = report(council), report(council)
    mine.officer_id = other.id
    commit()
    Worker(WORK).drain()
    pass_days((mine.due_on - clock.today()).days)
    assert mails("overdue") == []
    pass_days(2)
    assert {one["to"]: one["subject"] for one in mails("overdue")} == {
        lead.person.email: "2 barriers overdue at Wexmoor",
        other.person.email: "2 barriers overdue at Wexmoor",
    }
    (to_lead,) = [one for one in mails("overdue") if one["to"] == lead.person.email]
    assert to_lead["text"].count("The hall wants cover") == 1
    assert "working day" in to_lead["text"]
    assert "/councils/wexmoor/inbox" in to_lead["text"]
    pass_days(3)
    assert len(mails("overdue")) == 2
    pass_days(6)
    assert len(mails("overdue")) == 4
    assert theirs.owed_by_id == council.id


def test_nobody_hears_of_what_was_answered_in_time(council):
    make_officer(council, is_lead=True)
    barrier = report(council)
    barrier.owed_by_id = barrier.due_on = None
    commit()
    pass_days(40)
    assert mails("overdue") == []


def test_a_report_goes_to_the_department_its_kind_is_routed_to(council):
    venues = make_department(council, name="Venues")
    officer, lead = make_officer(council), make_officer(council, is_lead=True)
    officer.department_id = venues.id
    saved(Route(council_id=council.id, category="insurance", department_id=venues.id))
    assert report(council).department_id == venues.id
    assert report(council, "money").department_id is None
    Worker(WORK).drain()
    assert [one["to"] for one in mails("The hall wants cover")] == [officer.person.email, lead.person.email]


def test_a_report_does_not_go_to_a_retired_department(council):
    venues = make_department(council, name="Venues")
    venues.retired_at = clock.now()
    saved(Route(council_id=council.id, category="insurance", department_id=venues.id))
    assert report(council).department_id is None
