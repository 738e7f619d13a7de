"""Our cookies: none before a form needs one, none that scripts or other hosts can touch."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from config import Settings
from forum.app import create_app
from tests.support.databases import make_database


@pytest.mark.parametrize(
    ("address", "name", "path"),
    [
        ("https://example.org", "__Host-clearway", "/"),
        ("https://example.org/forum", "__Secure-clearway", "/forum"),
        ("http://127.0.0.1:8000", "clearway", "/"),
    ],
)
def test_by_https_no_other_host_can_plant_a_cookie_of_ours(
    tmp_path: Path, address: str, name: str, path: str
) -> None:
    settings = Settings(instance_folder=tmp_path, base_url=address)
    make_database(settings, is_demo=False)
    answer = create_app(settings).test_client().get("/sign-in", base_url=settings.origin)
    parts = answer.headers["Set-Cookie"].split("; ")
    assert parts[0].startswith(f"{name}=")
    assert {"HttpOnly", "SameSite=Lax", f"Path={path}"} <= set(parts)
    assert ("Secure" in parts) is address.startswith("https")
    assert not any(part.startswith("Domain") for part in parts)


@pytest.mark.parametrize("path", ["/", "/barriers", "/councils", "/who-can-help", "/about/privacy"])
def test_a_visitor_who_reads_has_no_cookie(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)
