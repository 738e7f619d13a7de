"""Evidence is checked by its content, served to be saved, and swept away when no row refers to it."""

from __future__ import annotations

import io
import shutil
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from config import Settings
from forum.accounts.models import SiteRole
from forum.core import clock, storage
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from forum.features import HANDLERS
from forum.threads.actions.attachments import FORGET, forget_file, store_file
from forum.threads.attachments import StoredFile
from forum.threads.evidence import FileRefusedError, check_evidence
from forum.threads.models import Visibility
from forum.threads.orphan_cleanup import SWEEP, clear_leftovers, delete_orphans, enqueue_orphan_cleanup
from tests.support.factories import make_barrier, make_person, sign_in
from tests.threads.pictures import HTML, SVG, exif, packed, picture

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
XLSX = packed(**{"[Content_Types].xml": b"<Types/>", "xl__workbook.xml": b"<workbook/>"})
ODS = packed(**{"mimetype": ODS_TYPE, "content.xml": b"<x/>"})
CSV = "Month,People\nMay,12\nJune,£19\n".encode()


@pytest.fixture(autouse=True)
def no_files_of_other_tests(settings: Settings) -> None:
    shutil.rmtree(settings.instance_folder / "files", ignore_errors=True)


def upload(content: bytes, name: str) -> Any:
    return SimpleNamespace(filename=name, stream=io.BytesIO(content))


@pytest.mark.pure
@pytest.mark.parametrize(
    ("content", "name", "kept"),
    [
        (PDF, "Our Report (final).PDF", "our-report-final.pdf"),
        (CSV, "..\\..\\counts.csv", "counts.csv"),
        (CSV.decode().encode("cp1252"), "counts.CSV", "counts.csv"),
        (b"a;b\n1;2\n", "semi.csv", "semi.csv"),
        (XLSX, "Zählung.xlsx", "zahlung.xlsx"),
        (ODS, "sheet.ods", "sheet.ods"),
        (XLSX, "liar.pdf", "liar.xlsx"),
        (PDF, "</script>.html", "script.pdf"),
        (PDF, "", "untitled.pdf"),
    ],
)
def test_what_is_evidence_is_kept_under_a_plain_name(content: bytes, name: str, kept: str) -> None:
    checked = check_evidence(content, name)
    assert (checked.name, checked.content) == (kept, content)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"", "a.pdf", "empty"),
        (b"MZ" + bytes(99), "a.csv", "cannot take"),
        (HTML, "a.csv", "cannot take"),
        (SVG, "a.pdf", "cannot take"),
        (b"one,two\x00three", "a.csv", "cannot take"),
        (b"no cells at all", "a.csv", "cannot take"),
        (CSV, "a.txt", "cannot take"),
        (b"%PDF-1.4\n" + bytes(3000), "a.pdf", "breaks off"),
        (packed(a=b"x"), "a.xlsx", "not a spreadsheet"),
        (packed(**{"[Content_Types].xml": b"", "word__document.xml": b""}), "a.xlsx", "not a spreadsheet"),
        (
            packed(**{"[Content_Types].xml": b"", "xl__workbook.xml": b"", "xl__vbaProject.bin": b""}),
            "a.xlsx",
            "without macros",
        ),
        (packed(**{"mimetype": ODS_TYPE, "Basic__x.xml": b""}), "a.ods", "without macros"),
        (
            packed(**{"[Content_Types].xml": b"", "xl__workbook.xml": bytes(101_000_000)}),
            "bomb.xlsx",
            "not a spreadsheet",
        ),
        (b"PK\x03\x04 broken", "a.xlsx", "not a spreadsheet"),
        (bytes(10_000_001), "a.csv", "larger than 10 MB"),
        (b"\xd0\xcf\x11\xe0" + bytes(99), "old.xls", "cannot take"),
        (b"\xff\xd8\xff broken", "a.jpg", "damaged"),
    ],
)
def test_what_is_not_is_refused_with_a_word(content: bytes, name: str, word: str) -> None:
    with pytest.raises(FileRefusedError, match=word):
        check_evidence(content, name)


@pytest.mark.pure
def test_a_picture_as_evidence_is_made_anew() -> None:
    checked = check_evidence(picture("PNG", (3000, 100), exif=exif()), "photo.png")
    assert (checked.name, checked.content_type) == ("photo.jpg", "image/jpeg")
    assert Image.open(io.BytesIO(checked.content)).size[0] == 2000
    assert b"SecretPhone" not in checked.content


