"""The command of the README fills an empty folder with invented content, and serves it."""

from __future__ import annotations

import urllib.request
from pathlib import Path

import pyotp
import pytest

from forum.demo.people import TOTP_SECRET
from tests.support.browser import Site, serve
from tests.support.demo import loaded

pytestmark = [pytest.mark.slow, pytest.mark.pure, pytest.mark.timeout(300)]


def read(site: Site, path: str) -> str:
    return str(urllib.request.urlopen(site.address + path, timeout=10).read().decode())  # noqa: S310  # our own server


def test_the_first_start_loads_the_demo_tells_who_can_sign_in_and_finds_what_is_there(tmp_path: Path) -> None:
    """The only site that loads the demo itself: the others are copies of one."""
    with serve(tmp_path, demo=True) as site:
        assert "Wexmoor" in read(site, "/councils")
        assert "/barriers/" in read(site, "/search?q=insurance")
        code = site.flask("demo", "code").strip()
        said = (tmp_path / "log").read_text()
    assert "Loading demo content" in said
    assert "officer@example.org" in said
    assert pyotp.TOTP(TOTP_SECRET).verify(code, valid_window=1)


def test_the_second_start_loads_nothing(tmp_path: Path, folder_of_the_run: Path) -> None:
    loaded(folder_of_the_run).site(tmp_path)
    with serve(tmp_path, demo=True) as site:
        assert "Wexmoor" in read(site, "/councils")
    assert "Loading demo content" not in (tmp_path / "log").read_text()
