"""Visitors' pages are kept for a while; nobody's own page ever is."""

from __future__ import annotations

import gzip
import itertools

import pytest
from flask import Flask, Response, session

from forum.web.page_cache import keep_for_visitors, use_page_cache

pytestmark = pytest.mark.pure


@pytest.fixture
def counting() -> Flask:
    """A site whose pages say how often they were made."""
    app = Flask("counting", static_folder=None)
    app.secret_key = "for this test alone"
    app.config["SESSION_COOKIE_NAME"] = "clearway"
    numbers = itertools.count(1)

    @app.get("/kept")
    def kept() -> str:
        keep_for_visitors()
        return f"made {next(numbers)} " + "x" * 1000

    @app.get("/never")
    def never() -> str:
        return f"made {next(numbers)}"

    @app.get("/sets-a-cookie")
    def sets() -> str:
        keep_for_visitors()
        session["a"] = 1
        return f"made {next(numbers)}"

    @app.get("/missing")
    def missing() -> tuple[str, int]:
        keep_for_visitors()
        return f"made {next(numbers)}", 404

    use_page_cache(app, seconds=60)
    return app


def read(app: Flask, path: str, **headers: str) -> Response:
    return app.test_client(use_cookies=False).get(path, headers=headers)


def test_a_visitors_page_is_made_once(counting: Flask) -> None:
    assert read(counting, "/kept").data == read(counting, "/kept").data


def test_each_address_has_its_own_page(counting: Flask) -> None:
    assert read(counting, "/kept").data != read(counting, "/kept?page=2").data


@pytest.mark.parametrize("path", ["/never", "/sets-a-cookie", "/missing"])
def test_what_may_not_be_kept_is_made_anew(counting: Flask, path: str) -> None:
    assert read(counting, path).data != read(counting, path).data


def test_whoever_has_a_session_gets_a_page_of_their_own(counting: Flask) -> None:
    read(counting, "/kept")
    assert b"made 2" in read(counting, "/kept", Cookie="clearway=abc").data
    assert b"made 3" in read(counting, "/kept", Cookie="a=b; remember_token=abc").data
    assert b"made 1" in read(counting, "/kept").data


@pytest.mark.parametrize(
    "spelling", ["clearway =", "clearway\t=", " clearway=", "a=b,clearway =", "CLEARWAY=a;clearway ="]
)
def test_a_session_in_an_odd_spelling_is_never_kept_for_others(counting: Flask, spelling: str) -> None:
    signed = counting.session_interface.get_signing_serializer(counting)  # type: ignore[attr-defined]
    own = read(counting, "/kept", Cookie=spelling + signed.dumps({"_user_id": "1.1"}))
    assert own.data != read(counting, "/kept").data


def test_a_page_made_with_a_session_is_not_kept_even_if_nobody_saw_the_cookie(counting: Flask) -> None:
    with counting.test_client() as client:
        with client.session_transaction() as opened:
            opened["_user_id"] = "1.1"
        first = client.get("/kept")
    assert client.get("/kept").data != first.data


def test_where_a_site_begins_is_a_part_of_the_address_that_a_page_is_kept_under(counting: Flask) -> None:
    elsewhere = {"SCRIPT_NAME": "//evil.example"}
    own = counting.test_client(use_cookies=False).get("/kept", environ_overrides=elsewhere)
    assert own.data != read(counting, "/kept").data


def test_a_kept_page_is_compressed_for_those_who_can_read_it(counting: Flask) -> None:
    plain, zipped = read(counting, "/kept"), read(counting, "/kept", **{"Accept-Encoding": "gzip, br"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data
    assert "Content-Encoding" not in plain.headers
    assert int(zipped.headers["Content-Length"]) == len(zipped.data)
    assert not [name for name, _ in zipped.headers if name.lower() == "x-keep"]
