"""Each of two plain twins leads to the other wherever somebody is shown what is like it, and each place says why."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.core.db import commit, db
from forum.councils.models import Council
from forum.threads.index_maintenance import rebuild_index
from tests.barriers.test_log import begin
from tests.barriers.test_twins import NOISE, PAIRS
from tests.support.factories import make_barrier, make_council, make_officer, sign_in
from tests.support.rows import built_once

pytestmark = pytest.mark.usefixtures("own_index")
WHY = "ame kind|ame council, same sum"


def report_step(client: FlaskClient, title: str, body: str) -> str:
    """What somebody sees who is about to send these words as a report."""
    key = begin(client, title=title, what_happened=body, council_name="Wexmoor")
    return read(client, f"/barriers/log/{key}/send").partition('id="your-report"')[0]


def while_typing(client: FlaskClient, title: str, _body: str) -> str:
    return read(client, "/threads/similar", q=title, council="Wexmoor")


def officers_case(client: FlaskClient, number: int) -> str:
    return read(client, f"/barriers/{number}/respond").partition("imilar cases")[2]


def merge_page(client: FlaskClient, number: int) -> str:
    return read(client, f"/barriers/{number}/same-as")


def like_this(client: FlaskClient, number: int) -> str:
    return read(client, f"/barriers/{number}/similar")


def related(client: FlaskClient, number: int) -> str:
    return read(client, f"/threads/{number}/related")


def read(client: FlaskClient, address: str, **query: str) -> str:
    answer = client.get(address, query_string=query, follow_redirects=True)
    assert answer.status_code == 200
    return html.unescape(answer.text)


def reason(page: str, title: str) -> str:
    """What stands behind a title, up to the next one."""
    return re.split(r"<a |<h[23]", page.partition(title)[2])[0]


@pytest.fixture
def council(app: Flask) -> Council:
    return built_once(build_noise)


def build_noise() -> Council:
    """Two councils where the same was reported, in other words than the twins."""
    here, there = make_council("Wexmoor"), make_council("Elsewhere")
    for title, body, kind in NOISE:
        make_barrier(title, body=body, category=kind, council=here)
        make_barrier(title, body=body, category=kind, council=there)
    return here


@pytest.mark.parametrize("door", [report_step, while_typing])
@pytest.mark.parametrize("kind", PAIRS)
@pytest.mark.parametrize(("first", "second"), [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (1, 3)])
def test_each_of_two_twins_is_shown_to_whoever_writes_the_other(
    client: FlaskClient,
    council: Council,
    door: Callable[[FlaskClient, str, str], str],
    kind: str,
    first: int,
    second: int,
) -> None:
    pair = (PAIRS[kind][first], PAIRS[kind][second])
    for written, there in (pair, pair[::-1]):
        stored = make_barrier(there[0], body=there[1], category=kind, council=council)
        commit()
        rebuild_index()
        shown = door(client, *written)
        assert there[0] in shown, f"for “{written[0]}”"
        assert re.search(WHY, reason(shown, there[0]))
        db.session.delete(stored)
        commit()


@pytest.mark.parametrize("kind", PAIRS)
def test_every_page_shows_the_same_twins_in_the_same_order_with_the_same_reasons(
    client: FlaskClient, council: Council, kind: str
) -> None:
    twins = {
        title: make_barrier(title, body=body, category=kind, council=council).id
        for title, body in PAIRS[kind]
    }
    sign_in(client, make_officer(council).person)
    commit()
    rebuild_index()
    for title, number in twins.items():
        others, seen = [one for one in twins if one != title], []
        for door in (officers_case, merge_page, like_this, related):
            page = door(client, number)
            assert all(one in page for one in others), f"{door.__name__} of “{title}”"
            why = {one: re.search(r"Same [a-z, ]+", reason(page, one)) for one in others}
            order = sorted(others, key=page.index)
            seen.append([(one, found.group() if (found := why[one]) else "") for one in order])
        assert seen == [seen[0]] * 4, title
        assert all(re.search(WHY, said) for _, said in seen[0])
