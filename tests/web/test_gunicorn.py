"""How our web server reads what a proxy on the same machine passes on from anybody."""

from __future__ import annotations

import runpy

import pytest
from gunicorn.config import Config
from gunicorn.http.message import Request
from gunicorn.http.unreader import IterUnreader

from config import ROOT

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("header", ["SCRIPT_NAME", "PATH_INFO", "REMOTE_USER", "X_Forwarded_For"])
def test_no_header_with_an_underscore_reaches_the_application(header: str) -> None:
    settings = Config()
    for name, value in runpy.run_path(str(ROOT / "gunicorn.conf.py")).items():
        if name in settings.settings:
            settings.set(name, value)
    asked = f"GET //evil.example/about HTTP/1.1\r\nHost: here\r\n{header}: //evil.example\r\n\r\n"
    read = Request(settings, IterUnreader(iter([asked.encode()])), ("127.0.0.1", 1234))
    assert [name for name, _ in read.headers] == ["HOST"]
