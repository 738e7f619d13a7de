"""A council sends what is reported in a ward to a department, for one kind or for every kind."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forum.barriers.actions.report import report_barrier
from forum.barriers.report_input import ReportInput
from forum.core.db import commit, db
from forum.councils.actions import retire_department
from forum.councils.models import CouncilChange, Route, WardRoute
from forum.councils.setting_changes import show_change
from forum.threads.models import Visibility
from tests.support.factories import (
    csrf_token,
    make_area,
    make_council,
    make_department,
    make_officer,
    make_person,
    saved,
    sign_in,
)

ADD = "/councils/ham/settings/routing/wards/add"


@pytest.fixture
def ham(app):
    return make_council("Ham")


@pytest.fixture
def ward(ham):
    return make_area(ham, "Riverside")


@pytest.fixture
def north(ham):
    return make_department(ham, "north", "North team")


@pytest.fixture
def venues(ham):
    return make_department(ham)


@pytest.fixture
def lead(client, ham):
    return sign_in(client, make_officer(ham, "Lena", is_lead=True).person)


def reported(ham, ward, category="insurance", visibility=Visibility.PUBLIC):
    words = ReportInput(
        title="Hall", what_happened="No.", category=category, visibility=visibility, similar_seen=True
    )
    barrier = report_barrier(report=words, author=make_person(), council=ham, area=ward)
    commit()
    return barrier.department.name if barrier.department else None


def add(client, **typed):
    return client.post(ADD, data={"csrf_token": csrf_token(client, ADD), **typed})


def test_the_most_exact_rule_wins(ham, ward, north, venues):
    other = make_department(ham, "south", "South team")
    saved(WardRoute(council_id=ham.id, area_id=ward.id, category="", department_id=north.id))
    assert reported(ham, ward) == "North team"
    assert reported(ham, None) is None
    assert reported(ham, make_area(ham, "Elsewhere")) is None
    saved(Route(council_id=ham.id, category="insurance", department_id=venues.id))
    assert reported(ham, ward) == venues.name
    saved(WardRoute(council_id=ham.id, area_id=ward.id, category="insurance", department_id=other.id))
    assert reported(ham, ward) == "South team"
    assert reported(ham, ward, category="money") == "North team"


@pytest.mark.parametrize("visibility", [Visibility.NAMELESS, Visibility.COUNCIL])
def test_a_report_without_a_name_goes_by_its_kind_alone(ham, ward, north, visibility):
    saved(WardRoute(council_id=ham.id, area_id=ward.id, category="", department_id=north.id))
    assert reported(ham, ward, visibility=visibility) is None


def test_a_lead_sets_and_removes_a_rule_and_each_leaves_a_row(lead, ham, ward, north, venues):
    assert add(lead, area=str(ward.id), category="", department=str(north.id)).status_code == 303
    page = lead.get("/councils/ham/settings/routing").text
    assert "<strong>Riverside</strong>, every kind: North team" in page
    again = add(lead, area=str(ward.id), category="", department=str(venues.id))
    assert again.status_code == 422
    assert "That goes to North team already. Remove that rule first." in again.text
    route = db.session.scalars(select(WardRoute)).one()
    assert route.department_id == north.id
    address = f"/councils/ham/settings/routing/wards/{route.id}/remove"
    assert lead.post(address).status_code == 400
    assert lead.post(address, data={"csrf_token": csrf_token(lead, ADD)}).status_code == 303
    rows = db.session.scalars(select(CouncilChange).order_by(CouncilChange.id)).all()
    shown = [show_change(one) for one in rows]
    assert [(one.setting, one.was, one.became) for one in shown] == [
        ("Route: Riverside, every kind", "", "North team"),
        ("Route: Riverside, every kind", "North team", "Removed"),
    ]


def test_another_councils_ward_or_department_is_refused(lead, ham, ward, north):
    spam = make_council("Spam")
    foreign = make_area(spam, "Foreign")
    assert add(lead, area=str(foreign.id), department=str(north.id)).status_code == 422
    assert add(lead, area=str(ward.id), department=str(make_department(spam).id)).status_code == 422
    assert add(lead, area="", department="").status_code == 422
    assert db.session.scalars(select(WardRoute)).all() == []


def test_only_leads_set_them(client, ham, ward):
    assert sign_in(client, make_officer(ham, "Omar").person).get(ADD).status_code == 403


def test_a_retired_department_gives_its_rules_on_or_takes_them_along(ham, ward, north, venues):
    lead = make_officer(ham, "Lena", is_lead=True).person
    saved(WardRoute(council_id=ham.id, area_id=ward.id, category="", department_id=north.id))
    retire_department(council=ham, department=north, by=lead, to=venues)
    commit()
    assert reported(ham, ward) == venues.name
    retire_department(council=ham, department=venues, by=lead, to=None)
    commit()
    assert reported(ham, ward) is None
