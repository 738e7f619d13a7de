"""The search page searches for what was meant, says so, and leads to what was typed."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from forum.threads.index_maintenance import rebuild_index
from tests.support.factories import make_area, make_barrier, make_council
from tests.threads.pages import main_of

pytestmark = [pytest.mark.sql, pytest.mark.usefixtures("own_index")]


def said(client: FlaskClient, **asked: str) -> str:
    rebuild_index()
    return main_of(client.get("/search", query_string=asked))


def test_what_was_meant_is_searched_for_and_what_was_typed_is_a_press_away(client: FlaskClient) -> None:
    make_barrier("A walking bus needs a licence")
    page = said(client, q="walkng bus")
    assert "Nothing here says “walkng bus”. You see what “walking bus” finds." in page
    assert "Results for “walking bus”" in page
    assert "/search?q=walkng+bus&amp;spelling=typed" in page or "/search?q=walkng+bus&spelling=typed" in page
    as_typed = said(client, q="walkng bus", spelling="typed")
    assert "Nothing here says" not in as_typed
    assert "Results for “walkng bus”" in as_typed


def test_a_word_that_nobody_may_read_is_not_given_away(client: FlaskClient) -> None:
    make_barrier("Ramp")
    assert "You see what" not in said(client, q="rampp of zebras")
    assert "You see what “ramp” finds" in said(client, q="rmap")


def test_the_name_of_a_ward_is_no_slip(client: FlaskClient) -> None:
    make_barrier("The hall on the hill")
    assert "You see what “hill hall” finds" in said(client, q="hil hall")
    make_area(make_council(), name="Hil")
    assert "You see what" not in said(client, q="hil hall")


def test_a_search_that_says_nothing_gets_a_page_that_says_so(client: FlaskClient) -> None:
    make_barrier("The hall")
    for asked in ("the", "%", "…", '"the"', "-the"):
        assert "says too little to search by" in said(client, q=asked)
    assert "Results" in said(client, q="the", kind="barrier")


def test_a_misspelt_place_is_offered_and_not_put_right_to_another_word(client: FlaskClient) -> None:
    make_barrier("A single green in town")
    make_area(make_council(), name="Dingle Green")
    page = said(client, q="ingle Green")
    assert "Did you mean this place?" in page
    assert "Dingle Green" in page
    assert "You see what" not in page
    assert "Did you mean this place?" not in said(client, q="single green")
