"""Keeps a picture of every kind of mail that tests write, on a phone and at a desk, and of its text; says which were not written.

    MAIL_PICTURES=mail-pictures python -m pytest -n0 -p tests.support.mail_pictures tests/notifications tests/accounts

The mails are those that the tests had the product write, so a new kind is covered by its own test.
"""

from __future__ import annotations

import inspect
import os
from html import escape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from config import ROOT
from forum.core import clock
from forum.core.mail import build, mail_later
from forum.core.outbox import OutboxRow
from forum.core.settings import settings
from tests.support.browser import CHROMIUM, CHROMIUM_ARGUMENTS

WIDTHS = (375, 640)
PAGES: dict[str, tuple[str, str]] = {}
"""By template: the HTML of the longest mail that was written from it, and its text."""


@pytest.fixture(autouse=True)
def kept_mails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Note each mail on its way into the outbox."""

    def note(**given: Any) -> None:
        mail_later(**given)
        frame = inspect.currentframe()
        template = frame.f_back.f_locals["template"] if frame and frame.f_back else ""
        if len(given["text"]) >= len(PAGES.get(template, ("", ""))[1]):
            PAGES[template] = pages_of(given)

    monkeypatch.setattr("forum.core.emails.mail_later", note)


def pages_of(given: dict[str, Any]) -> tuple[str, str]:
    """Build the message as the worker does; returns its HTML and its text."""
    payload = {name: given[name] for name in ("to", "subject", "text", "stop_url", "look") if given.get(name)}
    message = build(OutboxRow(id=1, payload=payload, created_at=clock.now()), settings())
    html = message.get_body(("html",)).get_content()  # type: ignore[union-attr]  # it has both
    return html, f"{message['Subject']}\n\n{message.get_body(('plain',)).get_content()}"  # type: ignore[union-attr]


def pytest_sessionfinish() -> None:
    """Draw them all."""
    folder = Path(os.environ.get("MAIL_PICTURES", "mail-pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        for name, (html, text) in sorted(PAGES.items()):
            plain = f"<pre style='white-space:pre-wrap;overflow-wrap:anywhere;font:15px monospace;margin:12px'>{escape(text)}</pre>"
            for width in WIDTHS:
                page = browser.new_page(viewport={"width": width, "height": 400})
                for kind, shown in (("html", html), ("text", plain)):
                    page.set_content(shown)
                    wide = page.evaluate("document.documentElement.scrollWidth")
                    if wide > width:
                        print(f"{name} ({kind}) is {wide} wide on a screen of {width}")
                    page.screenshot(path=folder / f"{name}-{kind}-{width}.png", full_page=True)
                page.close()
        browser.close()
    kinds = {file.stem for file in (ROOT / "templates" / "emails").glob("[!_]*.txt")}
    print(f"{len(PAGES)} of {len(kinds)} kinds; not written: {', '.join(sorted(kinds - PAGES.keys()))}")
