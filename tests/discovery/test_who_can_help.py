"""Who can help? Three questions, each may be left out; one page back, and never a dead end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.barriers.lifecycle.states import State
from forum.core.db import db
from forum.councils.models import Council
from forum.needs.models import UnmetNeed
from forum.search.current import close_engine
from forum.threads.index_maintenance import rebuild_index
from forum.threads.models import Visibility
from tests.stories.making import make_story
from tests.support.depth import examples
from tests.support.factories import (
    csrf_token,
    make_affected,
    make_area,
    make_barrier,
    make_council,
    make_group,
    make_person,
    sign_in,
)
from tests.support.statements import count_statements

pytestmark = pytest.mark.sql


@pytest.fixture(autouse=True)
def index(app: Flask, tmp_path: Path) -> Iterator[None]:
    """An index of this test's own."""
    site = app.extensions["clearway_settings"]
    app.extensions["clearway_settings"] = replace(site, search_folder=tmp_path / "search")
    close_engine()
    yield
    close_engine()
    app.extensions["clearway_settings"] = site


def past(council: Council, title: str, **given: object) -> None:
    group = make_group(f"{title} group", council=council)
    given.setdefault("state", State.REMOVED)
    make_barrier(title, council=council, group=group, body="A lunch club was asked for insurance.", **given)


def test_without_answers_it_asks_three_questions(client: FlaskClient) -> None:
    page = client.get("/who-can-help").text
    for words in ("What do you want to do?", "Where?", "What is in the way?"):
        assert words in page


def test_it_names_contact_groups_ways_past_stories_and_a_question(client: FlaskClient) -> None:
    here = make_council("Wexham", contact_name="Community desk", contact_email="desk@wexham.example")
    there = make_council("Otherby")
    past(there, "Insurance for a lunch club")
    teller = make_group("Hot Pot", council=here)
    make_story("A lunch club without insurance trouble", group=teller, council=here)
    make_barrier("Lunch club insurance again", council=here)
    rebuild_index()
    page = client.get("/who-can-help?want=lunch+club&place=Wexham&category=insurance").text
    for words in (
        "Community desk", "desk@wexham.example", "Insurance for a lunch club group", "Hot Pot", "At your council",
        "How others got past it", "A lunch club without insurance trouble", "Others met it too",
        "/questions/ask?title=lunch+club&amp;category=insurance",
    ):  # fmt: skip
        assert words in page, words
    assert page.index("Hot Pot") < page.index("Insurance for a lunch club group")


@pytest.mark.parametrize("query", ["place=Wexham", "category=insurance", "want=lunch", "obstacle=insurance"])
def test_each_answer_alone_is_enough(client: FlaskClient, query: str) -> None:
    here = make_council("Wexham")
    past(here, "Insurance for a lunch club")
    make_story("A lunch club", group=make_group("Hot Pot", council=here), council=here)
    rebuild_index()
    page = client.get(f"/who-can-help?{query}").text
    assert "Ask everyone" in page
    assert "Insurance for a lunch club" in page or "A lunch club" in page


def test_what_only_the_council_calls_gone_was_not_got_past(client: FlaskClient) -> None:
    council = make_council("Wexham")
    past(council, "A lunch club and its unconfirmed insurance", state=State.REMOVED_UNCONFIRMED)
    rebuild_index()
    page = client.get("/who-can-help?want=lunch+club&place=Wexham").text
    assert "How others got past it" not in page
    assert "A lunch club and its unconfirmed insurance" in page.split("Others met it too", 1)[1]
    assert "A lunch club and its unconfirmed insurance group" not in page


def test_nothing_found_is_said_and_kept_only_with_the_button(client: FlaskClient) -> None:
    here = make_council("Wexham")
    path = "/who-can-help?want=trampolines&place=Wexham"
    page = client.get(path).text
    assert "We have not found anyone who has done this yet" in page
    assert "Ask everyone" in page
    assert db.session.query(UnmetNeed).count() == 0
    data = {"csrf_token": csrf_token(client, path), "words": "trampolines", "source": "who-can-help"}
    assert client.post("/unmet-needs", data={**data, "council": here.id, "back": path}).location == path
    assert db.session.query(UnmetNeed).filter_by(council_id=here.id).count() == 1


def test_nobody_who_asked_not_to_be_named_is_named(app: Flask) -> None:
    council = make_council("Wexham")
    past(council, "Nameless insurance", visibility=Visibility.NAMELESS)
    past(council, "Secret insurance", visibility=Visibility.COUNCIL)
    shy = make_group("Shy group", council=council)
    known = make_barrier("Insurance for a hall", council=council, state=State.REMOVED)
    make_affected(known, group=shy, is_nameless=True)
    rebuild_index()
    clients = [app.test_client(), sign_in(app.test_client(), make_person())]
    for client in clients:
        page = client.get("/who-can-help?want=insurance&category=insurance&place=Wexham").text
        assert "Nameless insurance" in page
        for words in ("Nameless insurance group", "Secret insurance", "Shy group"):
            assert words not in page


def test_a_name_that_several_councils_have_is_asked_about(client: FlaskClient) -> None:
    make_council("Wexham North")
    make_council("Wexham South")
    page = client.get("/who-can-help?want=lunch&place=Wexham").text
    assert "We were not sure which council you mean" in page


def test_the_wards_of_the_council_can_be_chosen(client: FlaskClient) -> None:
    council = make_council("Wexham")
    area = make_area(council, "Mill Ward")
    page = client.get(f"/who-can-help?want=lunch&place=Wexham&area={area.id}").text
    assert "at Mill Ward, Wexham" in page
    assert client.get("/who-can-help?want=lunch&place=Wexham&area=999999").status_code == 200


def test_it_takes_the_same_statements_however_much_there_is(client: FlaskClient) -> None:
    council_id = make_council("Wexham").id
    query = "/who-can-help?want=lunch+club&place=Wexham&category=insurance"

    def statements(number: int) -> int:
        council = db.session.get_one(Council, council_id)
        for one in range(number):
            past(council, f"Insurance for a lunch club {number}{one}")
            make_story("A lunch club", group=make_group(council=council), council=council)
        rebuild_index()
        db.session.expunge_all()
        with count_statements() as seen:
            client.get(query)
        return len(seen)

    few = statements(1)
    assert statements(25) == few
    assert few <= 6


@settings(
    max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=12))
def test_no_words_break_it(client: FlaskClient, want: str, place: str, other: str) -> None:
    typed = {
        "want": want,
        "place": place,
        "category": other,
        "obstacle": other,
        "area": other,
        "council": other,
    }
    pairs = "&".join(f"{name}={quote(text.encode('utf-8', 'ignore'))}" for name, text in typed.items())
    assert client.get(f"/who-can-help?{pairs}").status_code == 200
