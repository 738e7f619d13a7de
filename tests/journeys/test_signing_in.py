"""Signing in when something went wrong: a phone is lost, a cookie was copied, somebody else types wrong passwords."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from forum.demo.people import PASSWORD
from tests.journeys.conftest import MORE_WITHOUT, PHONE
from tests.journeys.test_the_whole_loop import unused_code
from tests.support.axe import find_faults
from tests.support.browser import Site, serve
from tests.support.demo import load_once

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
BOTH_WAYS = pytest.mark.parametrize("has_scripts", MORE_WITHOUT)
CODE = re.compile(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}")


@pytest.fixture(scope="module")
def limited_site(tmp_path_factory: pytest.TempPathFactory, folder_of_the_run: Path) -> Iterator[Site]:
    """A site that counts wrong passwords, as a real one does."""
    folder = tmp_path_factory.mktemp("limited")
    load_once(folder_of_the_run).site(folder)
    with serve(folder, demo=True, RATE_LIMITS="1") as running:
        yield running


@pytest.fixture
def browsers(browser: Browser, limited_site: Site, request: pytest.FixtureRequest):
    """Make browsers of different people, each with cookies of its own; nobody has typed a wrong password before."""
    opened = []
    with closing(sqlite3.connect(limited_site.folder / "clearway.db", timeout=15)) as database, database:
        database.execute("DELETE FROM rate_count")  # all journeys come from one network

    def open_one(has_scripts: bool) -> Page:
        context = browser.new_context(
            base_url=limited_site.address, viewport=PHONE, java_script_enabled=has_scripts, locale="en-GB"
        )
        opened.append(context)
        return context.new_page()

    yield open_one
    for context in opened:
        context.close()


def type_password(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/sign-in/password")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def type_wrong_passwords(page: Page, email: str) -> None:
    """Type one more than are taken from one network."""
    type_password(page, email, "not the password")
    for _ in range(10):
        page.get_by_label("Password").fill("not the password either")
        page.get_by_role("main").get_by_role("button", name="Sign in").click()


def type_code(page: Page, site: Site, email: str) -> None:
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(unused_code(site, email))
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def is_signed_in(page: Page) -> bool:
    page.goto("/account")
    return "/sign-in" not in page.url


def check(page: Page, heading: str, screenshots: Path, name: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.screenshot(path=screenshots / f"signing-in-{name}.png", full_page=True)
    if name.endswith("with"):
        assert find_faults(page) == []


@BOTH_WAYS
def test_an_officer_loses_her_phone_and_signs_in_with_a_code_on_paper(
    browsers, limited_site: Site, screenshots: Path, has_scripts: bool
) -> None:
    email = "lead@example.org" if has_scripts else "moderator@example.org"
    way = "with" if has_scripts else "without"
    desk = browsers(has_scripts)
    type_password(desk, email)
    type_code(desk, limited_site, email)
    desk.goto("/account")
    desk.get_by_role("link", name=re.compile("^Make recovery codes")).click()
    desk.get_by_role("button", name="Make recovery codes").click()
    check(desk, "Your new recovery codes", screenshots, f"codes-{way}")
    codes = CODE.findall(desk.get_by_role("main").inner_text())
    assert len(set(codes)) == 10
    expect(desk.get_by_role("button", name="Print")).to_have_count(1 if has_scripts else 0)
    desk.get_by_role("link", name="I have kept them").click()

    laptop = browsers(has_scripts)
    type_password(laptop, email)
    laptop.get_by_role("link", name="Use a recovery code").click()
    laptop.get_by_label("One of your recovery codes").fill(codes[0].lower())
    laptop.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(laptop.get_by_text("You have 9 recovery codes left")).to_be_visible()
    limited_site.wait_for_mail(email, "9 codes left")

    laptop.goto("/account/sessions")
    check(laptop, "Where you are signed in", screenshots, f"sessions-{way}")
    expect(laptop.get_by_text("This device")).to_have_count(1)
    laptop.get_by_role("button", name="Sign out on all other devices").click()
    expect(laptop.get_by_text("You have been signed out on all other devices.")).to_be_visible()
    assert (is_signed_in(desk), is_signed_in(laptop)) == (False, True)


@BOTH_WAYS
def test_whoever_types_wrong_passwords_shuts_out_no_one_who_is_known(
    browsers, limited_site: Site, screenshots: Path, has_scripts: bool
) -> None:
    email = "officer@example.org" if has_scripts else "lead@example.org"
    way = "with" if has_scripts else "without"
    own, stranger = browsers(has_scripts), browsers(has_scripts)
    type_password(own, "member@example.org")
    own.context.clear_cookies(name="clearway")  # signed out; the device is known
    type_wrong_passwords(stranger, "member@example.org")
    check(stranger, "Sign in another way for now", screenshots, f"locked-{way}")
    expect(stranger.get_by_text("It may not have been you.")).to_be_visible()
    type_password(own, "member@example.org")
    assert is_signed_in(own)

    type_wrong_passwords(browsers(has_scripts), email)
    new = browsers(has_scripts)  # of staff, not known, and in the stranger's own network
    type_password(new, email)
    new.get_by_role("button", name="Send me an email").click()
    mail = limited_site.wait_for_mail(email, "/sign-in/device/")
    new.goto(re.findall(r"http\S+/sign-in/device/\S+", mail)[-1])
    check(new, "Sign in on this device", screenshots, f"unlock-{way}")
    new.get_by_role("button", name="Continue").click()
    type_password(new, email)
    expect(new.get_by_role("heading", level=1)).to_have_text("Type the code from your phone")


@BOTH_WAYS
def test_an_administrator_makes_a_moderator_and_confirms_that_it_is_them(
    browsers, limited_site: Site, screenshots: Path, has_scripts: bool
) -> None:
    way = "with" if has_scripts else "without"
    page = browsers(has_scripts)
    type_password(page, "administrator@example.org")
    type_code(page, limited_site, "administrator@example.org")
    page.goto("/people?q=officer@example.org")
    page.get_by_role("link", name="Tom Ashdown").click()
    page.get_by_label("Moderator", exact=True).check()
    page.get_by_role("button", name="Change role").click()
    expect(page.get_by_text("Tom Ashdown is now a moderator.")).to_be_visible()
    check(page, "Tom Ashdown", screenshots, f"person-{way}")
    limited_site.wait_for_mail("officer@example.org", "You are now a moderator.")
    limited_site.wait_for_mail("administrator@example.org", "You have made Tom Ashdown a moderator")
    page.get_by_label("Member", exact=True).check()
    page.get_by_role("button", name="Change role").click()
    expect(page.get_by_text("Tom Ashdown is now a member.")).to_be_visible()
