"""On a demonstration no mail goes out, and the people are made up: pages say how to go on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from forum.accounts.one_time_codes import code_now
from forum.accounts.passwords import hash_password
from forum.app import create_app
from forum.core.site import IS_DEMO
from tests.accounts.mailing import send
from tests.support.databases import make_database
from tests.support.factories import make_person

GOOD = "four grey herons wade"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.mark.parametrize(
    ("is_demo", "given", "told"),
    [(True, {}, True), (True, {"smtp_host": "mail"}, False), (False, {"demo": True}, False)],
)
def test_a_demonstration_without_a_mail_server_says_where_its_mails_are(
    tmp_path: Path, is_demo: bool, given: dict[str, Any], told: bool
) -> None:
    settings = Settings(instance_folder=tmp_path, **given)
    make_database(settings, is_demo=is_demo)
    client = create_app(settings).test_client()
    assert ("instance/mails" in client.get("/sign-in/sent").text) is told


@pytest.mark.parametrize(
    ("demo", "email", "shown"),
    [
        (True, "olu@example.org", True),
        (True, "olu@council.gov.uk", False),
        (False, "olu@example.org", False),
    ],
)
def test_only_a_demonstration_shows_the_code_of_somebody_made_up(
    app: Flask,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    demo: bool,
    email: str,
    shown: bool,
) -> None:
    monkeypatch.setitem(app.extensions, IS_DEMO, demo)
    make_person("Olu", email=email, is_staff=True, password_hash=hash_password(GOOD), totp_secret=SECRET)
    send(client, "/sign-in/password", email=email, password=GOOD)
    page = client.get("/sign-in/code").text
    assert (code_now(SECRET) in page) is shown
