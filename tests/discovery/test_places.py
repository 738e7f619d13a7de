"""The pages of councils and wards show what the reader may see, at the same cost however much there is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Transition
from forum.core import clock
from forum.core.db import commit, db
from forum.councils.models import Area, CouncilName
from forum.threads.models import Tag, Visibility
from tests.support.factories import (
    make_area,
    make_barrier,
    make_council,
    make_department,
    make_group,
    make_officer,
    make_person,
    saved,
    sign_in,
)

SQUARE = {"type": "Polygon", "coordinates": [[[-2.3, 53.3], [-2.3, 53.4], [-2.2, 53.4], [-2.3, 53.3]]]}


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the SELECT statements that run inside."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_the_start_page_is_friendly_when_empty_and_full(client: FlaskClient) -> None:
    assert "No one has logged a barrier yet" in client.get("/").text
    ham = make_council("Ham", number_of_barriers=1)
    make_barrier("Hall hire insurance", council=ham)
    gone = make_barrier("A locked gate", council=ham, state=State.REMOVED)
    saved(Transition(barrier_id=gone.id, role=Role.SYSTEM, to_state=State.REMOVED, created_at=clock.now()))
    make_barrier("Withdrawn", council=ham, state=State.WITHDRAWN)
    page = client.get("/").text
    assert "Hall hire insurance" in page
    assert "Recently resolved" in page
    assert "Ham" in page
    assert "Withdrawn" not in page
    assert 'href="/barriers/log"' in page


def test_councils_are_listed_by_name_and_paged(client: FlaskClient) -> None:
    for number in range(23):
        make_council(f"Ham {number:02}", nation="Wales" if number else "Scotland")
    page = client.get("/councils").text
    assert "Ham 00" in page
    assert "Ham 19" in page
    assert "Ham 20" not in page
    older = page.split('rel="next" href="', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    second = client.get(older).text
    assert "Ham 22" in second
    assert "Ham 19" not in second
    assert "Ham 00" not in client.get("/councils?nation=Wales").text
    assert client.get("/councils?nation=Mars&page=%00nonsense").status_code == 200


def test_a_council_is_shown_with_what_it_was_told(client: FlaskClient) -> None:
    ham = make_council("Ham", population=1234)
    make_department(ham)
    ward = make_area(ham, "Bowdon")
    make_barrier("Hall hire insurance", council=ham, area_id=ward.id)
    make_barrier("Somewhere else", council=make_council("Spam"))
    page = client.get("/councils/ham").text
    assert "No one from the council is here yet" in page
    assert "Hall hire insurance" in page
    assert "Reported: 1" in page
    assert "1,234 people" in page
    assert "Property and venues" in page
    assert "/councils/ham/areas/bowdon" in page
    assert "Somewhere else" not in page
    assert "Settings of this council" not in page


def test_a_claimed_council_is_shown_as_such_and_its_lead_finds_the_settings(client: FlaskClient) -> None:
    ham = make_council("Ham")
    lead = make_officer(ham, is_lead=True)
    assert "People from this council have been here since" in client.get("/councils/ham").text
    assert "Settings of this council" in sign_in(client, lead.person).get("/councils/ham").text


def test_a_former_council_points_to_those_that_took_its_place(client: FlaskClient) -> None:
    east, west = make_council("East Wolds"), make_council("West Wolds")
    former = make_council("Wolds", ended_on=date(2023, 4, 1), successor_id=east.id)
    for one in (east, west):
        saved(CouncilName(council_id=one.id, name="Wolds", normalised="wolds"))
    page = client.get(f"/councils/{former.slug}").text
    assert "closed on 1 April 2023" in page
    assert 'href="/councils/east-wolds"' in page
    assert 'href="/councils/west-wolds"' in page
    assert page.count("Log a barrier") == 1


def test_a_code_leads_to_the_council_and_nonsense_to_a_kind_404(client: FlaskClient) -> None:
    ham = make_council("Ham", gss_code="E08000009")
    assert client.get(f"/councils/{ham.code.lower()}").location == "/councils/ham"
    assert client.get("/councils/E08000009").location == "/councils/ham"
    for path in ("/councils/nowhere", "/councils/nowhere/areas", "/councils/nowhere/areas/x"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "There is no council at this address" in answer.text
    assert "has no ward at this address" in client.get("/councils/ham/areas/nowhere").text


def test_what_only_the_council_may_read_is_neither_shown_nor_counted(client: FlaskClient) -> None:
    ham = make_council("Ham")
    ward = make_area(ham, "Bowdon")
    make_barrier("A secret", council=ham, area_id=ward.id, visibility=Visibility.COUNCIL)
    hidden = make_barrier("A hidden one", council=ham, area_id=ward.id)
    hidden.hidden_at = clock.now()
    commit()
    officer = make_officer(ham)
    for path in ("/", "/councils/ham", "/councils/ham/areas/bowdon"):
        page = client.get(path).text
        assert "A secret" not in page
        assert "A hidden one" not in page
        assert "Reported: 1" not in page
    sign_in(client, officer.person)
    assert "A secret" in client.get("/councils/ham").text
    assert "Reported: 1" in client.get("/councils/ham").text


def test_wards_are_drawn_and_shaded(client: FlaskClient) -> None:
    ham = make_council("Ham")
    assert "We do not have this council’s wards yet" in client.get("/councils/ham/areas").text
    ward = saved(Area(council_id=ham.id, name="Bowdon", slug="bowdon", boundary=SQUARE))
    make_area(ham, "Sale")
    make_barrier(council=ham, area_id=ward.id)
    make_barrier(council=ham, area_id=ward.id)
    page = client.get("/councils/ham/areas").text
    assert 'aria-label="Bowdon: 2"' in page
    assert "level-2" in page


def test_a_councils_page_draws_its_wards_without_those_that_the_reader_may_not_know(
    client: FlaskClient,
) -> None:
    ham = make_council("Ham")
    ward = saved(Area(council_id=ham.id, name="Bowdon", slug="bowdon", boundary=SQUARE))
    make_barrier(council=ham, area_id=ward.id)
    make_barrier(council=ham, area_id=ward.id, state=State.WITHDRAWN)
    make_barrier(council=ham, area_id=ward.id, visibility=Visibility.NAMELESS)
    page = client.get("/councils/ham").text
    assert 'aria-label="Bowdon: 1"' in page
    assert "Reported: 2" in page
    assert page.index("Barriers by status") < page.index('aria-label="Bowdon: 1"')


def test_a_councils_page_shows_five_states_and_folds_the_others(client: FlaskClient) -> None:
    ham = make_council("Ham")
    for state in list(State)[:6]:
        make_barrier(council=ham, state=state)
    page = client.get("/councils/ham").text
    shown, folded = page.split("Other statuses", 1)
    assert shown.count('class="chip"') == 5
    assert folded.count('class="chip"') == 1


def test_a_ward_shows_its_barriers_and_groups(client: FlaskClient) -> None:
    ham = make_council("Ham")
    ward = make_area(ham, "Bowdon")
    make_group("Bowdon Choir", council=ham, area_id=ward.id)
    make_barrier("Hall hire insurance", council=ham, area_id=ward.id)
    page = client.get("/councils/ham/areas/bowdon").text
    assert "Hall hire insurance" in page
    assert "Bowdon Choir" in page


def fill(number: int) -> None:
    ham = make_council(f"Ham {number}", number_of_barriers=number)
    ward = make_area(ham, f"Bowdon {number}")
    tag = saved(Tag(name=f"tag-{number}", number_of_threads=number))
    group = make_group(f"Group {number}", council=ham, area_id=ward.id)
    for one in range(number):
        at = clock.now() - timedelta(days=one)
        barrier = make_barrier(council=ham, area_id=ward.id, group=group, created_at=at)
        barrier.tags.append(tag)
        make_area(ham)
        make_group(council=ham, area_id=ward.id)
    commit()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/councils",
        "/councils/ham-{0}",
        "/councils/ham-{0}/areas",
        "/councils/ham-{0}/areas/bowdon-{0}",
        "/groups?council=ham-{0}",
        "/tags",
        "/tags/tag-{0}",
    ],
)
def test_a_page_costs_the_same_at_one_row_and_at_many(client: FlaskClient, path: str) -> None:
    counts = []
    for number in (1, 25):
        fill(number)
        db.session.expire_all()
        with statements() as seen:
            assert client.get(path.format(number)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 6


@pytest.mark.parametrize("name", ["", "/figures", "/accessibility", "/privacy", "/source"])
def test_the_site_says_what_it_is(client: FlaskClient, name: str) -> None:
    page = client.get(f"/about{name}").text
    assert page.count("<h1") == 1


def test_pages_of_visitors_may_be_kept_and_set_no_cookie(client: FlaskClient) -> None:
    make_council("Ham")
    group = make_group("Choir")
    for path in (
        "/",
        "/councils",
        "/councils/ham",
        "/groups",
        f"/groups/{group.id}-choir",
        "/tags",
        "/about",
    ):
        assert "Set-Cookie" not in client.get(path).headers, path


def test_a_signed_in_members_pages_work_too(client: FlaskClient) -> None:
    make_council("Ham")
    group = make_group("Choir")
    sign_in(client, make_person())
    for path in ("/", "/councils/ham", f"/groups/{group.id}-choir", "/groups/new", "/tags"):
        assert client.get(path).status_code == 200
