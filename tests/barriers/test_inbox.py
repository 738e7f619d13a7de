"""What a council has to do: who sees it, in which order, narrowed how, and given to whom."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text

from forum.barriers.actions.casework import (
    MOST_AT_ONCE,
    ForeignOfficeError,
    TooManyError,
    assign_barrier,
    assign_barriers,
)
from forum.barriers.actions.deadline import set_deadline
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier, CaseChange
from forum.barriers.queries.inbox import (
    InboxSection,
    _where,
    count_sections,
    days_of,
    list_beginnings,
    list_section,
)
from forum.barriers.queries.inbox_filters import InboxFilters, Sort
from forum.core import clock
from forum.core.db import commit, db
from forum.councils.thresholds import calendar_of
from forum.councils.working_days import add_working_days, working_days_between
from forum.threads.models import Visibility
from tests.barriers.loop import keep, move
from tests.support.factories import (
    csrf_token,
    make_affected,
    make_area,
    make_barrier,
    make_council,
    make_department,
    make_group,
    make_officer,
    make_person,
    sign_in,
)
from tests.support.statements import count_statements

pytestmark = pytest.mark.sql

EVERYTHING = InboxFilters()


@pytest.fixture
def council(app):
    return make_council("Wexmoor", nation="England")


@pytest.fixture
def officer(council):
    return make_officer(council, "Jo Hartley")


def aged(council, days, **given):
    """A barrier reported so many days ago."""
    return make_barrier(council=council, created_at=clock.now() - timedelta(days=days), **given)


def due(council, day: date, **given):
    barrier = make_barrier(council=council, **given)
    move(barrier, State.CHANGE_AGREED, role=Role.OFFICER, promised_date=clock.today(), public_note="Yes.")
    barrier.promised_on = day
    set_deadline(barrier=barrier)
    commit()
    return barrier


def assign(client, numbers, **typed):
    typed["csrf_token"] = csrf_token(client, "/councils/wexmoor/inbox")
    typed["barrier"] = [str(one) for one in numbers]
    return client.post("/councils/wexmoor/inbox/assign", data=typed)


@pytest.mark.parametrize(
    ("who", "status"),
    [("visitor", 302), ("member", 403), ("officer elsewhere", 403), ("moderator", 403), ("administrator", 403),
     ("officer", 200), ("lead", 200)],
)  # fmt: skip
def test_only_officers_of_the_council_see_its_inbox(client, council, who, status):
    aged(council, 2, title="A barrier in the inbox")
    people = {
        "member": make_person,
        "officer elsewhere": lambda: make_officer(make_council("Ham")).person,
        "moderator": lambda: make_person(role="moderator"),
        "administrator": lambda: make_person(role="administrator"),
        "officer": lambda: make_officer(council).person,
        "lead": lambda: make_officer(council, is_lead=True).person,
    }
    if who in people:
        sign_in(client, people[who]())
    page = client.get("/councils/wexmoor/inbox")
    assert page.status_code == status
    assert ("A barrier in the inbox" in page.text) == (status == 200)


def test_somebody_who_left_no_longer_sees_it(client, council, officer):
    officer.left_at = clock.now()
    commit()
    assert sign_in(client, officer.person).get("/councils/wexmoor/inbox").status_code == 403


def test_each_barrier_stands_in_one_section(council):
    today, calendar = clock.today(), calendar_of(council)
    late = due(council, today - timedelta(days=1))
    now, soon = due(council, today), due(council, add_working_days(today, 3, calendar))
    later = due(council, add_working_days(today, 4, calendar))
    fresh = make_barrier(council=council)
    kept = make_barrier(council=council)
    keep(kept, days=90)
    waiting = make_barrier(council=council)
    move(waiting, State.NEEDS_INFO, role=Role.OFFICER, question="Which hall?")
    gone = make_barrier(council=council, state=State.REMOVED)
    found = {
        section: [one.id for one in part.rows]
        for section, part in list_beginnings(council, EVERYTHING).items()
    }
    assert found == {
        InboxSection.OVERDUE: [late.id],
        InboxSection.SOON: [now.id, soon.id],
        InboxSection.NEW: [fresh.id],
        InboxSection.IN_HAND: [later.id, kept.id],
        InboxSection.WAITING: [waiting.id],
    }
    assert all(gone.id not in rows for rows in found.values())
    assert count_sections(council, EVERYTHING) == {one: len(rows) for one, rows in found.items()}


def test_the_most_overdue_comes_first_and_says_by_how_many_working_days(client, council, officer):
    today = clock.today()
    days = [today - timedelta(days=number) for number in (3, 30, 10)]
    for number, day in enumerate(days):
        due(council, day, title=f"Late number {number}")
    page = sign_in(client, officer.person).get("/councils/wexmoor/inbox").text
    places = [page.index(f"Late number {number}") for number in (1, 2, 0)]
    assert places == sorted(places)
    late = working_days_between(days[1], today, calendar_of(council))
    assert f"{late} working days late" in page


def test_a_hidden_barrier_and_one_of_another_council_are_not_in_it(council):
    hidden = aged(council, 2)
    hidden.hidden_at = clock.now()
    commit()
    aged(make_council("Ham"), 2)
    assert sum(count_sections(council, EVERYTHING).values()) == 0


def test_filters_in_the_address_narrow_it(client, council, officer):
    department, ward = make_department(council, name="Parks"), make_area(council, "Kiln Lane")
    mine = aged(council, 1, title="This is mine", category="insurance")
    mine.officer_id, mine.department_id = officer.id, department.id
    other = aged(council, 1, title="This is another", category="money", visibility=Visibility.COUNCIL)
    other.area_id = ward.id
    commit()
    for _ in range(5):  # of a report without a name, a ward of fewer groups is not known
        make_group(council=council, area_id=ward.id)
    sign_in(client, officer.person)
    first = (
        f"department={department.id}",
        "person=mine",
        f"person={officer.id}",
        "category=insurance",
        "visibility=public",
    )
    second = ("department=nobody", "person=nobody", "category=money", f"area={ward.id}", "visibility=council")
    for query in first + second:
        page = client.get(f"/councils/wexmoor/inbox?{query}").text
        assert ("This is mine" in page, "This is another" in page) == (query in first, query in second), query
    both = client.get("/councils/wexmoor/inbox?state=open").text
    assert "This is mine" in both
    assert "Nothing here matches" in client.get("/councils/wexmoor/inbox?state=kept").text


@pytest.mark.parametrize("query", ["department=x", "person=99999999999999999999", "area=-1", "state=gone", "section=all",
                                   "page=%00", "section=overdue&page=xyz", "category=%27--"])  # fmt: skip
def test_an_address_that_makes_no_sense_shows_the_whole_inbox(client, council, officer, query):
    aged(council, 1, title="Still shown")
    page = sign_in(client, officer.person).get(f"/councils/wexmoor/inbox?{query}")
    assert page.status_code == 200


def test_one_section_is_paged_and_loses_nothing(council):
    rows = {due(council, clock.today() - timedelta(days=1 + number // 3)).id for number in range(23)}
    first = list_section(council, InboxSection.OVERDUE, EVERYTHING)
    second = list_section(council, InboxSection.OVERDUE, EVERYTHING, cursor=first.next)
    assert len(first) == 20
    assert {one.id for one in first.rows} | {one.id for one in second.rows} == rows
    back = list_section(council, InboxSection.OVERDUE, EVERYTHING, cursor=second.previous)
    assert [one.id for one in back.rows] == [one.id for one in first.rows]


def test_the_inbox_takes_as_many_statements_for_many_as_for_one(client, council, officer):
    sign_in(client, officer.person)
    aged(council, 30)
    client.get("/councils/wexmoor/inbox")
    with count_statements() as few:
        client.get("/councils/wexmoor/inbox")
    for number in range(25):
        barrier = aged(council, number, department_id=make_department(council, code=f"d{number}").id)
        barrier.officer_id = make_officer(council).id
        commit()
    with count_statements() as many:
        client.get("/councils/wexmoor/inbox")
    assert len(many) == len(few)
    assert len(many) <= 14, many


def test_several_are_assigned_at_once_and_each_leaves_a_row(client, council, officer):
    parks, other = make_department(council, name="Parks"), make_officer(council, "Ruth Calloway")
    one, two, three = (aged(council, 1) for _ in range(3))
    sign_in(client, officer.person)
    answer = assign(
        client, [one.id, two.id], department=str(parks.id), officer=str(other.id), back="person=mine"
    )
    assert answer.status_code == 303
    assert answer.location.endswith("/councils/wexmoor/inbox?person=mine")
    assert [(b.department_id, b.officer_id) for b in (one, two)] == 2 * [(parks.id, other.id)]
    assert three.officer_id is None
    rows = db.session.scalars(select(CaseChange).order_by(CaseChange.id)).all()
    assert [(row.barrier_id, row.what, row.was, row.became) for row in rows] == [
        (number, what, "", became)
        for number in (one.id, two.id)
        for what, became in (("department", "Parks"), ("officer", "Ruth Calloway"))
    ]
    assert {row.person_id for row in rows} == {officer.person_id}


def test_what_is_left_as_it_is_stays(client, council, officer):
    parks = make_department(council, name="Parks")
    barrier = aged(council, 1, department_id=parks.id)
    sign_in(client, officer.person)
    assign(client, [barrier.id], department="", officer=str(officer.id))
    assert (barrier.department_id, barrier.officer_id) == (parks.id, officer.id)
    assign(client, [barrier.id], department="nobody", officer="")
    assert (barrier.department_id, barrier.officer_id) == (None, officer.id)


@pytest.mark.parametrize(
    ("ticked", "typed", "words"),
    [
        (False, {"officer": "nobody"}, "Tick at least one"),
        (True, {}, "Choose a department or an officer"),
        (True, {"officer": "999999"}, "from the lists"),
        (True, {"department": "x"}, "from the lists"),
    ],
)
def test_an_incomplete_assignment_is_refused_and_the_ticks_are_kept(
    client, council, officer, ticked, typed, words
):
    barrier = aged(council, 1)
    sign_in(client, officer.person)
    answer = assign(client, [barrier.id] if ticked else [], **typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert (f'value="{barrier.id}" checked' in answer.text) == ticked
    assert db.session.scalar(select(func.count(CaseChange.id))) == 0


def test_a_barrier_of_another_council_cannot_be_assigned(client, council, officer):
    foreign = aged(make_council("Ham"), 1)
    sign_in(client, officer.person)
    assign(client, [foreign.id], officer=str(officer.id))
    assert foreign.officer_id is None
    with pytest.raises(ForeignOfficeError):
        assign_barrier(barrier=foreign, by=officer.person, department=None, officer=officer)


def test_nothing_new_goes_to_a_retired_department(council, officer):
    barrier, parks = aged(council, 1), make_department(council, name="Parks")
    parks.retired_at = clock.now()
    with pytest.raises(ForeignOfficeError):
        assign_barrier(barrier=barrier, by=officer.person, department=parks, officer=None)


def test_more_than_a_hundred_at_once_are_refused(client, council, officer):
    barrier = aged(council, 1)
    with pytest.raises(TooManyError):
        assign_barriers(
            barriers=(MOST_AT_ONCE + 1) * [barrier],
            by=officer.person,
            department=None,
            officer=officer,
            keeps_department=True,
            keeps_officer=False,
        )
    sign_in(client, officer.person)
    answer = assign(client, range(1, MOST_AT_ONCE + 2), officer=str(officer.id))
    assert answer.status_code == 422
    assert f"Tick {MOST_AT_ONCE} barriers at most" in answer.text


def test_an_officer_has_a_link_to_the_inbox_with_what_presses_and_others_have_none(client, council, officer):
    due(council, clock.today())
    due(council, clock.today() - timedelta(days=2))
    assert "Inbox (2<" in sign_in(client, officer.person).get("/about").text
    assert "Inbox" not in client.application.test_client().get("/about").text


def test_officers_see_in_lists_and_on_the_page_what_is_overdue_and_nobody_else_does_in_lists(
    client, council, officer
):
    barrier = due(council, clock.today() - timedelta(days=9), title="Late")
    assert "Answer overdue" not in client.get("/barriers").text
    sign_in(client, officer.person)
    assert "Answer overdue" in client.get("/barriers").text
    assert "working days late" in client.get(f"/barriers/{barrier.numbered_slug}").text


def test_members_pay_no_statement_for_the_officers_link(app, council):
    client = sign_in(app.test_client(), make_person())
    client.get("/about")
    with count_statements() as seen:
        client.get("/about")
    assert [one for one in seen if "barrier_due" in one or "officer" in one or "FROM barrier" in one] == []


def plan_of(query):
    """How the database would answer; it is told that reading a whole table costs much, as where there is much to read."""
    postgresql = db.engine.dialect.name == "postgresql"
    if postgresql:
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
    compiled = str(query.compile(db.engine, compile_kwargs={"literal_binds": True})).replace(":", "\\:")
    explain = "EXPLAIN " if postgresql else "EXPLAIN QUERY PLAN "
    return "\n".join(str(row) for row in db.session.execute(text(explain + compiled)))


def test_each_section_is_found_by_the_index_of_days(council):
    for section in InboxSection:
        query = select(Barrier.id).where(*_where(council, section, EVERYTHING, days_of(council)))
        plan = plan_of(query.order_by(Barrier.due_on, Barrier.id).limit(10))
        assert "ix_barrier_due" in plan, plan
        assert "TEMP B-TREE" not in plan, plan


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        (InboxFilters(visibility="council"), "ix_thread_not_public"),
        (InboxFilters(area_id=1), "ix_thread_area_"),
    ],
)
def test_the_few_that_a_ward_or_the_council_alone_has_are_found_by_an_index_of_theirs(
    council, filters, index
):
    query = select(Barrier.id).where(*_where(council, InboxSection.OVERDUE, filters, days_of(council)))
    plan = plan_of(query.order_by(Barrier.due_on, Barrier.id).limit(10))
    assert index in plan or db.engine.dialect.name == "postgresql", plan
    assert "Seq Scan" not in plan, plan


def titles_of(page):
    return [part.split("</a>", 1)[0].rsplit(">", 1)[1] for part in page.split('class="inbox-row__title"')[1:]]


def test_words_and_the_number_of_a_case_find_it_and_names_do_not(client, council, officer):
    group = make_group("Kiln Lane Choir")
    one = aged(council, 1, title="Lease too short", group=group)
    aged(council, 1, title="Hall hire 100% deposit")
    sign_in(client, officer.person)
    for typed, found in (
        ("lease SHORT", ["Lease too short"]),
        (f"%23{one.id}", ["Lease too short"]),
        (one.reference, ["Lease too short"]),
        (one.reference.lower().replace("-", "+"), ["Lease too short"]),
        ("100%25", ["Hall hire 100% deposit"]),
        ("kiln", []),
        ("_", []),
        ("nothing such", []),
    ):
        assert titles_of(client.get(f"/councils/wexmoor/inbox?q={typed}").text) == found, typed
    page = client.get("/councils/wexmoor/inbox?q=lease").text
    assert 'value="lease"' in page
    assert "“lease”" in page


def test_more_filters_are_open_only_where_one_of_them_is_chosen(client, council, officer):
    """Mine and Unassigned are tabs: on a phone six folded fields stand in the way of the cases."""
    aged(council, 1)
    sign_in(client, officer.person)
    for asked, is_open in (("person=mine", False), ("person=nobody", False), ("category=insurance", True)):
        page = client.get(f"/councils/wexmoor/inbox?{asked}").text
        opening = page.split("More filters", 1)[0].rsplit("<details", 1)[1].split(">", 1)[0]
        assert ("open" in opening.split()) is is_open, asked


def test_the_inbox_stands_in_the_order_that_is_asked_for(client, council, officer):
    old = aged(council, 3, title="Old")
    many = aged(council, 2, title="Many")
    aged(council, 1, title="New")
    for _ in range(3):
        make_affected(many)
    sign_in(client, officer.person)
    for sort, titles in (
        ("due", ["Old", "Many", "New"]),
        ("newest", ["New", "Many", "Old"]),
        ("groups", ["Many", "New", "Old"]),
        ("waiting", ["Old", "Many", "New"]),
        ("nonsense", ["Old", "Many", "New"]),
    ):
        assert titles_of(client.get(f"/councils/wexmoor/inbox?sort={sort}").text) == titles, sort
        whole = list_section(
            council, InboxSection.NEW, InboxFilters(sort=Sort(sort) if sort != "nonsense" else Sort.DUE)
        )
        assert [one.title for one in whole.rows] == titles
    move(old, State.NEEDS_INFO, role=Role.OFFICER, question="Which?")
    for sort in Sort:
        page = client.get(f"/councils/wexmoor/inbox?section=waiting&sort={sort}").text
        assert titles_of(page) == ["Old"]


def test_the_file_holds_what_the_page_holds_and_no_formula(client, council, officer):
    late = due(council, clock.today() - timedelta(days=9), title="=HYPERLINK(1)")
    late.officer_id = officer.id
    aged(council, 1, title="Another")
    aged(make_council("Ham"), 1, title="Foreign")
    commit()
    sign_in(client, officer.person)
    answer = client.get("/councils/wexmoor/inbox.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [row["Title"] for row in rows] == ["'=HYPERLINK(1)", "Another"]
    assert (rows[0]["Officer"], rows[1]["Officer"]) == ("Jo Hartley", "Unassigned")
    assert int(rows[0]["Working days late"]) > 0
    assert rows[0]["Due on"] == str(clock.today() - timedelta(days=9))
    narrowed = client.get("/councils/wexmoor/inbox.csv?q=another&sort=newest").text
    assert "HYPERLINK" not in narrowed
    assert client.application.test_client().get("/councils/wexmoor/inbox.csv").status_code == 302
    assert sign_in(client, make_person()).get("/councils/wexmoor/inbox.csv").status_code == 403


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_overdue_is_the_same_day_in_the_inbox_on_the_page_in_lists_and_mails(client, council, officer, days):
    barrier = due(council, clock.today() + timedelta(days=days))
    is_late = days < 0
    assert barrier.is_overdue(clock.today()) is is_late
    in_rows = db.session.scalars(select(Barrier.id).where(Barrier.overdue_on(clock.today()))).all()
    assert (barrier.id in in_rows) is is_late
    assert (count_sections(council, EVERYTHING)[InboxSection.OVERDUE] == 1) is is_late
    sign_in(client, officer.person)
    assert ("Answer overdue" in client.get("/barriers").text) is is_late
    assert ("That day has passed" in client.get(f"/barriers/{barrier.numbered_slug}").text) is is_late


def test_a_case_that_waits_for_nobody_is_one_press_away_from_the_inbox(client, council, officer):
    """Somebody reads out a reference number on the phone: the case may be settled."""
    barrier = make_barrier("Gone long ago", council=council, state="removed")
    sign_in(client, officer.person)
    page = client.get(f"/councils/wexmoor/inbox?q={barrier.reference}").text
    assert titles_of(page) == []
    assert f'href="/search?q={barrier.reference}"' in page
