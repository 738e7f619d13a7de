"""The page for developers shows the mails that were written, on a developer's site alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from forum.core.db import commit
from forum.core.mail import deliver, mail_later
from forum.core.worker import Worker


@pytest.fixture
def site(app: Flask, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    site = replace(settings, instance_folder=tmp_path, debug=True)
    monkeypatch.setitem(app.extensions, "clearway_settings", site)
    return site


def test_mails_are_listed_and_their_links_can_be_followed(client: FlaskClient, site: Settings) -> None:
    assert "No email yet" in client.get("/developers/mails").text
    mail_later(
        to="a@example.org",
        subject="Your <link>",
        text='Open\nhttp://127.0.0.1:8000/sign-in/link/x"y\n<script>',
    )
    commit()
    Worker({"mail": deliver}).drain()
    page = client.get("/developers/mails").text
    assert "Your &lt;link&gt;" in page
    path = page.split('href="/developers/mails/', 1)[1].split('"', 1)[0]
    mail = client.get(f"/developers/mails/{path}").text
    assert '<a href="http://127.0.0.1:8000/sign-in/link/x">' in mail
    assert "<script>" not in mail.split("<main", 1)[1].split("</main>")[0]
    assert client.get("/developers/mails/999").status_code == 404


def test_other_sites_have_no_such_pages(client: FlaskClient) -> None:
    assert client.get("/developers/mails").status_code == 404
    assert client.get("/developers/mails/1").status_code == 404
