"""Pictures: added, described, put in order, taken off; shown to whoever may read, and to nobody else."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from config import Settings
from forum.accounts.models import SiteRole
from forum.barriers.models import Barrier
from forum.core import clock, storage
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.pictures import MadePicture
from forum.threads.actions import attachments
from forum.threads.attachments import MOST_PICTURES, Picture, StoredFile
from forum.threads.models import Visibility
from forum.threads.queries import list_pictures
from tests.support.factories import csrf_token, make_barrier, make_council, make_officer, make_person, sign_in
from tests.threads.pictures import exif, picture

Files = list[tuple[str, bytes]]


@pytest.fixture
def barrier(client: FlaskClient) -> Barrier:
    """A barrier whose author is signed in."""
    author = make_person()
    made = make_barrier("The ramp is broken", author=author)
    sign_in(client, author)
    return made


def send(client: FlaskClient, barrier: Barrier, *files: tuple[str, bytes], **typed: str) -> TestResponse:
    path = f"/threads/{barrier.id}/pictures"
    data: dict[str, Any] = {"csrf_token": csrf_token(client, path), "do": "add" if files else "save"} | typed
    data["files"] = [(io.BytesIO(content), name) for name, content in files]
    return client.post(path, data=data, content_type="multipart/form-data")


def pictures(barrier: Barrier) -> list[Picture]:
    db.session.expire_all()
    return list_pictures(barrier, described=False)


def described(client: FlaskClient, barrier: Barrier, alt: str = "A ramp with a hole") -> Picture:
    """One picture, added and described."""
    send(client, barrier, ("ramp.jpg", picture()))
    (one,) = pictures(barrier)
    assert send(client, barrier, **{f"alt_{one.id}": alt}).status_code == 303
    return pictures(barrier)[0]


def test_several_are_added_at_once_and_shown_when_described(client: FlaskClient, barrier: Barrier) -> None:
    answer = send(
        client, barrier, ("a.jpg", picture()), ("b.png", picture("PNG")), ("c.webp", picture("WEBP"))
    )
    assert answer.status_code == 303
    one, two, three = pictures(barrier)
    assert "Now say what each new picture shows" in client.get(answer.location).text
    reader = client.application.test_client()
    assert "<img" not in reader.get(f"/barriers/{barrier.numbered_slug}").text
    answer = send(client, barrier, **{f"alt_{one.id}": "A ramp", f"alt_{three.id}": 'A "hole"'})
    assert answer.status_code == 422
    assert "Describe picture 2, or remove it" in answer.text
    shown = reader.get(f"/barriers/{barrier.numbered_slug}").text
    assert 'alt="A ramp"' in shown
    assert 'alt="A &#34;hole&#34;"' in shown
    assert shown.count("<img") == 2
    assert two.small_path not in shown


def test_a_picture_is_kept_in_two_widths_and_served_for_a_year(client: FlaskClient, barrier: Barrier) -> None:
    send(client, barrier, ("wide.jpg", picture(size=(3000, 1500), exif=exif())))
    (one,) = pictures(barrier)
    send(client, barrier, **{f"alt_{one.id}": "Wide"})
    db.session.refresh(one)
    assert (one.small_width, one.small_height, one.width, one.height) == (480, 240, 1280, 640)
    visitor = client.application.test_client()
    for path, width in ((one.small_path, 480), (one.large_path, 1280)):
        answer = visitor.get(path)
        assert (answer.status_code, answer.content_type) == (200, "image/webp")
        assert answer.headers["Cache-Control"] == "public, max-age=120, must-revalidate"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert Image.open(io.BytesIO(answer.data)).size[0] == width
        assert not [one for one in (b"Exif", b"EXIF", b"SecretPhone", b"HOMEADDRESS") if one in answer.data]
        assert visitor.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_bad_file_gets_a_word_and_the_good_ones_are_kept(client: FlaskClient, barrier: Barrier) -> None:
    first = described(client, barrier)
    answer = send(
        client,
        barrier,
        ("good.jpg", picture()),
        ("bad.jpg", b"MZ" + bytes(500)),
        **{f"alt_{first.id}": "New words"},
    )
    assert answer.status_code == 422
    assert "bad.jpg: This is a program" in answer.text
    assert "New words" in answer.text
    assert [one.alt for one in pictures(barrier)] == ["New words", ""]


def test_words_that_are_too_long_are_kept_in_the_form(client: FlaskClient, barrier: Barrier) -> None:
    first = described(client, barrier, "Short")
    answer = send(client, barrier, **{f"alt_{first.id}": "long " * 100})
    assert answer.status_code == 422
    assert "300 characters or fewer" in answer.text
    assert "long long" in answer.text
    assert pictures(barrier)[0].alt == "Short"


def test_no_file_chosen_is_said(client: FlaskClient, barrier: Barrier) -> None:
    answer = send(client, barrier, do="add")
    assert answer.status_code == 422
    assert "Choose a picture first" in answer.text


def test_there_are_no_more_than_twelve(client: FlaskClient, barrier: Barrier) -> None:
    small = picture(size=(40, 30))
    answer = send(client, barrier, *((f"{number}.jpg", small) for number in range(MOST_PICTURES + 1)))
    assert answer.status_code == 422
    assert "There are 12 pictures already" in answer.text
    assert len(pictures(barrier)) == MOST_PICTURES
    assert 'type="file"' not in client.get(f"/threads/{barrier.id}/pictures").text


def test_they_change_places_and_what_was_typed_meanwhile_is_kept(
    client: FlaskClient, barrier: Barrier
) -> None:
    send(client, barrier, *((f"{name}.jpg", picture()) for name in "abc"))
    a, b, c = pictures(barrier)
    typed = {f"alt_{one.id}": words for one, words in ((a, "A"), (b, "B"), (c, "C"))}
    send(client, barrier, do=f"up-{c.id}", **typed)
    assert [one.alt for one in pictures(barrier)] == ["A", "C", "B"]
    send(client, barrier, do=f"down-{a.id}")
    assert [one.id for one in pictures(barrier)] == [c.id, a.id, b.id]
    send(client, barrier, do=f"up-{c.id}")
    assert [one.id for one in pictures(barrier)] == [c.id, a.id, b.id]


def test_one_that_is_taken_off_is_gone_and_its_files_follow(client: FlaskClient, barrier: Barrier) -> None:
    one = described(client, barrier)
    path, keys = one.small_path, {one.small.key, one.large.key}
    send(client, barrier, do=f"remove-{one.id}")
    assert pictures(barrier) == []
    assert client.get(path).status_code == 404
    assert db.session.scalars(select(StoredFile)).all() == []
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "forget_file")).all()
    assert {row.payload["key"] for row in rows} == keys
    assert all(row.due_at is not None and row.due_at > clock.now() + storage.GRACE for row in rows)


def test_only_the_author_and_moderators_change_them(client: FlaskClient, app: Flask) -> None:
    council = make_council()
    barrier = make_barrier(council=council)
    path = f"/threads/{barrier.id}/pictures"
    assert client.get(path).status_code == 302
    sign_in(client, make_person())
    assert client.get(path).status_code == 403
    sign_in(client, make_officer(council).person)
    assert client.get(path).status_code == 403
    sign_in(client, make_person(role=SiteRole.MODERATOR))
    assert client.get(path).status_code == 200
    assert client.get("/threads/99999/pictures").status_code == 404


def test_a_picture_of_a_thread_that_one_may_not_read_is_not_served(
    client: FlaskClient, barrier: Barrier
) -> None:
    one = described(client, barrier)
    visitor = client.application.test_client()
    assert visitor.get(one.small_path).status_code == 200
    barrier.visibility = Visibility.COUNCIL
    commit()
    assert visitor.get(one.small_path).status_code == 404
    own = client.get(one.small_path)
    assert own.status_code == 200
    assert "private" in own.headers["Cache-Control"]
    barrier.visibility, barrier.hidden_at = Visibility.PUBLIC, clock.now()
    commit()
    assert visitor.get(one.large_path).status_code == 404


def test_a_picture_without_words_is_for_its_author_alone(client: FlaskClient, barrier: Barrier) -> None:
    send(client, barrier, ("a.jpg", picture()))
    (one,) = pictures(barrier)
    assert client.get(one.small_path).status_code == 200
    assert client.application.test_client().get(one.small_path).status_code == 404


@pytest.mark.parametrize(
    "key", ["x", "20260101-" + "0" * 40, "..%2f..%2fsecret_key", "20260101-../../secret_key"]
)
def test_another_key_finds_nothing(client: FlaskClient, barrier: Barrier, key: str) -> None:
    one = described(client, barrier)
    assert client.get(f"/pictures/{one.id}/{key}").status_code == 404
    assert client.get(f"/files/{key}/secret_key").status_code == 404


@pytest.mark.parametrize(("path", "size"), [("pictures", 61_000_000), ("set-tags", 1_200_000)])
def test_a_request_that_is_too_large_is_refused(
    client: FlaskClient, barrier: Barrier, path: str, size: int
) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n'
    body = head + bytes(size) + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    answer = client.post(f"/threads/{barrier.id}/{path}", data=body, content_type=kind)
    assert answer.status_code == 413


def test_a_visitor_is_sent_to_sign_in_before_anything_is_read(client: FlaskClient) -> None:
    barrier, body = make_barrier(), io.BytesIO(bytes(40_000_000))
    kind = "multipart/form-data; boundary=x"
    answer = client.post(f"/threads/{barrier.id}/pictures", input_stream=body, content_type=kind)
    assert answer.status_code == 302
    assert body.tell() == 0


def test_a_store_that_is_down_is_said_and_nothing_is_half_written(
    client: FlaskClient, barrier: Barrier, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    down = replace(settings, storage_url="s3://our-files", storage_endpoint="http://127.0.0.1:1")
    keys = replace(down, storage_region="eu-west-2", storage_access_key="key", storage_secret_key="secret")
    monkeypatch.setitem(client.application.extensions, "clearway_settings", keys)
    monkeypatch.setitem(client.application.extensions, "clearway_storage", None)
    answer = send(client, barrier, ("a.jpg", picture()))
    assert answer.status_code == 503
    assert "We cannot reach our pictures" in answer.text
    assert pictures(barrier) == []


def test_while_a_picture_is_made_nobody_waits_for_us(
    client: FlaskClient, barrier: Barrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite has one write lock, and a large picture takes seconds."""
    open_then: list[bool] = []
    make = attachments.make_pictures

    def watched(*given: Any, **named: Any) -> list[MadePicture]:
        open_then.append(db.session().in_transaction())
        return make(*given, **named)

    monkeypatch.setattr(attachments, "make_pictures", watched)
    assert send(client, barrier, ("a.jpg", picture()), ("b.jpg", picture())).status_code == 303
    assert open_then == [False, False]
    assert len(pictures(barrier)) == 2


