"""Mails go over an encrypted connection, with a name and a password, where the settings say so."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from flask import Flask
from sqlalchemy import select

from config import Settings
from forum.core.db import commit, db
from forum.core.mail import deliver, mail_later
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from tests.support.mail import Postbox, smtp_server

OPENSSL = shutil.which("openssl")
WHO, PASSWORD = "clearway", "seven small boats"

pytestmark = pytest.mark.skipif(OPENSSL is None, reason="a certificate is made with openssl")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 that vouches for itself, with its key in the same file."""
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    asked = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1"]
    done = subprocess.run(
        [str(OPENSSL), *asked, *names, "-keyout", "-", "-out", "-"], capture_output=True, check=True
    )
    file.write_bytes(done.stdout)
    return file


def only_us(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: LoginPassword) -> AuthResult:
    right = (given.login, given.password) == (WHO.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=right)


def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


def send_one(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, postbox: Postbox, **given: Any
) -> str:
    """Send one mail; gives the error, or nothing."""
    site = replace(settings, smtp_host="127.0.0.1", smtp_port=postbox.port, **given)
    monkeypatch.setitem(app.extensions, "clearway_settings", site)
    mail_later(to="amina@example.org", subject="Hello", text="words")
    commit()
    Worker({"mail": deliver}).drain()
    return db.session.scalars(select(OutboxRow)).one().last_error or ""


def test_starttls_with_name_and_password(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, certificate: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = {"tls_context": tls(certificate), "require_starttls": True, "auth_required": True}
    with smtp_server(authenticator=only_us, **server) as postbox:
        known = {"smtp_username": WHO, "smtp_password": PASSWORD}
        assert send_one(app, settings, monkeypatch, postbox, smtp_encryption="starttls", **known) == ""
    assert len(postbox.messages) == 1


def test_a_wrong_password_is_tried_again_later_and_kept_out_of_the_error(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, certificate: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with smtp_server(authenticator=only_us, tls_context=tls(certificate), auth_required=True) as postbox:
        known = {"smtp_username": WHO, "smtp_password": "not this one"}
        error = send_one(app, settings, monkeypatch, postbox, smtp_encryption="starttls", **known)
    assert "SMTPAuthenticationError" in error
    assert "not this one" not in error
    assert postbox.messages == []


def test_tls_from_the_first_byte(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, certificate: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with smtp_server(ssl_context=tls(certificate)) as postbox:
        assert send_one(app, settings, monkeypatch, postbox, smtp_encryption="tls") == ""
    assert len(postbox.messages) == 1


@pytest.mark.parametrize("encryption", ["starttls", "tls"])
def test_a_server_that_nobody_vouches_for_gets_no_mail(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, certificate: Path, encryption: str
) -> None:
    key = "ssl_context" if encryption == "tls" else "tls_context"
    with smtp_server(**{key: tls(certificate)}) as postbox:
        error = send_one(app, settings, monkeypatch, postbox, smtp_encryption=encryption)
    assert "CERTIFICATE_VERIFY_FAILED" in error
    assert postbox.messages == []


def test_a_server_that_offers_no_encryption_gets_nothing_where_it_is_asked_for(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with smtp_server() as postbox:
        known = {"smtp_username": WHO, "smtp_password": PASSWORD}
        error = send_one(app, settings, monkeypatch, postbox, smtp_encryption="starttls", **known)
    assert "STARTTLS extension not supported" in error
    assert postbox.messages == []
    assert db.session.scalars(select(OutboxRow)).one().dead_at is None
