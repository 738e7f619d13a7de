"""Nobody can tell which group it was that asked not to be named: were it another one, no answer would differ in a byte.

A random small world is built and everything is fetched; then whoever spoke without a name is exchanged for a group that
has said nothing else, figures and index are counted again, and the same is fetched. Combining filters, days, councils,
files and pictures can then give nothing away, because a function of the same answers is the same.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from forum.accounts.models import Person
from forum.barriers.models import Affected, Transition
from forum.core import clock
from forum.core.db import commit, db
from forum.dashboards.engine.snapshot_sync import rebuild
from forum.dashboards.figures.definitions import NAMELESS_APART
from forum.dashboards.figures.service import TABLES
from forum.dashboards.output.csv_tables import HEADLINE
from forum.groups.models import Group
from forum.search.current import close_engine
from forum.threads.index_maintenance import rebuild_index
from forum.threads.models import Comment, Thread, Visibility
from tests.dashboards.town import work
from tests.support.addresses import addresses_of
from tests.support.depth import IS_QUICK, examples
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

pytestmark = pytest.mark.sql

CATEGORIES, SOURCES = ("insurance", "venue"), ("law", "council_policy")
HIDDEN = 0
"""The place of the group that is exchanged wherever it asked not to be named."""
GROUPS = 6
TOKEN = re.compile(rb'name="(csrf_token|form_key)"[^>]*>')
Answer = list[bytes]
DRAWN_ANEW = {"Set-Cookie", "Date", "X-Request-ID"}
ENDS_IT = ("/sign-out", "/static/")
MOST_PAGES = 110 if IS_QUICK else 500

group = st.integers(0, GROUPS - 1)
told = st.fixed_dictionaries(
    {
        "category": st.sampled_from(CATEGORIES),
        "rule_source": st.sampled_from(SOURCES),
        "department": st.booleans(),
        "area": st.integers(0, 2),
        "visibility": st.sampled_from([Visibility.PUBLIC, Visibility.NAMELESS, Visibility.COUNCIL]),
        "months": st.integers(0, 14),
        "group": group,
        "joined": st.lists(st.tuples(group, st.booleans()), max_size=4, unique_by=lambda one: one[0]),
    }
)
worlds = st.lists(told, min_size=2, max_size=7)


@dataclass
class World:
    """Two councils; the first was told what the list says, and a group with nothing of its own waits to be exchanged in."""

    app: Flask
    reports: list[dict[str, object]]
    spoke: list[tuple[Group, Person]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.council, self.elsewhere = make_council(), make_council()
        self.officer = make_officer(self.council).person
        areas = [make_area(self.council, name) for name in ("Abbey", "Brook")]
        department = make_department(self.council)
        for at in range(GROUPS):
            person = make_person()
            area_id = areas[at % 2].id
            self.spoke.append(
                (make_group(f"Group {at}", council=self.council, area_id=area_id, members=(person,)), person)
            )
        self.fresh = make_person()
        self.fresh_group = make_group(
            "Fresh group", council=self.council, area_id=areas[0].id, members=(self.fresh,)
        )
        for at, one in enumerate(self.reports):
            self._tell(at, one, [*areas, None], department.id)
        self.ids = [(one[0].id, one[1].id) for one in (self.spoke[HIDDEN], (self.fresh_group, self.fresh))]
        commit()

    def _tell(self, at: int, one: dict, areas: list, department_id: int) -> None:
        group, person = self.spoke[one["group"]]
        when = clock.now() - timedelta(days=30 * one["months"])
        area = areas[one["area"]]
        barrier = make_barrier(
            f"Case {at}", council=self.council, author=person, group=group, created_at=when,
            category=one["category"], rule_source=one["rule_source"], visibility=one["visibility"],
            department_id=department_id if one["department"] else None, area_id=area.id if area else None,
        )  # fmt: skip
        make_comment(barrier, f"Word {at}", author=person)
        for place, is_nameless in one["joined"]:
            if place != one["group"]:
                its, who = self.spoke[place]
                make_affected(barrier, person=who, group=its, is_nameless=is_nameless, cost_pounds=10 * at)

    def exchange(self) -> None:
        """Let the fresh group be the one that spoke wherever the hidden one asked not to be named."""
        (group, person), (group_id, person_id) = self.ids
        mine = select(Thread.id).where(Thread.author_id == person, Thread.visibility != Visibility.PUBLIC)
        threads = list(db.session.scalars(mine))
        joined = select(Affected.barrier_id).where(Affected.person_id == person, Affected.is_nameless)
        there = [*threads, *db.session.scalars(joined)]
        spoke, acted = {"group_id": group_id, "person_id": person_id}, {"person_id": person_id}
        for of, its, values in (
            (
                Thread.id.in_(threads),
                Thread.group_id == group,
                {"group_id": group_id, "author_id": person_id},
            ),
            (Affected.barrier_id.in_(there), Affected.group_id == group, spoke),
            (Transition.barrier_id.in_(there), Transition.person_id == person, acted),
            (Comment.thread_id.in_(there), Comment.author_id == person, {"author_id": person_id}),
        ):
            changed = update(of.left.table).where(of, its).values(values)
            db.session.execute(changed)
        commit()
        db.session.expire_all()
        rebuild()


def asked_of(world: World, dice: list[dict[str, str]]) -> Iterator[str]:
    """Every file, chapter and picture, unfiltered and by each of the drawn filters, for officers and for everybody."""
    here = f"/councils/{world.council.slug}"
    names = [
        *(f"dashboard/{name}.csv" for name in (HEADLINE, *TABLES)),
        "dashboard",
        "dashboard/rows",
        "card.png",
    ]
    names += [
        f"dashboard/{name}" for name in ("recurring", "report", "people", "places", "over-time", "rules")
    ]
    for filters in ({}, *dice):
        for more in ({}, {"with": "council-only"}):
            for name in names:
                figure = {"figure": filters.get("category", "groups")} if name.endswith("rows") else {}
                yield f"{here}/{name}?{urlencode(filters | more | figure)}"


def ready(world: World) -> None:
    work()
    rebuild()


def answer_of(client: FlaskClient, address: str) -> Answer:
    """Return an answer line by line, its status and headers too, but for what is drawn anew each time."""
    answer = client.get(address)
    heads = [f"{name}: {value}".encode() for name, value in answer.headers if name not in DRAWN_ANEW]
    return [str(answer.status_code).encode(), *sorted(heads), *TOKEN.sub(b"", answer.get_data()).split(b"\n")]


def same(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> None:
    assert before.keys() == after.keys()
    differing = {
        address: [pair for pair in zip(found, after[address], strict=False) if len({*pair}) > 1][:1]
        for address, found in before.items()
        if after[address] != found
    }
    assert differing == {}


day = st.sampled_from([0, 15, 30, 60, 90, 365])
filters = st.fixed_dictionaries(
    {},
    optional={
        "category": st.sampled_from(CATEGORIES),
        "rule-source": st.sampled_from(SOURCES),
        "department": st.sampled_from(["0", "1"]),
        "area": st.sampled_from(["0", "1", "2"]),
        "since": day,
    },
)


def written(one: Mapping[str, object]) -> dict[str, str]:
    """Write a filter as an address holds it; days back from today become a date."""
    days = {
        name: (clock.today() - timedelta(days=one[name])).isoformat() for name in ("since",) if name in one
    }
    return {name: str(value) for name, value in one.items()} | days


@settings(
    max_examples=examples(4),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(worlds, st.lists(filters, min_size=1, max_size=3))
def test_no_figure_differs_by_which_group_was_hidden(app: Flask, reports: list, asked: list) -> None:
    world = World(app, reports)
    ready(world)
    addresses = list(asked_of(world, [written(one) for one in asked]))
    client = sign_in(app.test_client(), world.officer)
    before = {one: answer_of(client, one) for one in addresses}
    world.exchange()
    same(before, {one: answer_of(client, one) for one in addresses})


def everything(client: FlaskClient, *starts: str) -> dict[str, Answer]:
    """Fetch these addresses and all that they lead to on this site."""
    waiting, found = list(starts), {}
    while waiting and len(found) < MOST_PAGES:
        address = waiting.pop(0)
        if address in found or address.startswith(ENDS_IT):
            continue
        answer = found[address] = answer_of(client, address)
        if answer[0] == b"200" and b"Content-Type: text/html; charset=utf-8" in answer:
            leads = addresses_of("text/html", b"\n".join(answer).decode())
            waiting += sorted(
                {one.partition("#")[0] for method, one in leads if method == "GET" and one.startswith("/")}
            )
    return found


WORLD = [
    {"visibility": Visibility.PUBLIC, "group": 0, "joined": [(1, False), (2, True)]},
    {"visibility": Visibility.NAMELESS, "group": 0, "joined": [(1, False), (3, False)]},
    {"visibility": Visibility.COUNCIL, "group": 0, "joined": [(2, True)]},
    {"visibility": Visibility.PUBLIC, "group": 1, "joined": [(0, True), (4, False)]},
    {"visibility": Visibility.NAMELESS, "group": 3, "joined": [(0, True), (5, False)]},
]
COMMON = {"category": "insurance", "rule_source": "law", "department": True, "area": 0, "months": 1}


@pytest.mark.deep
@pytest.mark.parametrize(
    "who", ["officer", "member"] if IS_QUICK else ["officer", "officer elsewhere", "member", "visitor"]
)
def test_no_page_differs_by_which_group_was_hidden(app: Flask, who: str) -> None:
    world = World(app, [COMMON | one for one in WORLD])
    client = app.test_client()
    people = {"officer": world.officer, "officer elsewhere": make_officer(world.elsewhere).person}
    if who != "visitor":
        sign_in(client, people.get(who) or world.spoke[1][1])
    here = f"/councils/{world.council.slug}"
    starts = [
        here, f"{here}/inbox", f"{here}/inbox.csv", f"{here}/dashboard?with=council-only",
        "/who-can-help?words=insurance", "/groups", "/obstacles/insurance/law", "/search?q=Case", "/search?q=Group+0",
        "/search?q=Fresh", *(f"/groups/{one}" for one, _ in world.ids), "/",
    ]  # fmt: skip
    work()
    rebuild_index()
    before = everything(client, *starts)
    assert len(before) > 50
    world.exchange()
    rebuild_index()
    same(before, everything(client, *starts))
    close_engine()


def figures_of(app: Flask, world: World, name: str, **filters: str) -> list[dict[str, str]]:
    client = sign_in(app.test_client(), world.officer)
    asked = {"with": "council-only"} | filters
    answer = client.get(f"/councils/{world.council.slug}/dashboard/{name}.csv", query_string=asked)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))


def reported(*told: tuple[int, Visibility]) -> list[dict[str, object]]:
    return [COMMON | {"group": place, "visibility": seen, "joined": []} for place, seen in told]


@pytest.mark.parametrize("hidden", [Visibility.NAMELESS, Visibility.COUNCIL])
def test_two_barriers_have_two_voices_whoever_spoke_without_a_name(app: Flask, hidden: Visibility) -> None:
    world = World(app, reported((0, Visibility.PUBLIC), (0, hidden)))
    ready(world)
    groups = next(one for one in figures_of(app, world, HEADLINE) if one["Figure"] == "Groups affected")
    assert groups["Value"] == "2"
    assert figures_of(app, world, "by-department")[-1]["Groups affected"] == "2"


def test_a_group_under_its_name_counts_once_in_all_its_barriers(app: Flask) -> None:
    world = World(app, reported((0, Visibility.PUBLIC), (0, Visibility.PUBLIC), (1, Visibility.PUBLIC)))
    ready(world)
    groups = next(one for one in figures_of(app, world, HEADLINE) if one["Figure"] == "Groups affected")
    assert groups["Value"] == "2"


NAMELESS, PUBLIC = Visibility.NAMELESS, Visibility.PUBLIC


@pytest.mark.parametrize(
    ("told", "groups"),
    [
        ([(0, NAMELESS), (0, NAMELESS), (0, NAMELESS)], []),
        ([(0, PUBLIC), (0, NAMELESS), (0, NAMELESS)], []),
        ([(0, NAMELESS), (1, PUBLIC), (2, PUBLIC)], ["3"]),
        ([(0, NAMELESS), (3, NAMELESS), (1, PUBLIC), (2, PUBLIC)], ["4"]),
    ],
)
def test_one_group_alone_makes_no_obstacle_that_keeps_coming_back(
    app: Flask, told: list[tuple[int, Visibility]], groups: list[str]
) -> None:
    world = World(app, reported(*told))
    ready(world)
    assert [one["Groups"] for one in figures_of(app, world, "recurring")] == groups


def test_nameless_voices_in_one_barrier_are_different_groups(app: Flask) -> None:
    [one] = reported((0, NAMELESS))
    world = World(app, [one | {"joined": [(1, True), (2, True)]}])
    ready(world)
    assert [one["Groups"] for one in figures_of(app, world, "recurring")] == ["3"]


@pytest.mark.parametrize("name", [HEADLINE, "recurring", "by-department", "left-out"])
def test_every_file_that_counts_groups_says_how_nameless_ones_are_counted(app: Flask, name: str) -> None:
    world = World(app, [COMMON | one for one in WORLD])
    ready(world)
    client = sign_in(app.test_client(), world.officer)
    address = f"/councils/{world.council.slug}/dashboard/{name}.csv?notes=below&with=council-only"
    assert NAMELESS_APART in client.get(address).get_data(as_text=True)
