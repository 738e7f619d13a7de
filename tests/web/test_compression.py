"""Pages for one person travel compressed too, and their length says nothing exact about what is in them."""

from __future__ import annotations

import gzip

from flask import Flask
from flask.testing import FlaskClient

from forum.web.compression import BLUR_BYTES, compress
from tests.support.factories import make_person, sign_in

GZIP = {"Accept-Encoding": "gzip"}


def test_a_signed_in_page_travels_in_a_third_of_its_bytes(app: Flask, client: FlaskClient) -> None:
    sign_in(client, make_person("Reader"))
    plain, packed = client.get("/barriers"), client.get("/barriers", headers=GZIP)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert len(packed.data) < len(plain.data) / 3
    assert b"<title>" in gzip.decompress(packed.data)
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert int(packed.headers["Content-Length"]) == len(packed.data)


def test_its_length_is_blurred_and_its_content_is_not() -> None:
    body = b"the same words " * 100
    packed = [compress(body) for _ in range(200)]
    assert {gzip.decompress(one) for one in packed} == {body}
    assert 20 < len({len(one) for one in packed}) <= BLUR_BYTES


def test_what_is_short_or_already_packed_is_left_alone(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/health", headers=GZIP).headers
    assert "Content-Encoding" not in client.get("/static/favicon.png", headers=GZIP).headers
