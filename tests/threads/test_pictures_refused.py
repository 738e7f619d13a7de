"""Hostile files sent through the form of a story's pictures: each gets its word, the good one is kept, nothing stays."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from forum.core.db import db
from forum.threads.attachments import Picture
from tests.core.test_pictures import SVG, png_that_claims
from tests.stories.making import make_story
from tests.support.factories import csrf_token, make_person, sign_in
from tests.threads.pictures import picture


def two_hundred_megapixels() -> bytes:
    """A real one, of two colours, so that it is small to send."""
    written = io.BytesIO()
    Image.new("1", (20_000, 10_000)).save(written, "PNG")
    return written.getvalue()


def send(client: FlaskClient, number: int, *files: tuple[str, bytes]) -> Any:
    path = f"/threads/{number}/pictures"
    data = {
        "csrf_token": csrf_token(client, path),
        "do": "add",
        "files": [(io.BytesIO(content), name) for name, content in files],
    }
    return client.post(path, data=data, content_type="multipart/form-data")


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("plan.svg", SVG, "drawing"),
        ("plan.jpg", SVG, "drawing"),
        ("gif-and-script.jpg", b"GIF89a/*" + bytes(20) + b"*/=alert(1)", "GIF"),
        ("jpeg-and-svg.jpg", b"\xff\xd8\xff" + SVG, "damaged"),
        ("huge.png", two_hundred_megapixels(), "more than 50 megapixels"),
        ("claims.png", png_that_claims(2**31 - 1, 2**31 - 1), "more than 50 megapixels"),
        ("holiday.jpg", b"MZ\x90\x00" + bytes(400), "This is a program"),
        ("holiday.png", b"\x7fELF" + bytes(400), "This is a program"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hostile_file_is_refused_by_name_and_the_good_one_beside_it_is_kept(
    client: FlaskClient, name: str, content: bytes, word: str
) -> None:
    person = make_person()
    story = make_story(author=person)
    sign_in(client, person)
    answer = send(client, story.id, (name, content), ("good.jpg", picture()))
    assert answer.status_code == 422
    assert name in answer.text
    assert word in answer.text
    assert db.session.query(Picture).count() == 1


def test_a_bomb_of_pixels_never_becomes_as_large_as_it_unpacks(client: FlaskClient) -> None:
    person = make_person()
    story = make_story(author=person)
    sign_in(client, person)
    answer = send(client, story.id, ("bomb.png", png_that_claims(50, 50, bytes(100_000_000))))
    assert answer.status_code in {303, 422}
    kept = db.session.query(Picture).all()
    assert all((one.width, one.height) == (50, 50) for one in kept)


def test_a_picture_as_telephones_of_one_maker_take_it_is_kept(client: FlaskClient) -> None:
    person = make_person()
    story = make_story(author=person)
    sign_in(client, person)
    assert send(client, story.id, ("IMG_0001.HEIC", picture("HEIF"))).status_code == 303
    assert db.session.query(Picture).count() == 1
