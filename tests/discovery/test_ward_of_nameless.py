"""The ward of a nameless report reaches nobody who may not know it: unique names are planted and looked for everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.accounts.models import Person
from forum.barriers.forms.steps import details_form
from forum.barriers.models import Barrier
from forum.barriers.views.log_summary import visibility_help
from forum.core.db import commit, db
from forum.councils.models import Area, Council
from forum.search.current import close_engine
from forum.threads.index_maintenance import rebuild_index
from forum.threads.journeys.kind import stored
from forum.threads.models import Visibility
from tests.dashboards.town import work
from tests.support.factories import (
    make_affected,
    make_area,
    make_barrier,
    make_comment,
    make_council,
    make_group,
    make_officer,
    make_person,
    sign_in,
)

GROUP, WARD = "Quillfeather Society", "Zephyrwick"
ADDRESS = re.compile(r'(?:href|src|action)="(/[^"#]*)')
SIGNS_OUT = ("/sign-out", "/static/")
MOST_PAGES = 250


class Town(NamedTuple):
    """A council with a nameless report from a ward, and those who read it."""

    council: Council
    ward: Area
    report: Barrier
    author: Person
    officer: Person
    officer_elsewhere: Person
    member: Person
    moderator: Person


@pytest.fixture
def town(app: Flask) -> Iterator[Town]:
    """The ward exists in the list of wards, and holds the only group: whoever learns it knows who reported."""
    council, elsewhere = make_council("Testham"), make_council("Riverham")
    ward = make_area(council, WARD)
    author = make_person("Vole", email="vole@example.org")
    group = make_group(GROUP, council=council, area_id=ward.id, members=(author,))
    report = make_barrier(
        "The bollard is locked", council=council, area=ward, author=author, group=group,
        visibility=Visibility.NAMELESS,
    )  # fmt: skip
    make_comment(report, "Still locked.", author=author)
    shown = make_barrier("Cover for a hall", council=council)
    make_affected(shown, person=author, group=group, is_nameless=True, words="We were asked for it too.")
    other = make_person("Reader", email="reader@example.org")
    make_group("Another group", council=council, members=(other,))
    yield Town(
        council, ward, report, author,
        make_officer(council).person, make_officer(elsewhere).person, other, make_person(role="moderator"),
    )  # fmt: skip
    close_engine()


def ready(town: Town) -> None:
    """Count the figures and index everything, as the worker does."""
    work()
    rebuild_index()
    db.session.add_all(town)


def shown_ward(client: FlaskClient, report: Barrier) -> bool:
    """Tell whether the report's own page says its ward."""
    return WARD in client.get(f"/barriers/{report.numbered_slug}").text


def fill_ward(town: Town, groups: int) -> None:
    for number in range(groups - 1):
        make_group(f"Neighbours {number}", council=town.council, area_id=town.ward.id)


def cards_with(page: str, title: str) -> list[str]:
    return [part for part in re.split(r"<article|<li|<tr", page) if title in part]


@pytest.mark.parametrize("groups", [1, 4, 5])
def test_the_ward_is_for_officers_of_the_council_alone_and_only_where_it_holds_five_groups(
    app: Flask, town: Town, groups: int
) -> None:
    fill_ward(town, groups)
    readers = (None, town.member, town.officer_elsewhere, town.officer, town.author, town.moderator)
    seen = []
    for person in readers:
        client = app.test_client()
        seen.append(shown_ward(sign_in(client, person) if person else client, town.report))
    assert seen == [False, False, False, groups >= 5, True, True]


def test_a_report_for_the_council_only_keeps_its_ward_by_the_same_rule(app: Flask, town: Town) -> None:
    town.report.visibility = Visibility.COUNCIL
    commit()
    officer = sign_in(app.test_client(), town.officer)
    assert not shown_ward(officer, town.report)
    fill_ward(town, 5)
    assert shown_ward(officer, town.report)


