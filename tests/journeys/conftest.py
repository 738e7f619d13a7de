"""Fixtures of the journeys: one running demo site, pages with and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.support.browser import Site, serve
from tests.support.demo import load_once

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 740}


# Whether a journey is made with JavaScript. That each page works without is what all other tests see, whose client has
# none; walking there without it in a browser, too, is for `make test-all`, but for the journeys that ask for both.
BOTH = {"argvalues": [True, False], "ids": ["with-javascript", "without-javascript"], "indirect": True}
MORE_WITHOUT = [
    pytest.param(True, id="with-javascript"),
    pytest.param(False, id="without-javascript", marks=pytest.mark.thorough),
]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, folder_of_the_run: Path) -> Iterator[Site]:
    """A site with a copy of the demo content, started by the command of the README."""
    folder = tmp_path_factory.mktemp("site")
    load_once(folder_of_the_run).site(folder)
    with serve(folder, demo=True) as running:
        yield running


def is_fault(message: ConsoleMessage) -> bool:
    """Whether the console speaks of a fault of ours; a form that comes back with errors (422) is none."""
    return message.type == "error" and "status of 422" not in message.text


@pytest.fixture(params=MORE_WITHOUT)
def page(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A phone's page, with JavaScript or without; fails on any console error."""
    context = browser.new_context(
        base_url=site.address, viewport=PHONE, java_script_enabled=request.param, locale="en-GB"
    )
    opened = context.new_page()
    errors: list[str] = []
    opened.on("console", lambda message: errors.append(message.text) if is_fault(message) else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []


@pytest.fixture
def screenshots() -> Path:
    """Where pictures go for people to look at; not kept in the repository."""
    folder = Path(__file__).resolve().parents[2] / "screenshots"
    folder.mkdir(exist_ok=True)
    return folder
