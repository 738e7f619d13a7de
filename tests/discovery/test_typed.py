"""The search page answers whatever is typed."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.support.factories import make_barrier
from tests.threads.pages import main_of


@pytest.mark.parametrize(
    "typed",
    [
        "\x00ramp\x00",
        "ramp " * 2000,
        '"' * 301 + "ramp",
        '"a "b "c" d" -"e',
        "-" * 500,
        "NOT OR ramp",
        "tag: council: state: kind: by: before: after:",
        'council:"\x00" tag:"%" before:0000 after:99999-99',
        "£5m £€ é́ \u202e \ufffd \U0001f9bd",
        "((((((*?~^[]{}\\",
        b"\xed\xa0\x80\xff".decode("utf-8", "surrogateescape"),
    ],
)
def test_nothing_anybody_types_is_an_error(client: FlaskClient, typed: str) -> None:
    make_barrier("Ramp")
    query = typed.encode("utf-8", "surrogateescape")
    assert client.get("/search", query_string={"q": query}).status_code == 200


def test_a_long_search_says_which_words_were_left_out(client: FlaskClient) -> None:
    make_barrier("Ramp")
    said = main_of(client.get("/search", query_string={"q": "ramp " * 79 + "kerb doorbell hedgerow ramp"}))
    assert "we left out “doorbell”, “hedgerow”." in said
    assert "left out" not in main_of(client.get("/search", query_string={"q": "ramp " * 2000}))
    assert "left out" not in main_of(client.get("/search?q=ramp+kerb"))
    many = " ".join(f"w{number}ab" for number in range(60))
    assert "and 28 more words." in main_of(client.get("/search", query_string={"q": many}))


def test_what_was_asked_can_be_changed_on_the_page_of_its_results(client: FlaskClient) -> None:
    """On a phone, where the header has a link instead of a box."""
    box = re.search(r'<input[^>]*name="q"[^>]*>', main_of(client.get("/search?q=hall+hire")))
    assert box is not None
    assert 'value="hall hire"' in box[0]
