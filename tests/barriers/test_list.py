"""The list of barriers: what each reader sees, how it narrows, how it pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.barriers.lifecycle.states import State
from forum.core import clock
from forum.core.db import commit
from forum.threads.actions.tags import set_tags
from forum.threads.models import Visibility
from tests.support.factories import (
    make_affected,
    make_area,
    make_barrier,
    make_council,
    make_group,
    make_officer,
    make_person,
    sign_in,
)
from tests.support.statements import count_statements

pytestmark = pytest.mark.sql


def shown(client: FlaskClient, query: str = "") -> str:
    answer = client.get(f"/barriers{query}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_an_empty_list_says_so_and_offers_to_begin(client: FlaskClient) -> None:
    text = shown(client)
    assert "No one has reported a barrier yet." in text
    assert "/barriers/log" in text


def test_the_newest_come_first_and_twelve_make_a_page(client: FlaskClient) -> None:
    now = clock.now()
    for number in range(25):
        make_barrier(f"Thing {number:02}", created_at=now - timedelta(days=number))
    text = shown(client)
    assert text.index("Thing 00") < text.index("Thing 11")
    assert "Thing 12" not in text
    older = text.split('rel="next" href="', 1)[1].split('"', 1)[0]
    second = client.get(older.replace("&amp;", "&")).get_data(as_text=True)
    assert "Thing 12" in second
    assert "Thing 11" not in second


def test_the_most_affected_come_first_when_asked(client: FlaskClient) -> None:
    many, few = make_barrier("Met by many"), make_barrier("Met by few")
    make_affected(many)
    text = shown(client, "?sort=most-affected")
    assert text.index(many.title) < text.index(few.title)


def test_each_filter_narrows(client: FlaskClient) -> None:
    council = make_council("Wexmoor")
    area = make_area(council, "Fenwick")
    wanted = make_barrier(
        "The wanted one", council=council, area_id=area.id, state=State.KEPT, category="venue"
    )
    set_tags(thread=wanted, names=["hall-hire"])
    commit()
    make_barrier("The other one", council=make_council("Harrowdale"), category="insurance")
    for query in (
        "?council=wexmoor",
        "?council=wexmoor&area=fenwick",
        "?category=venue",
        "?state=kept",
        "?tag=Hall+Hire",
    ):
        text = shown(client, query)
        assert "The wanted one" in text, query
        assert "The other one" not in text, query
    assert "The wanted one" not in shown(client, "?state=still-open")


def test_what_narrows_the_list_can_be_taken_away(client: FlaskClient) -> None:
    make_barrier(council=make_council("Wexmoor"))
    text = shown(client, "?council=wexmoor&state=still-open")
    assert 'href="/barriers?state=still-open"' in text
    assert 'href="/barriers?council=wexmoor"' in text


@pytest.mark.parametrize(
    "query",
    ["?council=nowhere", "?area=nowhere", "?category=forged", "?state=removed_by_me", "?sort=best"],
)
def test_an_unknown_filter_gets_a_message_and_the_whole_list(client: FlaskClient, query: str) -> None:
    make_barrier("Still shown")
    text = shown(client, query)
    assert "There is a problem" in text
    assert "Still shown" in text


def test_a_mangled_page_shows_the_first(client: FlaskClient) -> None:
    make_barrier("Still shown")
    assert "Still shown" in shown(client, "?page=%00nonsense&tag=")


def test_a_withdrawn_barrier_is_listed_only_when_asked_for(client: FlaskClient) -> None:
    make_barrier("Withdrawn", state=State.WITHDRAWN)
    assert "Withdrawn" not in shown(client)
    assert "Withdrawn" in shown(client, "?state=withdrawn")


def test_council_only_and_hidden_barriers_are_listed_for_their_readers_alone(
    app: Flask, client: FlaskClient
) -> None:
    council = make_council()
    kept = make_barrier("Kept between us", council=council, visibility=Visibility.COUNCIL)
    make_barrier("Hidden away", hidden_at=clock.now())
    readers = {
        None: False,
        make_person(): False,
        make_officer(make_council()).person: False,
        make_officer(council).person: True,
        kept.author: True,
    }
    for reader, sees in readers.items():
        browser = app.test_client()
        if reader is not None:
            sign_in(browser, reader)
        text = browser.get("/barriers").get_data(as_text=True)
        assert ("Kept between us" in text) == sees
        assert "Hidden away" not in text


def test_no_name_stands_on_a_card(client: FlaskClient) -> None:
    make_barrier(author=make_person("Zebedee Quill"), group=make_group("Hidden Hollow Players"))
    text = shown(client)
    assert "Zebedee" not in text
    assert "Hidden Hollow" not in text


def test_the_list_takes_as_many_statements_for_fifty_rows_as_for_one(client: FlaskClient) -> None:
    council = make_council("Wexmoor")
    make_barrier(council=council)
    with count_statements() as few:
        shown(client, "?council=wexmoor")
    for _ in range(49):
        make_barrier(council=make_council(), area_id=make_area(council).id)
    with count_statements() as many:
        shown(client, "?council=wexmoor")
    assert len(many) == len(few) <= 6
