"""Somebody logs a barrier, takes their data along and leaves: with their posts and without, with JavaScript and without."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE, WIDE
from tests.journeys.test_pictures import check
from tests.journeys.test_the_whole_loop import confirm_by_mail, report
from tests.support.browser import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
WORDS = "The form asked for cover that costs more than we have."


def test_who_leaves_downloads_first_and_is_named_nowhere(
    page: Page,
    browser: Browser,
    site: Site,
    screenshots: Path,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> None:
    scripts = "without" not in request.node.name
    posts, email = ("stay", "stays@example.org") if scripts else ("go", "goes@example.org")
    report(page, f"Cover for a stall ({posts})", email)
    confirm_by_mail(page, site, email)
    shared = page.url
    page.goto("/account")
    page.get_by_role("link", name="See and download what we keep about you").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your data")
    look(page, screenshots / f"own-data-{posts}.png", scripts=scripts)
    with page.expect_download() as started:
        page.get_by_role("button", name="Download my data").click()
    read_archive(Path(started.value.path()), email)
    page.get_by_role("link", name="Delete my account").click()
    expect(page.get_by_role("main")).to_contain_text("What stays, whatever you choose")
    page.get_by_role("button", name="Delete my account now").click()
    expect(page.get_by_role("main")).to_contain_text("Please choose one")
    look(page, screenshots / f"leave-{posts}.png", scripts=scripts)
    page.get_by_label("They go too" if posts == "go" else re.compile("They stay")).check()
    page.get_by_role("button", name="Delete my account now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is deleted")
    look(page, screenshots / f"left-{posts}.png", scripts=scripts)
    assert "Your account at" in site.wait_for_mail(email, "last email to you")
    page.goto("/account")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sign in")
    visitor = browser.new_page(base_url=site.address, viewport=WIDE)
    visitor.goto(shared)
    seen = visitor.get_by_role("main")
    expect(seen).not_to_contain_text("Nadia Farrow")
    (expect(seen).to_contain_text if posts == "stay" else expect(seen).not_to_contain_text)(WORDS)
    if posts == "go":
        expect(visitor.get_by_role("heading", level=1)).to_contain_text(
            "its author took their words with them"
        )
    look(visitor, screenshots / f"post-of-a-former-member-{posts}.png", scripts=True)
    visitor.close()


def look(page: Page, picture: Path, *, scripts: bool) -> None:
    """Take a picture of the whole page on a phone and on a desk; axe looks where it can run."""
    size = page.viewport_size
    for view in (PHONE, WIDE):
        page.set_viewport_size(view)
        page.screenshot(path=picture.with_stem(f"{picture.stem}-{view['width']}"), full_page=True)
        if scripts:
            check(page)
    if size is not None:
        page.set_viewport_size(size)


def read_archive(file: Path, email: str) -> None:
    with zipfile.ZipFile(file) as archive:
        said = json.loads(archive.read("your-data.json"))
        page = archive.read("your-data.html").decode()
    assert WORDS in page
    assert next(part for part in said["what"] if part["table"] == "person")["rows"][0]["email"] == email
