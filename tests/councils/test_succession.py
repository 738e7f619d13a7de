"""A council closes: what was reported there, and who answers, is at its successor on that day, and not before."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from forum.barriers.actions.casework import assign_barrier
from forum.barriers.actions.deadline import set_deadline
from forum.barriers.actions.duplicates import link_barrier
from forum.barriers.actions.report import report_barrier
from forum.barriers.actions.respond import respond
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.models import Barrier, CaseChange
from forum.barriers.report_input import ReportInput
from forum.core import clock
from forum.core.db import commit, db
from forum.core.worker import Worker
from forum.councils.handover import is_inside
from forum.councils.models import Area, Council, CouncilSuccessor, Officer, Route, WardRoute
from forum.councils.queries import find_councils
from forum.dashboards.engine.snapshot_sync import find_differences
from forum.dashboards.models import SnapshotSlot
from forum.features import HANDLERS
from forum.follows.actions import follow_subject
from forum.follows.models import Follow, FollowKind
from forum.groups.models import Group
from forum.threads.index_maintenance import find_differences as search_differences
from forum.threads.index_maintenance import rebuild_index
from forum.threads.models import Visibility
from tests.barriers.loop import answer, claim, request_to
from tests.councils.test_imports import COLUMNS
from tests.discovery.threads import make_story
from tests.support.factories import (
    make_affected,
    make_area,
    make_barrier,
    make_comment,
    make_council,
    make_department,
    make_group,
    make_officer,
    make_person,
    sign_in,
)


def councils_file(folder: Path, *rows: tuple[str, str, str, str]) -> Path:
    """Rows of code, name, last day and successors."""
    lines = [",".join(COLUMNS)]
    for code, name, ended, replaced in rows:
        known = {"local-authority-code": code, "official-name": f"{name} Council", "nice-name": name}
        known |= {"nation": "England", "end-date": ended, "replaced-by": f'"{replaced}"'}
        lines.append(",".join(known.get(column, "") for column in COLUMNS))
    file = folder / "councils.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def read(app, file: Path) -> str:
    done = app.test_cli_runner().invoke(args=["councils", "import", str(file)])
    assert done.exit_code == 0, done.output
    db.session.expire_all()
    return done.output


def council(name: str) -> Council:
    return db.session.scalars(select(Council).where(Council.name == name)).one()


@pytest.fixture
def ham(app):
    return make_council("Ham", nation="England")


@pytest.fixture
def merged(tmp_path, ham):
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    return councils_file(tmp_path, (ham.code, "Ham", yesterday, "NEW"), ("NEW", "Great Ham", "", ""))


def test_cases_wards_groups_and_followers_pass_and_the_command_says_so(app, ham, merged):
    ward = make_area(ham, "Riverside")
    barriers = [make_barrier(f"Case {n}", council=ham, area=ward) for n in range(3)]
    make_group("Kiln Lane Choir", council=ham)
    follow_subject(person=make_person(), kind=FollowKind.COUNCIL, key=str(ham.id))
    commit()
    told = read(app, merged)
    assert "3 barriers" in told
    assert "1 ward" in told
    assert "1 group" in told
    assert "1 follower" in told
    great = council("Great Ham")
    rows = db.session.scalars(select(Barrier).order_by(Barrier.id)).all()
    assert {one.council_id for one in rows} == {one.owed_by_id for one in rows} == {great.id}
    assert [one.reported_to_id for one in rows] == [ham.id] * len(barriers)
    assert db.session.get_one(Area, ward.id).council_id == great.id
    assert db.session.scalars(select(Group)).one().council_id == great.id
    assert db.session.scalars(select(Follow)).one().key == str(great.id)
    assert (council("Ham").number_of_barriers, great.number_of_barriers) == (0, 3)
    assert db.session.scalars(select(CaseChange.was)).all() == ["Ham"] * 3


def test_reading_the_file_twice_changes_nothing(app, ham, merged):
    make_barrier(council=ham, area=make_area(ham, "Riverside"))
    make_officer(ham, "Jo Hartley")
    read(app, merged)
    again = read(app, merged)
    assert "went to" not in again
    assert len(db.session.scalars(select(CaseChange)).all()) == 1
    assert len(db.session.scalars(select(Officer)).all()) == 2
    assert [one.name for one in db.session.scalars(select(Area))] == ["Riverside"]


def test_officers_answer_for_the_successor_and_no_longer_for_the_council_that_closed(
    app, client, ham, merged
):
    barrier = make_barrier("Hall hire insurance", council=ham)
    jo, lead = make_officer(ham, "Jo Hartley"), make_officer(ham, "Lena", is_lead=True)
    licensing = make_department(ham, "licensing", "Licensing")
    ham.contact_email = "hello@ham.example"
    db.session.add(Route(council_id=ham.id, category="venue", department_id=licensing.id))
    ward = make_area(ham, "Riverside")
    db.session.add(WardRoute(council_id=ham.id, area_id=ward.id, department_id=licensing.id))
    assign_barrier(barrier=barrier, by=lead.person, department=licensing, officer=jo)
    commit()
    assert "2 officers" in read(app, merged)
    sign_in(client, jo.person)
    moved = client.get("/councils/ham/inbox")
    assert moved.status_code == 302
    page = client.get(moved.location).text
    assert "Inbox of Great Ham" in page
    assert "Hall hire insurance" in page
    case = client.get(f"/barriers/{barrier.id}/respond").text
    assert "which became Great Ham" in case
    great = council("Great Ham")
    parts = db.session.scalars(select(Officer).where(Officer.council_id == great.id)).all()
    assert [(one.person.name, one.is_lead, one.left_at) for one in parts] == [
        ("Jo Hartley", False, None),
        ("Lena", True, None),
    ]
    stored = db.session.get_one(Barrier, barrier.id)
    assert stored.officer.council_id == stored.department.council_id == great.id
    assert stored.department.name == "Licensing"
    route = db.session.scalars(select(Route).where(Route.council_id == great.id)).one()
    assert route.department_id == stored.department_id
    of_ward = db.session.scalars(select(WardRoute)).one()
    assert (of_ward.council_id, of_ward.department_id) == (great.id, stored.department_id)
    assert great.claimed_at is not None
    assert great.contact_email == "hello@ham.example"
    assert client.get("/councils/great-ham/settings").status_code == 403


def test_the_page_of_a_case_names_both_councils_and_who_said_what(app, client, ham, merged):
    barrier = make_barrier("Hall hire insurance", council=ham)
    officer = make_officer(ham, "Jo Hartley")
    given = TransitionInput(today=clock.today(), public_note="We look.")
    respond(
        barrier=barrier,
        person=officer.person,
        role=Role.OFFICER,
        kind=ResponseKind.LOOK_INTO,
        given=given,
        seen=None,
    )
    commit()
    clock.forward(timedelta(minutes=5))
    read(app, merged)
    clock.forward(timedelta(minutes=5))
    respond(
        barrier=db.session.get_one(Barrier, barrier.id),
        person=officer.person,
        role=Role.OFFICER,
        kind=ResponseKind.UPDATE,
        given=TransitionInput(today=clock.today(), public_note="We still look."),
        seen=None,
    )
    commit()
    page = client.get(f"/barriers/{barrier.id}", follow_redirects=True).text
    assert "Reported to Ham, which became Great Ham on" in page
    said = page.split('id="responses"', 1)[1]
    assert said.index('tag--council">Ham<') < said.index('tag--council">Great Ham<')
    old = client.get("/councils/ham").text
    assert "This council closed on" in old
    assert "Great Ham" in old
    assert "Great Ham" in client.get("/councils/ham/dashboard").text


def test_search_finds_everything_at_the_successor(app, ham, merged):
    barrier = make_barrier("Hall hire insurance", council=ham)
    make_comment(barrier)
    make_group("Kiln Lane Choir", council=ham)
    make_story("Raised beds", council=ham)
    rebuild_index()
    read(app, merged)
    assert len(search_differences()) == 4
    Worker(HANDLERS, batched=frozenset({"index"})).drain()
    assert search_differences() == []


def test_days_go_on_being_counted_as_they_were_promised(app, ham, merged):
    ham.answer_target_days, ham.response_target_days = 40, 3
    barrier = make_barrier(council=ham)
    set_deadline(barrier=barrier)
    commit()
    day = barrier.due_on
    read(app, merged)
    Worker(HANDLERS).drain()
    db.session.expire_all()
    assert (council("Great Ham").answer_target_days, db.session.get_one(Barrier, barrier.id).due_on) == (
        40,
        day,
    )


def test_figures_are_counted_at_the_successor(app, ham, merged):
    make_barrier(council=ham)
    Worker(HANDLERS).drain()
    read(app, merged)
    Worker(HANDLERS).drain()
    db.session.expire_all()
    great = council("Great Ham")
    assert [one.council_id for one in db.session.scalars(select(SnapshotSlot))] == [great.id]
    assert find_differences() == []


def test_a_successor_of_a_day_to_come_takes_over_on_that_day(app, client, tmp_path, ham):
    barrier = make_barrier(council=ham)
    day = clock.today() + timedelta(days=20)
    told = read(
        app, councils_file(tmp_path, (ham.code, "Ham", str(day), "NEW"), ("NEW", "Great Ham", "", ""))
    )
    assert "went to" not in told
    Worker(HANDLERS).drain()
    db.session.expire_all()
    assert db.session.get_one(Barrier, barrier.id).council_id == ham.id
    assert "This council closes on" in client.get("/councils/ham").text
    assert ham in find_councils("ham")
    clock.forward(timedelta(days=19))
    Worker(HANDLERS).drain()
    db.session.expire_all()
    assert db.session.get_one(Barrier, barrier.id).council_id == ham.id
    clock.forward(timedelta(days=1))
    Worker(HANDLERS).drain()
    db.session.expire_all()
    assert db.session.get_one(Barrier, barrier.id).council_id == council("Great Ham").id
    assert ham not in find_councils("ham")


def test_two_councils_that_merge_bring_their_wards_of_one_name(app, tmp_path, ham):
    vale = make_council("Vale", nation="England")
    for one in (ham, vale):
        make_barrier(council=one, area=make_area(one, "Town"))
    ended = clock.today().isoformat()
    read(
        app,
        councils_file(
            tmp_path,
            (ham.code, "Ham", ended, "NEW"),
            (vale.code, "Vale", ended, "NEW"),
            ("NEW", "Ham and Vale", "", ""),
        ),
    )
    names = db.session.scalars(select(Area.name).order_by(Area.id)).all()
    assert names == ["Town", "Town (Vale)"]
    assert {one.council_id for one in db.session.scalars(select(Area))} == {council("Ham and Vale").id}


def test_a_split_leaves_to_each_what_lies_in_its_wards_and_the_rest_to_the_first(app, tmp_path, ham):
    square = [[[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, 0.0], [0.0, 0.0]]]
    small = [[[0.4, 0.4], [0.4, 0.6], [0.6, 0.6], [0.6, 0.4], [0.4, 0.4]]]
    east, west = make_council("East", nation="England"), make_council("West", nation="England")
    make_area(west, "Moor")
    wide = make_area(west, "Wide")
    wide.boundary = {"type": "Polygon", "coordinates": square}
    by_name, by_shape, nowhere = make_area(ham, "Moor"), make_area(ham, "Dale"), make_area(ham, "Elsewhere")
    by_shape.boundary = {"type": "Polygon", "coordinates": small}
    cases = [make_barrier(council=ham, area=ward) for ward in (by_name, by_shape, nowhere, None)]
    make_officer(ham, "Jo Hartley")
    lead = make_officer(ham, "Lena", is_lead=True)
    link_barrier(barrier=cases[0], main=cases[3], by=lead.person)
    commit()
    read(
        app,
        councils_file(
            tmp_path,
            (ham.code, "Ham", clock.today().isoformat(), f"{east.code},{west.code}"),
            (east.code, "East", "", ""),
            (west.code, "West", "", ""),
        ),
    )
    places = [db.session.get_one(Barrier, one.id).council.name for one in cases]
    assert places == ["West", "West", "East", "East"]
    parted = db.session.get_one(Barrier, cases[0].id)
    assert (parted.same_as_id, parted.owed_by_id) == (None, west.id), (
        "linked cases that part are no one's no more"
    )
    assert db.session.get_one(Barrier, cases[3].id).number_of_linked == 0
    names = sorted(
        one.council.name for one in db.session.scalars(select(Officer).where(Officer.left_at.is_(None)))
    )
    assert names == ["East", "East", "West", "West"]


def test_a_chain_of_successors_ends_where_somebody_answers(app, tmp_path, ham):
    barrier = make_barrier(council=ham)
    first, then = clock.today() - timedelta(days=900), clock.today() - timedelta(days=90)
    read(
        app,
        councils_file(
            tmp_path,
            ("MID", "Middle", str(then), "NEW"),
            (ham.code, "Ham", str(first), "MID"),
            ("NEW", "Newest", "", ""),
        ),
    )
    stored = db.session.get_one(Barrier, barrier.id)
    assert (stored.council.name, stored.reported_to.name) == ("Newest", "Ham")


def test_a_council_without_a_successor_keeps_what_it_has(app, tmp_path, ham):
    barrier = make_barrier(council=ham)
    told = read(app, councils_file(tmp_path, (ham.code, "Ham", clock.today().isoformat(), "")))
    assert "went to" not in told
    assert db.session.get_one(Barrier, barrier.id).council_id == ham.id


def test_a_report_begun_before_the_council_closed_reaches_its_successor(app, ham, merged):
    author = make_person()
    read(app, merged)
    report = ReportInput(
        title="Hall hire",
        what_happened="No.",
        category="venue",
        visibility=Visibility.PUBLIC,
        similar_seen=True,
    )
    barrier = report_barrier(report=report, author=author, council=council("Ham"))
    assert barrier.council.name == "Great Ham"


def test_a_claim_before_the_change_is_not_confirmed_by_those_who_made_it(app, ham, merged):
    barrier = make_barrier(council=ham)
    officer = make_officer(ham, "Jo Hartley")
    theirs = make_affected(barrier, person=officer.person)
    claim(barrier, officer)
    officer.left_at = clock.now()
    commit()
    read(app, merged)
    db.session.expire_all()
    assert db.session.get_one(Barrier, barrier.id).state == State.REMOVAL_CLAIMED
    answer(theirs, Answer.GONE)
    assert not request_to(theirs).is_independent


def test_the_file_of_successors_is_kept_in_its_order(app, tmp_path, ham):
    file = councils_file(
        tmp_path, (ham.code, "Ham", "2020-01-01", "BB,AA"), ("AA", "Aa", "", ""), ("BB", "Bb", "", "")
    )
    read(app, file)
    rows = db.session.scalars(select(CouncilSuccessor).order_by(CouncilSuccessor.place)).all()
    assert [db.session.get_one(Council, one.successor_id).name for one in rows] == ["Bb", "Aa"]


@pytest.mark.parametrize(("point", "inside"), [((0.5, 0.5), True), ((1.5, 0.5), False), ((-0.1, 0.9), False)])
def test_a_point_is_inside_of_a_square_or_not(point, inside):
    ring = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)]
    assert is_inside(point, [ring]) is inside


def test_a_council_closes_on_its_day(app):
    assert make_council("A", ended_on=clock.today()).has_closed
    assert not make_council("B", ended_on=clock.today() + timedelta(days=1)).has_closed
    assert not make_council("C", ended_on=None).has_closed
    assert make_council("D", ended_on=date(2000, 1, 1)).has_closed
