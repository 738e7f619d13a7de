"""Static files are read once, kept by browsers for a year, and small when they travel."""

from __future__ import annotations

import gzip
import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import ROOT
from forum.web.security import HEADERS
from forum.web.static_files import FOR_A_YEAR, STYLESHEET, read_files

GZIP = {"Accept-Encoding": "gzip"}
FILES = read_files(ROOT / "static")


def addresses(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'"(/static/[^"#]+)', page)]


def test_every_file_that_a_page_names_is_kept_for_a_year_and_asked_for_once(client: FlaskClient) -> None:
    named = addresses(client.get("/").text)
    assert len(named) >= 4
    for address in named:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == FOR_A_YEAR
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert HEADERS.items() <= dict(answer.headers).items()


@pytest.mark.parametrize("query", ["", "?v=", "?v=000000000000", "?v=1&w=2"])
def test_the_address_of_another_version_is_kept_by_nobody(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/static/clearway.js{query}")
    assert answer.data == (ROOT / "static" / "clearway.js").read_bytes()
    assert answer.headers["Cache-Control"] == "no-cache"
    again = client.get(f"/static/clearway.js{query}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("name", [STYLESHEET, "clearway.js", "kinds.svg", "favicon.png"])
def test_texts_travel_compressed_to_whoever_reads_that(client: FlaskClient, name: str) -> None:
    plain, packed = client.get(f"/static/{name}"), client.get(f"/static/{name}", headers=GZIP)
    assert plain.data == FILES[name].body
    assert int(packed.headers["Content-Length"]) == len(packed.data)
    if name.endswith(".png"):
        assert packed.data == plain.data
    else:
        assert gzip.decompress(packed.data) == plain.data
        assert len(packed.data) < len(plain.data) * 0.7
        assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"


def test_what_is_no_file_is_the_usual_missing_page(client: FlaskClient) -> None:
    for path in ("/static/none.js", "/static/../config.py", "/static/"):
        assert client.get(path).status_code == 404
    assert client.post("/static/clearway.js").status_code == 405
    head = client.head("/static/clearway.js")
    assert (head.status_code, head.data) == (200, b"")


def test_a_changed_file_has_another_address(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "one.js").write_text("1")
    before = read_files(tmp_path)["one.js"].version
    (tmp_path / "one.js").write_text("2")
    assert read_files(tmp_path)["one.js"].version != before


def test_a_template_cannot_name_a_file_that_is_not_there(app: Flask) -> None:
    with pytest.raises(KeyError):
        app.jinja_env.globals["static_url"]("none.js")
