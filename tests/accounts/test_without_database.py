"""When the database is gone, whoever was signed in still gets a page that says so."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from config import Settings
from forum.app import create_app


@pytest.mark.parametrize(("path", "status"), [("/account", 503), ("/councils", 503), ("/nowhere", 404)])
def test_the_page_for_errors_needs_no_database(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, path: str, status: int
) -> None:
    caplog.set_level(logging.CRITICAL)
    gone = f"sqlite:///{tmp_path}/no-such-folder/clearway.db"
    client = create_app(Settings(instance_folder=tmp_path, database_url=gone)).test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "1.1"
    answer = client.get(path)
    assert (answer.status_code, "<h1>" in answer.text) == (status, True)