def test_a_picture_that_nobody_described_is_said_to_be_hidden_and_can_be_described_at_once(
    app: Flask, client: FlaskClient, barrier: Barrier
) -> None:
    described(client, barrier)
    send(client, barrier, ("door.jpg", picture(size=(300, 200))))
    new = next(one for one in pictures(barrier) if not one.alt)
    path = f"/barriers/{barrier.numbered_slug}"
    page = client.get(path).text
    assert "1 picture is not shown yet" in page
    assert f'name="alt_{new.id}"' in page
    assert new.small_path in page
    for other in (app.test_client(), sign_in(app.test_client(), make_person())):
        assert "not shown yet" not in other.get(path).text
        assert new.small_path not in other.get(path).text
    token = csrf_token(client, path)
    data = {"csrf_token": token, "do": "save", f"alt_{new.id}": "The door, shut"}
    assert client.post(f"/threads/{barrier.id}/pictures", data=data).location == path
    assert {one.alt for one in pictures(barrier)} == {"A ramp with a hole", "The door, shut"}
    assert "not shown yet" not in client.get(path).text
    assert "The door, shut" in app.test_client().get(path).text


def test_the_page_of_pictures_says_which_are_not_shown(client: FlaskClient, barrier: Barrier) -> None:
    answer = send(client, barrier, ("door.jpg", picture()))
    page = client.get(answer.location).text
    assert "No one else sees it until you describe it." in page