@pytest.mark.parametrize("reader", ["visitor", "member", "officer_elsewhere", "officer"])
def test_no_page_list_file_or_search_puts_the_report_beside_its_ward(
    app: Flask, town: Town, reader: str
) -> None:
    ready(town)
    client = app.test_client()
    if reader != "visitor":
        sign_in(client, getattr(town, reader))
    council, ward, number = town.council.slug, town.ward.slug, town.ward.id
    title = town.report.title
    own = ["/councils/testham/inbox", "/councils/testham/inbox?area=" + str(number)]
    for path in (
        f"/councils/{council}/areas/{ward}",
        f"/barriers?council={council}&area={ward}",
        f"/search?q=bollard&area={number}",
        f"/search?q=locked&area={number}",
        f"/councils/{council}/needs?area={ward}",
        f"/councils/{council}/said?area={number}",
        f"/councils/{council}/dashboard/rows?area={number}",
        *own[1:],
    ):
        page = client.get(path, follow_redirects=True).text
        listed = page.split("<main", 1)[-1]
        assert f"/barriers/{town.report.id}-" not in listed, path
    for path in (
        "/search?q=bollard",
        "/search?q=locked",
        "/barriers",
        f"/barriers?council={council}",
        f"/councils/{council}",
        "/",
        f"/councils/{council}/dashboard",
        f"/councils/{council}/needs",
        f"/barriers/{town.report.id}/similar",
        *own[:1],
    ):
        page = client.get(path, follow_redirects=True).text
        beside = [part for part in cards_with(page, title) if WARD in part]
        assert not beside, (path, beside)
    facets = client.get("/search?q=bollard").text
    assert WARD not in facets
    areas = client.get(f"/councils/{council}/areas").text
    assert re.search(rf"{WARD}[^0-9]*(?:<[^>]*>[^0-9<]*)*[1-9]", areas.split("<main", 1)[-1]) is None


@pytest.mark.parametrize("reader", ["visitor", "officer"])
def test_no_figure_counts_the_report_in_its_ward(app: Flask, town: Town, reader: str) -> None:
    ready(town)
    client = app.test_client()
    if reader == "officer":
        sign_in(client, town.officer)
    for table in ("wards", "by-area"):
        text = client.get(f"/councils/testham/dashboard/{table}.csv?with=council-only").text
        assert WARD not in text, table


def test_officers_count_wards_of_five_groups(app: Flask, town: Town) -> None:
    fill_ward(town, 5)
    ready(town)
    client = sign_in(app.test_client(), town.officer)
    assert WARD in client.get("/councils/testham/dashboard/wards.csv?with=council-only").text
    assert WARD not in app.test_client().get("/councils/testham/dashboard/wards.csv").text


@pytest.mark.parametrize("reader", ["visitor", "member", "officer_elsewhere", "officer"])
def test_no_page_that_a_crawler_finds_from_the_report_names_group_or_ward(
    app: Flask, town: Town, reader: str
) -> None:
    """The ward's own page, the group's own page and lists of all of them are left out: they say nothing of the report."""
    ready(town)
    client = app.test_client()
    if reader != "visitor":
        sign_in(client, getattr(town, reader))
    waiting, seen = [f"/barriers/{town.report.numbered_slug}"], set()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0).replace("&amp;", "&")
        if path in seen or path.startswith(SIGNS_OUT):
            continue
        seen.add(path)
        answer = client.get(path)
        if answer.status_code in {301, 302, 303}:
            waiting.append(answer.location.replace("http://localhost", ""))
            continue
        if answer.status_code != 200 or not answer.mimetype.startswith(("text/", "image/svg")):
            continue
        for part in cards_with(answer.text, town.report.title):
            assert WARD not in part, path
            assert GROUP not in part, path
        if path.startswith(f"/barriers/{town.report.id}"):
            assert WARD not in answer.text, path
            assert GROUP not in answer.text, path
            waiting.extend(ADDRESS.findall(answer.text))
        elif len(seen) < MOST_PAGES / 2:
            waiting.extend(ADDRESS.findall(answer.text))
    assert len(seen) > 20


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        (1, f"We know only 1 group in {WARD}, so the ward could show who you are. No one sees it"),
        (5, f"We know 5 groups in {WARD}: the council sees the ward, and no other reader does."),
    ],
)
def test_the_form_says_how_many_groups_are_in_the_ward_and_who_will_see_it(
    app: Flask, town: Town, groups: int, words: str
) -> None:
    fill_ward(town, groups)
    answers = {"council": str(town.council.id), "area": str(town.ward.id)}
    with app.test_request_context():
        told = visibility_help(answers)
        choices = {
            one.value: one.label
            for one in details_form(answers, stored(answers), {"csrf": False}).area.choices
        }
    assert words in told["nameless"]
    assert words in told["council"]
    assert f"So is your ward, {WARD}." in told["public"]
    assert choices[str(town.ward.id)] == f"{WARD} ({groups} group{'' if groups == 1 else 's'})"


def test_what_the_privacy_page_says_of_wards_is_so(client: FlaskClient) -> None:
    page = client.get("/about/privacy").text
    assert "Your ward is not public either." in page
    assert "only where we know at least 5 groups in that ward" in page