def test_a_file_is_saved_and_not_opened(client: FlaskClient) -> None:
    file = store_file(upload=upload(PDF, "report.pdf"), person=make_person(), thread=make_barrier())
    commit()
    answer = client.get(file.path)
    assert (answer.status_code, answer.data, answer.content_type) == (200, PDF, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="report.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(f"/files/{file.key}/other.pdf").status_code == 404


def test_a_file_is_for_those_who_may_read_its_thread(client: FlaskClient) -> None:
    giver, barrier = make_person(), make_barrier(visibility=Visibility.COUNCIL)
    file = store_file(upload=upload(PDF, "report.pdf"), person=giver, thread=barrier)
    alone = store_file(upload=upload(CSV, "draft.csv"), person=giver)
    commit()
    assert [client.get(one.path).status_code for one in (file, alone)] == [404, 404]
    sign_in(client, giver)
    assert [client.get(one.path).status_code for one in (file, alone)] == [404, 200]
    sign_in(client, barrier.author)
    answer = client.get(file.path)
    assert (answer.status_code, "private" in answer.headers["Cache-Control"]) == (200, True)
    sign_in(client, make_person(role=SiteRole.MODERATOR))
    assert [client.get(one.path).status_code for one in (file, alone)] == [200, 200]


def test_the_same_file_in_a_hidden_and_in_an_open_thread_is_served_for_the_open_one(
    client: FlaskClient,
) -> None:
    hidden, shown = make_barrier(visibility=Visibility.COUNCIL), make_barrier()
    for barrier in (hidden, shown):
        file = store_file(upload=upload(PDF, "report.pdf"), person=make_person(), thread=barrier)
    commit()
    assert client.get(file.path).status_code == 200


def test_what_a_request_left_behind_is_swept_and_what_is_referred_to_stays(app: Flask) -> None:
    left = storage.put(b"nobody refers to this")
    kept = store_file(upload=upload(PDF, "report.pdf"), person=make_person()).key
    commit()
    assert delete_orphans() == (0, "")  # too new: its request may still be running
    clock.forward(timedelta(days=4))
    assert delete_orphans() == (1, "")
    assert storage.get(left) is None
    assert storage.get(kept) == PDF
    assert delete_orphans() == (0, "")


def test_what_a_killed_process_left_half_written_is_deleted(app: Flask, settings: Settings) -> None:
    whole = storage.put(b"whole")
    half = settings.instance_folder / "files" / (whole.replace("-", "/") + "#1")
    half.write_bytes(b"wh")
    clear_leftovers()
    assert half.exists()  # it may be being written
    clock.forward(timedelta(days=4))
    clear_leftovers()
    assert not half.exists()
    assert storage.get(whole) == b"whole"


def test_each_night_goes_on_where_the_last_one_stopped(app: Flask) -> None:
    for number in range(5):
        storage.put(f"left {number}".encode())
    clock.forward(timedelta(days=4))
    first, at = delete_orphans(most=2)
    second, at = delete_orphans(after=at, most=2)
    third, at = delete_orphans(after=at, most=2)
    assert (first + second + third, at) == (5, "")


def test_the_worker_sweeps_every_night(app: Flask) -> None:
    left = storage.put(b"left")
    enqueue_orphan_cleanup()
    commit()
    clock.forward(timedelta(days=4))
    worker = Worker({SWEEP: HANDLERS[SWEEP]}, outside=frozenset({SWEEP}))
    assert worker.drain() == 1
    assert storage.get(left) is None
    assert db.session.query(OutboxRow).filter_by(kind=SWEEP, done_at=None).count() == 1


def test_a_file_that_was_let_go_is_deleted_unless_it_was_given_again(app: Flask) -> None:
    person = make_person()
    gone, again = (
        store_file(upload=upload(PDF + one, "a.pdf"), person=person) for one in (b"1%%EOF", b"2%%EOF")
    )
    keys = gone.key, again.key
    forget_file(file=gone)
    forget_file(file=again)
    store_file(upload=upload(PDF + b"2%%EOF", "b.pdf"), person=person)
    commit()
    clock.forward(timedelta(days=5))
    worker = Worker({FORGET: HANDLERS[FORGET]}, outside=frozenset({FORGET}))
    assert worker.drain() == 2
    assert [storage.get(key) is None for key in keys] == [True, False]
    assert db.session.query(StoredFile).count() == 1
