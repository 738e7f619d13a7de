"""Searches and what is opened from them are counted by week, never by whom, and shown to administrators alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import SiteRole
from forum.core import clock
from forum.core.db import commit, db
from forum.needs import search_counts
from forum.needs.actions import this_week
from forum.needs.models import PressCount, SearchCount
from forum.needs.queries import is_low, list_opened, list_searches
from forum.needs.retention import forget_old_searches
from forum.needs.search_counts import EXTENSION, UnwrittenCounts, key_of
from forum.needs.search_views import rounded
from forum.threads.index_maintenance import rebuild_index
from forum.threads.kinds import path_of
from forum.threads.models import Visibility
from tests.support.factories import make_barrier, make_council, make_person, sign_in

pytestmark = pytest.mark.sql
OURS = "http://localhost"


@pytest.fixture
def counting(app: Flask, own_index: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[UnwrittenCounts]:
    """Counts of this test alone, written at the end of each request."""
    monkeypatch.setattr(search_counts, "EVERY_SECONDS", 0.0)
    before, app.extensions[EXTENSION] = app.extensions[EXTENSION], UnwrittenCounts()
    yield app.extensions[EXTENSION]
    app.extensions[EXTENSION] = before


def search(client: FlaskClient, words: str, came_from: str = f"{OURS}/", **headers: str) -> None:
    sent = {"Referer": came_from, **headers} if came_from else headers
    assert client.get("/search", query_string={"q": words}, headers=sent).status_code == 200


def open_from(client: FlaskClient, path: str, words: str, **headers: str) -> None:
    came_from = f"{OURS}/search?q={words.replace(' ', '+')}"
    assert client.get(path, headers={"Referer": came_from, **headers}).status_code == 200


def test_what_is_searched_and_opened_is_added_up_in_any_order_of_words(
    counting: UnwrittenCounts, client: FlaskClient
) -> None:
    barrier = make_barrier("Keys of the hall")
    rebuild_index()
    for words in ("hall keys", "Keys hall", "the key of halls"):
        search(client, words)
        open_from(client, path_of(barrier), words)
    (use,) = list_searches()
    assert (use.words, use.searches, use.results) == ("the key of halls", 3, 1)
    assert use.presses == {f"thread:{barrier.id}": 3}
    (opened,) = list_opened([use])
    assert (opened.title, opened.presses, opened.place, is_low(opened)) == ("Keys of the hall", 3, 1, False)


def test_words_that_few_searched_for_are_not_stored(counting: UnwrittenCounts, client: FlaskClient) -> None:
    rebuild_index()
    for _ in range(2):
        search(client, "Mina Member of Elm Road")
    row = db.session.scalars(select(SearchCount)).one()
    assert (row.words, row.number_of_searches) == ("", 2)
    assert "mina" not in row.key
    assert list_searches() == []
    search(client, "Mina Member of Elm Road")
    db.session.expire_all()
    assert db.session.scalars(select(SearchCount.words)).one() == "mina member of elm road"


@pytest.mark.parametrize(
    "headers", [{"DNT": "1"}, {"Sec-GPC": "1"}, {"Sec-Purpose": "prefetch"}, {"Purpose": "prefetch"}]
)
def test_who_asks_not_to_be_tracked_and_what_no_one_looks_at_is_not_counted(
    counting: UnwrittenCounts, client: FlaskClient, headers: dict[str, str]
) -> None:
    barrier = make_barrier()
    rebuild_index()
    search(client, "barrier", **headers)
    open_from(client, path_of(barrier), "barrier", **headers)
    assert not counting.searches
    assert not counting.presses
    assert db.session.scalars(select(SearchCount)).all() == []


@pytest.mark.parametrize("came_from", ["", "https://elsewhere.example/search?q=keys", "http://[", "junk"])
def test_what_comes_from_no_page_of_ours_is_not_counted(
    counting: UnwrittenCounts, client: FlaskClient, came_from: str
) -> None:
    barrier = make_barrier()
    rebuild_index()
    search(client, "keys", came_from)
    client.get(path_of(barrier), headers={"Referer": came_from} if came_from else {})
    assert db.session.scalars(select(SearchCount)).all() == []
    assert db.session.scalars(select(PressCount)).all() == []


def test_one_more_filter_or_page_or_a_reload_is_no_new_search(
    counting: UnwrittenCounts, client: FlaskClient
) -> None:
    rebuild_index()
    search(client, "keys", f"{OURS}/search?q=keys&sort=newest")
    client.get("/search?q=keys&kind=barrier", headers={"Referer": f"{OURS}/"})
    assert db.session.scalars(select(SearchCount)).all() == []
    search(client, "keys", f"{OURS}/search?q=doors")
    assert db.session.scalars(select(SearchCount.number_of_searches)).all() == [1]


def test_pages_that_are_refused_or_missing_are_not_counted(
    counting: UnwrittenCounts, client: FlaskClient
) -> None:
    secret = make_barrier(council=make_council(), visibility=Visibility.COUNCIL)
    came_from = {"Referer": f"{OURS}/search?q=keys"}
    assert client.get(path_of(secret), headers=came_from).status_code == 404
    assert client.get("/barriers/999-nothing", headers=came_from).status_code == 404
    assert db.session.scalars(select(PressCount)).all() == []


def test_links_of_results_carry_no_mark(counting: UnwrittenCounts, client: FlaskClient) -> None:
    barrier = make_barrier("Keys of the hall")
    rebuild_index()
    page = client.get("/search?q=keys", headers={"Referer": f"{OURS}/"})
    assert f'href="{path_of(barrier)}"' in page.text
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in page.headers


def stored(words: str, searches: int, presses: dict[str, int], shown: list[str]) -> None:
    key = key_of(words)
    counted = SearchCount(week=this_week(), key=key, words=words, number_of_searches=searches)
    counted.number_of_results, counted.document_ids = len(shown), shown
    db.session.add(counted)
    for one, number in presses.items():
        db.session.add(PressCount(week=this_week(), key=key, document_id=one, number_of_presses=number))
    commit()


def test_administrators_see_what_was_not_opened_and_what_stands_low(app: Flask, client: FlaskClient) -> None:
    barrier = make_barrier("Twin in other words")
    stored("lost keys", 12, {}, ["thread:1"])
    low = [*(f"thread:{number}" for number in range(900, 906)), f"thread:{barrier.id}"]
    stored("caretaker gone", 9, {f"thread:{barrier.id}": 7}, low)
    stored("park gate", 9, {f"thread:{barrier.id}": 3}, [f"thread:{barrier.id}"])
    page = sign_in(client, make_person(role=SiteRole.ADMINISTRATOR)).get("/moderation/searches").text
    assert "lost keys" in page
    assert "Twin in other words" in page
    assert "caretaker gone" in page
    assert "park gate" not in page
    assert (
        sign_in(client, make_person(role=SiteRole.MODERATOR)).get("/moderation/searches").status_code == 403
    )


def test_numbers_are_rounded() -> None:
    assert [rounded(number) for number in (1, 3, 7, 8, 12, 13)] == [5, 5, 5, 10, 10, 15]


def test_what_was_opened_can_be_written_for_judging_without_what_only_few_may_read(app: Flask) -> None:
    public, secret = make_barrier("Keys"), make_barrier(council=make_council(), visibility=Visibility.COUNCIL)
    stored("caretaker gone", 9, {f"thread:{public.id}": 3, f"thread:{secret.id}": 5}, [])
    stored("once", 9, {f"thread:{public.id}": 1}, [])
    result = app.test_cli_runner().invoke(args=["needs", "judged"])
    assert result.output == "caretaker gone\tKeys\n"


def test_counts_are_kept_for_three_months(app: Flask) -> None:
    stored("keys", 3, {"thread:1": 1}, [])
    for table in (SearchCount, PressCount):
        db.session.scalars(select(table)).one().week = (clock.now() - timedelta(days=98)).date()
    commit()
    assert forget_old_searches() == 2
    stored("keys", 3, {"thread:1": 1}, [])
    assert forget_old_searches() == 0
