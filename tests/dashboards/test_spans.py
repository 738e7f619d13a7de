"""Whatever span is counted is the span that is named, in every file, page and picture, for everybody; or none is given."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from forum.barriers.models import Affected
from forum.core import clock
from forum.core.db import db
from forum.councils.models import Council
from forum.dashboards.figures.scope import months_back
from forum.dashboards.views.filter_form import common_spans
from forum.threads.models import Visibility
from tests.dashboards.plain import Plain
from tests.dashboards.town import work
from tests.support.depth import IS_QUICK, examples
from tests.support.factories import (
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
from tests.support.rows import built_once

HERE = "/councils/spanham/dashboard"
FILES = (
    "headline", "recurring", "by-area", "by-rule-source", "by-department", "wards", "left-out", "time-to-removal",
    "trend", "silent-areas", "silent-kinds", "who-spoke", "unmet-needs",
)  # fmt: skip
COUNTED = {"headline", "recurring", "by-area", "by-rule-source", "by-department", "wards"}
ADDED_UP = {"by-area": -4, "by-rule-source": -4, "by-department": 1, "wards": 1}
WHOLE_MONTHS = [
    {},
    {"since": "2026-10-01", "until": "2026-10-31"},
    {"since": "2025-04-01", "until": "2026-03-31"},
    {"since": "2025-01-01", "until": "2025-12-31"},
    {"since": "2026-04-01"},
    {"until": "2026-09-30"},
    {"since": "2025-09-01", "until": "2026-08-31"},
    {"since": "2026-07-01", "until": "2026-09-30"},
    {"since": "2024-12-01", "until": "2026-11-23"},
]
OTHER_DAYS = [
    {"since": "2026-10-02", "until": "2026-10-31"},
    {"since": "2026-10-01", "until": "2026-10-30"},
    {"since": "2026-10-14", "until": "2026-10-14"},
    {"until": "2026-11-22"},
]
NO_DATES = [
    {"since": "2026-10-31", "until": "2026-10-01"},
    {"since": "yesterday"},
    {"until": "2027-03-31"},
    {"since": "1066-01-01"},
]
ROLES = ("visitor", "member", "moderator", "officer", "council-only")


class Spanham:
    """A council to which something was reported on the first and on the last day of each of 24 months."""

    def __init__(self) -> None:
        self.council: Council = make_council("Spanham")
        self.officer = make_officer(self.council).person
        areas = [make_area(self.council, name) for name in ("Abbey", "Brook", "Castle")]
        departments = [make_department(self.council, code) for code in ("parks", "legal")]
        groups = [
            make_group(f"Group {at}", council=self.council, members=(make_person(),)) for at in range(9)
        ]
        for number, day in enumerate(days_of(24)):
            barrier = make_barrier(
                f"Case {number}",
                council=self.council,
                group=groups[number % 9],
                area_id=areas[number % 3].id,
                department_id=departments[number % 2].id,
                category=("insurance", "venue")[number % 2],
                rule_source=("law", "council_policy")[number // 2 % 2],
                created_at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
                visibility=Visibility.COUNCIL if number % 13 == 0 else Visibility.PUBLIC,
            )
            for at in range(1, 1 + number % 7):
                make_affected(barrier, group=groups[(number + at) % 9])
            for one in db.session.scalars(select(Affected).where(Affected.barrier_id == barrier.id)):
                one.created_at = barrier.created_at
        work()


def days_of(months: int) -> Iterator[date]:
    first = months_back(clock.today(), months)
    for _ in range(months):
        following = (first + timedelta(days=31)).replace(day=1)
        for day in (first, following - timedelta(days=1)):
            if day <= clock.today():
                yield day
        first = following


def asking(app: Flask, town: Spanham, role: str) -> tuple[FlaskClient, dict[str, str]]:
    client = app.test_client()
    if role != "visitor":
        people = {"member": make_person, "moderator": lambda: make_person(role="moderator")}
        sign_in(client, people.get(role, lambda: town.officer)())
    return client, {"with": "council-only"} if role in {"council-only", "moderator"} else {}


def span_of(asked: dict[str, str]) -> tuple[date, date]:
    until = date.fromisoformat(asked["until"]) if "until" in asked else clock.today()
    return date.fromisoformat(asked["since"]) if "since" in asked else months_back(until, 12), until


def file_of(client: FlaskClient, name: str, asked: dict[str, str]) -> list[dict[str, str]]:
    answer = client.get(f"{HERE}/{name}.csv", query_string=asked)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))


def named_days(rows: list[dict[str, str]]) -> tuple[date, date]:
    found = {(row["From"], row["To"]) for row in rows}
    assert len(found) == 1, found
    since, until = next(iter(found))
    return date.fromisoformat(since), date.fromisoformat(until)


@pytest.fixture
def town(app: Flask) -> Spanham:
    return built_once(Spanham)


def file_counts_what_it_names(name: str, rows: list[dict[str, str]], plain: Plain) -> None:
    if name in ADDED_UP:
        assert float(list(rows[-1].values())[ADDED_UP[name]]) == len(plain.reported())
    elif name == "headline":
        values = {row["Figure"]: row["Value"] for row in rows}
        assert values["Groups affected"] == str(len(plain.groups()))
        assert values["Open now"] == str(len(plain.open()))
    elif name == "recurring":
        groups = sorted(plain.recurring(3, plain.since - timedelta(days=1)).values(), reverse=True)
        shown = [int(row["Groups"]) for row in rows]
        assert len(shown) <= len(groups)
        assert all(one in groups for one in shown)


@pytest.mark.deep
@pytest.mark.parametrize("role", ROLES)
def test_every_file_names_the_days_that_it_counts(app: Flask, town: Spanham, role: str) -> None:
    client, more = asking(app, town, role)
    few = IS_QUICK and role not in {
        "visitor",
        "council-only",
    }  # who is counted as a visitor or as an officer is
    spans = WHOLE_MONTHS[:2] if few else WHOLE_MONTHS
    for asked in [*spans, *(OTHER_DAYS if role == "council-only" else [])]:
        for name in FILES:
            rows = file_of(client, name, asked | more)
            if not rows:
                continue
            if name == "trend":
                assert [row["From"] for row in rows] == [""] * 24
                continue
            since, until = named_days(rows)
            if name == "recurring":  # the rule has its own months, up to the same last day
                assert (since, until) == (months_back(span_of(asked)[1], 12), span_of(asked)[1])
            else:
                assert (since, until) == span_of(asked), (name, asked)
            if name in COUNTED:
                plain = Plain(town.council, is_public=role != "council-only", since=since, until=until)
                file_counts_what_it_names(name, rows, plain)


@pytest.mark.parametrize("asked", [*OTHER_DAYS, *NO_DATES])
def test_days_that_cannot_be_counted_are_refused_with_the_reason(
    app: Flask, town: Spanham, asked: dict[str, str]
) -> None:
    client, _ = asking(app, town, "visitor")
    for path in (*(f"/{name}.csv" for name in FILES), "", "/rows"):
        answer = client.get(HERE + path, query_string=asked)
        assert answer.status_code == 400, path
        assert re.search(r"whole months|must be", unescape(answer.get_data(as_text=True))), path
    page = unescape(client.get(HERE, query_string=asked).get_data(as_text=True))
    assert 'aria-invalid="true"' in page
    for value in asked.values():
        assert f'value="{value}"' in page


@pytest.mark.parametrize("asked", WHOLE_MONTHS)
def test_the_page_its_list_and_its_share_card_name_the_days_that_they_count(
    app: Flask, town: Spanham, asked: dict[str, str]
) -> None:
    client, _ = asking(app, town, "visitor")
    since, until = span_of(asked)
    words = f"{since.day} {since:%B %Y} to {until.day} {until:%B %Y}"
    plain = Plain(town.council, is_public=True, since=since, until=until)
    page = unescape(client.get(HERE, query_string=asked).get_data(as_text=True))
    assert f'<p class="lede">{words}</p>' in page
    assert f">{len(plain.groups())}<" in page.replace("\n", "").replace(" <", "<")
    rows = unescape(
        client.get(f"{HERE}/rows", query_string=asked | {"figure": "reported"}).get_data(as_text=True)
    )
    assert words in rows
    assert f"{len(plain.reported())} case" in rows
    if not asked:
        assert f"Spanham Borough Council, {words}: {len(plain.groups())} groups" in page


@pytest.mark.parametrize("asked", [{}, {"since": "2026-10-01", "until": "2026-10-31"}])
def test_what_keeps_coming_back_names_the_months_of_its_rule_on_the_page_too(
    app: Flask, town: Spanham, asked: dict[str, str]
) -> None:
    until = span_of(asked)[1]
    since = months_back(until, 12)
    for chapter in ("recurring", "report"):
        page = unescape(app.test_client().get(f"{HERE}/{chapter}", query_string=asked).get_data(as_text=True))
        rule = re.search(r"The rule:</strong>(.*?)</p>", page)
        assert rule
        assert f"from {since.day} {since:%B %Y} to {until.day} {until:%B %Y}" in rule[1]


def test_a_file_is_not_given_with_a_filter_left_out(app: Flask, town: Spanham) -> None:
    client, _ = asking(app, town, "visitor")
    for query in ("area=999999", "category=nothing", "department=x", "rule-source=x"):
        answer = client.get(f"{HERE}/by-department.csv?{query}")
        assert answer.status_code == 400
        assert "We do not know this" in answer.get_data(as_text=True)


def test_each_common_period_that_is_offered_is_given(app: Flask, town: Spanham) -> None:
    client, _ = asking(app, town, "visitor")
    page = unescape(client.get(HERE).get_data(as_text=True))
    offered = re.search(r"Common periods:(.*?)</p>", page, re.DOTALL)
    assert offered
    links = re.findall(r'href="([^"]+)"', offered[1])
    assert len(links) == len(common_spans(clock.today()))
    assert all(client.get(link).status_code == 200 for link in links)


@settings(
    max_examples=examples(6), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, 30), st.integers(1, 26), st.sampled_from(FILES))
def test_any_whole_months_are_given_under_their_own_name(
    app: Flask, town: Spanham, back: int, length: int, name: str
) -> None:
    last = months_back(clock.today(), back + 1) - timedelta(days=1) if back else clock.today()
    asked = {"since": months_back(last, length).isoformat()} | ({"until": last.isoformat()} if back else {})
    rows = file_of(app.test_client(), name, asked)
    if rows and name not in {"trend", "recurring"}:
        since, until = named_days(rows)
        assert (since, until) == span_of(asked)
    if rows and name in ADDED_UP:
        file_counts_what_it_names(name, rows, Plain(town.council, is_public=True, since=since, until=until))
