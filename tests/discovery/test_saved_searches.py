"""Searches that people keep: their own, bounded, and counting only what they may read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import commit, db
from forum.discovery.models import SavedSearch
from forum.discovery.queries import MOST_SAVED
from forum.search.current import close_engine
from forum.threads.index_maintenance import rebuild_index
from forum.threads.models import Visibility
from tests.support.factories import (
    csrf_token,
    make_barrier,
    make_council,
    make_officer,
    make_person,
    saved,
    sign_in,
)

pytestmark = pytest.mark.sql


@pytest.fixture
def index(app: Flask, tmp_path: Path) -> Iterator[None]:
    """An index of this test's own."""
    site = app.extensions["clearway_settings"]
    app.extensions["clearway_settings"] = replace(site, search_folder=tmp_path / "search")
    close_engine()
    yield
    close_engine()
    app.extensions["clearway_settings"] = site


def save(client: FlaskClient, asks: str) -> int:
    token = csrf_token(client, "/account")
    return client.post("/searches", data={"csrf_token": token, "asks": asks}).status_code


def a_saved(person: Person, asks: str = "q=trampoline", hours_ago: int = 1) -> SavedSearch:
    at = clock.now() - timedelta(hours=hours_ago)
    return saved(SavedSearch(person_id=person.id, name="Mine", asks=asks, seen_at=at, created_at=at))


def test_a_search_is_saved_once_under_a_name_people_know(client: FlaskClient) -> None:
    council = make_council("Needham")
    sign_in(client, make_person())
    for _ in range(2):
        assert save(client, f"q=hall+hire&council={council.id}&page=3&evil=1") == 303
    (kept,) = db.session.query(SavedSearch)
    assert kept.asks == f"q=hall+hire&council={council.id}"
    assert kept.name == "“hall hire”, Needham"


def test_a_search_for_nothing_or_too_many_is_refused_in_words(client: FlaskClient) -> None:
    person = make_person()
    sign_in(client, person)
    assert save(client, "page=2") == 400
    for number in range(MOST_SAVED):
        a_saved(person, f"q=word{number}")
    assert save(client, "q=one+more") == 303
    assert "You have saved 20 searches" in client.get("/searches").text
    assert db.session.query(SavedSearch).count() == MOST_SAVED


@pytest.mark.usefixtures("index")
def test_the_count_of_what_is_new_holds_only_what_the_reader_may_read(app: Flask) -> None:
    council = make_council()
    people = {make_person().id: "1 new", make_officer(council).person.id: "2 new"}
    make_barrier("An old trampoline", created_at=clock.now() - timedelta(days=3))
    make_barrier("A trampoline for all to see")
    make_barrier("A trampoline for the council", council=council, visibility=Visibility.COUNCIL)
    make_barrier("A hidden trampoline", hidden_at=clock.now())
    rebuild_index()
    for number, expected in people.items():
        person = db.session.get_one(Person, number)
        own, client = a_saved(person), app.test_client()
        sign_in(client, person)
        assert expected in client.get("/searches").text
        token = csrf_token(client, "/searches")
        answer = client.post(f"/searches/{own.id}/see", data={"csrf_token": token})
        assert answer.location == "/search?q=trampoline"
        with clock.travelled_to(clock.now() + timedelta(seconds=2)):
            own.seen_at = clock.now()
            commit()
        assert "Nothing new" in client.get("/searches").text


def test_nobody_opens_renames_or_removes_the_search_of_another(client: FlaskClient) -> None:
    theirs = a_saved(make_person())
    sign_in(client, make_person())
    token = csrf_token(client, "/account")
    for verb in ("see", "rename", "remove"):
        answer = client.post(f"/searches/{theirs.id}/{verb}", data={"csrf_token": token, "name": "x"})
        assert answer.status_code == 404
    assert "Mine" not in client.get("/searches").text


def test_a_search_is_renamed_and_removed(client: FlaskClient) -> None:
    person = make_person()
    own = a_saved(person)
    sign_in(client, person)
    token = csrf_token(client, f"/searches/{own.id}/rename")
    empty = client.post(f"/searches/{own.id}/rename", data={"csrf_token": token, "name": " "})
    assert empty.status_code == 422
    assert "Type a name" in empty.text
    client.post(f"/searches/{own.id}/rename", data={"csrf_token": token, "name": "Halls"})
    assert "Halls" in client.get("/searches").text
    client.post(f"/searches/{own.id}/remove", data={"csrf_token": token})
    assert "You have saved no search yet" in client.get("/searches").text
