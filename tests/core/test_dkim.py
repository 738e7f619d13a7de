"""Our signatures hold where others check them: by dkimpy, against the DNS record that we print."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import dkim as dkimpy
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from sqlalchemy import select

from config import Settings
from forum.core import clock
from forum.core.db import commit, db
from forum.core.dkim import DkimKeyError, dns_record, make_key, sign_message
from forum.core.mail import deliver, mail_later
from forum.core.outbox import MAIL, OutboxRow
from forum.core.worker import Worker
from tests.support.mail import smtp_server

FROM = "Clearway <no-reply@clearway.example.org>"


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("dkim") / "dkim.pem"
    make_key(file)
    return file


@pytest.fixture
def site(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, key_file: Path) -> Settings:
    site = replace(settings, dkim_key_file=key_file, mail_from=FROM, smtp_host="127.0.0.1")
    monkeypatch.setitem(app.extensions, "clearway_settings", site)
    return site


def printed_record(app: Flask) -> dict[bytes, bytes]:
    """What `flask mail dkim-record` prints, as a name server would serve it."""
    result = app.test_cli_runner().invoke(args=["mail", "dkim-record"])
    assert result.exit_code == 0, result.output
    name, _, strings = result.output.partition(" IN TXT ")
    parts = re.findall(r'"([^"]*)"', strings)
    assert all(len(part) <= 255 for part in parts)
    return {name.encode(): "".join(parts).encode()}


def is_valid(raw: bytes, record: dict[bytes, bytes]) -> bool:
    def look_up(name: bytes, timeout: int = 5) -> bytes | None:
        return record.get(name)

    return bool(dkimpy.verify(raw, dnsfunc=look_up))


def send(app: Flask, site: Settings, monkeypatch: pytest.MonkeyPatch, **given: str) -> list[bytes]:
    with smtp_server() as postbox:
        there = replace(site, smtp_port=postbox.port)
        monkeypatch.setitem(app.extensions, "clearway_settings", there)
        mail_later(**({"to": "amina@example.org", "subject": "Is it gone?", "text": "words"} | given))
        commit()
        Worker({MAIL: deliver}, outside=frozenset({MAIL})).drain()
    return postbox.raw


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"subject": "Grüße – £5m", "text": "Grüße,\n\n" + "ü" * 400},
        {"text": "\n\n.\n..\nFrom here on\n\ttab\t\n" + "long " * 300 + "\n\n\n"},
        {"stop_url": "https://clearway.example.org/stop/" + "t" * 150},
        {"to": "Ämina Okafor-Wright <amina.okafor.wright.of.the.long.name@subdomain.example.org>"},
    ],
)
def test_a_mail_that_arrived_has_a_signature_that_holds(
    app: Flask, site: Settings, monkeypatch: pytest.MonkeyPatch, given: dict[str, str]
) -> None:
    (raw,) = send(app, site, monkeypatch, **given)
    record = printed_record(app)
    assert list(record) == [b"clearway._domainkey.clearway.example.org."]
    assert is_valid(raw, record)
    assert not is_valid(raw.replace(b"amina", b"admin"), record)
    assert not is_valid(b"Subject: Another\r\n" + raw, record)
    assert not is_valid(raw + b"<p>more</p>\r\n", record)
    assert max(len(line) for line in raw.split(b"\r\n") if b"List-Unsubscribe" not in line) <= 78
    assert raw.isascii()


def test_the_headers_for_stopping_mails_are_signed(
    app: Flask, site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (raw,) = send(app, site, monkeypatch, stop_url="https://clearway.example.org/stop/x")
    signed = re.search(rb"h=([^;]+);", raw)[1]
    names = re.sub(rb"\s", b"", signed).split(b":")
    assert {b"list-unsubscribe", b"list-unsubscribe-post", b"from", b"to", b"date"} <= set(names)


def test_without_a_key_nothing_is_signed(app: Flask, site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    (raw,) = send(app, replace(site, dkim_key_file=None), monkeypatch)
    assert b"DKIM-Signature" not in raw


def test_domain_and_selector_are_settings(
    app: Flask, site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = replace(site, dkim_domain="example.org", dkim_selector="k2026")
    (raw,) = send(app, other, monkeypatch)
    record = printed_record(app)
    assert list(record) == [b"k2026._domainkey.example.org."]
    assert is_valid(raw, record)


def test_mails_wait_while_the_key_is_not_there_and_none_goes_out_unsigned(
    app: Flask, site: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    missing = replace(site, dkim_key_file=tmp_path / "none.pem")
    assert send(app, missing, monkeypatch) == []
    row = db.session.scalars(select(OutboxRow)).one()
    assert (row.dead_at, row.held_by) == (None, "server")
    assert "The DKIM key" in (row.last_error or "")
    assert clock.now() >= row.due_at


@pytest.mark.parametrize(
    "words", ["", "no key", "-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n"]
)
def test_what_is_no_key_is_said_to_be_none(site: Settings, tmp_path: Path, words: str) -> None:
    (tmp_path / "key.pem").write_text(words)
    with pytest.raises(DkimKeyError, match="cannot be read"):
        sign_message(b"From: a@b.org\r\n\r\nhello\r\n", replace(site, dkim_key_file=tmp_path / "key.pem"))


@pytest.mark.skipif(shutil.which("openssl") is None, reason="a key is made with openssl")
@pytest.mark.parametrize("how", [["genrsa", "2048"], ["genrsa", "-traditional", "2048"]])
def test_a_key_that_openssl_made_is_read_as_well(
    app: Flask, site: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, how: list[str]
) -> None:
    made = subprocess.run(["openssl", *how], capture_output=True, check=True)
    (tmp_path / "key.pem").write_bytes(made.stdout)
    (raw,) = send(app, replace(site, dkim_key_file=tmp_path / "key.pem"), monkeypatch)
    assert is_valid(raw, printed_record(app))


def test_a_key_is_made_once_and_its_owner_alone_can_read_it(
    app: Flask, site: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "key.pem"
    monkeypatch.setitem(app.extensions, "clearway_settings", replace(site, dkim_key_file=file))
    runner = app.test_cli_runner()
    assert runner.invoke(args=["mail", "make-dkim-key"]).exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_bytes()
    again = runner.invoke(args=["mail", "make-dkim-key"])
    assert again.exit_code == 1
    assert file.read_bytes() == before


LINES = st.lists(st.text(st.sampled_from(" \t.aZ=:;é"), max_size=90), max_size=8)


@limits(deadline=None)
@given(lines=LINES, folded=LINES)
def test_any_body_and_any_folded_field_is_signed_as_others_read_it(
    key_file: Path, lines: list[str], folded: list[str]
) -> None:
    site = Settings(dkim_key_file=key_file, mail_from=FROM)
    subject = "\r\n ".join(["x", *(one.strip() + "x" for one in folded)])
    raw = (
        f"From: a@b.org\r\nSubject:{subject}\r\n\r\n".encode()
        + "".join(f"{one}\r\n" for one in lines).encode()
    )
    name, text = dns_record(site)
    assert is_valid(sign_message(raw, site), {name.encode(): text.encode()})
