"""When an officer's access ends, nothing that was theirs is stranded."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from forum.barriers.actions import unassignment
from forum.barriers.handlers import HANDLERS
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier, CaseChange
from forum.core.db import commit, db
from forum.core.worker import Worker
from forum.councils.models import Officer
from tests.barriers.loop import move
from tests.support.factories import csrf_token, make_barrier, make_council, make_officer, sign_in


@pytest.fixture
def council(app):
    return make_council("Wexmoor")


@pytest.fixture
def jo(council):
    return make_officer(council, "Jo Hartley")


@pytest.fixture
def lead(client, council):
    return sign_in(client, make_officer(council, "Lena Lead", is_lead=True).person)


@pytest.fixture
def theirs(council, jo):
    barriers = [make_barrier(f"Case {number}", council=council) for number in range(3)]
    for barrier in barriers:
        barrier.officer = jo
    commit()
    move(barriers[2], State.REDIRECTED, role=Role.OFFICER, body_name="The county")
    return barriers


def end(client, jo):
    path = f"/councils/wexmoor/settings/officers/{jo.id}/end"
    return client.post(path, data={"csrf_token": csrf_token(client, path)})


def test_the_page_says_how_many_open_cases_become_unassigned(lead, jo, theirs):
    page = lead.get(f"/councils/wexmoor/settings/officers/{jo.id}/end").text
    assert "Remove Jo Hartley’s access" in page
    assert "2 open cases" in page
    assert "Unassigned" in page


def test_the_link_of_that_page_leads_to_the_unassigned_cases(lead, council, jo, theirs):
    theirs[0].officer = None
    commit()
    page = lead.get(f"/councils/wexmoor/settings/officers/{jo.id}/end").text
    link = re.search(r'href="([^"]+)">Unassigned</a>', page)
    assert link
    inbox = lead.get(link[1]).text
    assert "Case 0" in inbox
    assert "Case 1" not in inbox


def test_their_cases_go_back_to_nobody_and_history_keeps_the_name(lead, council, jo, theirs):
    answer = end(lead, jo)
    assert answer.status_code == 303
    assert "2 open cases are unassigned now" in lead.get(answer.location).text
    db.session.expire_all()
    assert [one.officer_id for one in db.session.scalars(select(Barrier))] == [None] * 3
    rows = db.session.scalars(select(CaseChange).order_by(CaseChange.id)).all()
    assert [(one.what, one.was, one.became) for one in rows] == [("officer", "Jo Hartley", "")] * 3
    inbox = lead.get("/councils/wexmoor/inbox?person=nobody").text
    assert "Case 0" in inbox
    assert "Unassigned" in inbox
    case = lead.get(f"/barriers/{theirs[0].id}/respond").text
    assert "Assignment history" in case
    assert "Jo Hartley" in case


def test_a_great_many_cases_go_back_a_batch_at_a_time(lead, jo, theirs, monkeypatch):
    monkeypatch.setattr(unassignment, "BATCH", 2)
    end(lead, jo)
    Worker(HANDLERS).drain()
    db.session.expire_all()
    assert [one.officer_id for one in db.session.scalars(select(Barrier))] == [None] * 3


def test_who_has_nothing_open_leaves_nothing_behind(lead, council):
    page = lead.get(f"/councils/wexmoor/settings/officers/{make_officer(council, 'Al').id}/end").text
    assert "No open cases are assigned to them" in page


def test_the_only_lead_stays_and_is_told_why(lead, council):
    mine = db.session.scalars(select(Officer).where(Officer.is_lead)).one()
    own = f"/councils/wexmoor/settings/officers/{mine.id}/end"
    answer = lead.post(own, data={"csrf_token": csrf_token(lead, own)})
    assert answer.status_code == 409
    assert "There has to be a lead" in answer.text
