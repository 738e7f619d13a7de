"""The whole loop as three people: a group reports, another joins, the council answers, a group confirms."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pyotp
import pytest
from playwright.sync_api import Browser, Cookie, Page, expect

from forum.accounts.one_time_codes import STEP_SECONDS, STEPS_EITHER_WAY
from forum.demo.people import PASSWORD, TOTP_SECRET
from tests.support.browser import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
SECONDS = 20_000
USED: dict[tuple[str, str], int] = {}
"""The newest 30 seconds of which a person has sent the code to a site."""
COOKIES: dict[tuple[str, str], list[Cookie]] = {}
"""The session of whoever signed in to a site."""


def link_in(mail: str, containing: str) -> str:
    """The first address in a mail that contains some words, as a path."""
    found = next(one for one in re.findall(r"https?://\S+", mail) if containing in one)
    return re.sub(r"^https?://[^/]+", "", found)


def report(page: Page, title: str, email: str) -> None:
    """A visitor logs a barrier, from the home page to the mail: five answers and a name."""
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Log a barrier").first.click()
    page.get_by_label("In a few words").fill(title)
    page.get_by_label("What happened?").fill("The form asked for cover that costs more than we have.")
    page.get_by_label(re.compile("council", re.IGNORECASE)).first.fill("Wexmoor")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check and send")
    choose_kind(page, "Insurance we were asked for", "Rules and paperwork")
    page.get_by_label("Everyone", exact=True).check()
    page.get_by_label("Your name").fill("Nadia Farrow")
    page.get_by_label("Email").fill(email)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your email")


def choose_kind(page: Page, kind: str, group: str) -> None:
    """Choose a kind among the likely ones, or open the group it is in."""
    if not page.get_by_label(kind).is_visible():
        page.locator("summary", has_text=group).click()
    page.get_by_label(kind).check()


def confirm_by_mail(page: Page, site: Site, email: str) -> None:
    """Open the mailed link and press its one button, which publishes what waits."""
    page.goto(link_in(site.wait_for_mail(email, "http"), "/publish/"))
    page.get_by_role("main").get_by_role("button").first.click()


def unused_code(site: Site, email: str) -> str:
    """The oldest code that the site takes from a person and has not had yet; waits only when all were used."""
    now = int(time.time()) // STEP_SECONDS
    step = max(now - STEPS_EITHER_WAY, USED.get((site.address, email), 0) + 1)
    time.sleep(max(0.0, (step - STEPS_EITHER_WAY) * STEP_SECONDS - time.time()))
    USED[site.address, email] = step
    return pyotp.TOTP(TOTP_SECRET).generate_otp(step)


def sign_in_as_officer(page: Page, site: Site, email: str) -> None:
    """Sign in with password and one-time code, or go on in the session of whoever did so before in this run.

    Each code counts once, so that everybody who signs in anew waits half a minute for the next.
    """
    known = COOKIES.get((site.address, email))
    if known is None:
        sign_in_with_code(page, site, email)
        COOKIES[site.address, email] = page.context.cookies()
    else:
        page.context.add_cookies(known)
        page.goto("/councils/wexmoor/inbox")


def sign_in_with_code(page: Page, site: Site, email: str) -> None:
    """Sign in with password and one-time code, as the person's own app would show it."""
    for _ in range(3):
        page.goto("/sign-in/password")
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button").first.click()
        page.get_by_label(re.compile("code", re.IGNORECASE)).fill(unused_code(site, email))
        page.get_by_role("main").get_by_role("button").first.click()
        if "/sign-in" not in page.url:
            return
    raise AssertionError("the officer cannot sign in")


def answer(page: Page, path: str, kind: str, **fields: str) -> None:
    """Give the council's word: choose it, fill in what it needs, send it."""
    page.goto(path)
    page.get_by_role("link", name="Answer this").first.click()
    page.get_by_label(kind, exact=True).check()
    page.get_by_role("button", name="Continue").click()
    if page.locator("#department_id").count():
        page.locator("#department_id").select_option(index=1)
    for name, words in fields.items():
        page.locator(f"#{name}").fill(words)
    page.get_by_role("button", name="Preview your answer").click()
    page.get_by_role("button", name="Send this answer").click()
    expect(page.get_by_role("main")).to_contain_text("What the council says")


def test_a_barrier_goes_from_a_visitors_phone_to_gone_confirmed_by_those_affected(
    page: Page, browser: Browser, site: Site, request: pytest.FixtureRequest
) -> None:
    name = re.sub(r"\W", "", request.node.name)[-12:]
    email, neighbour, title = (
        f"nadia-{name}@example.org",
        f"omar-{name}@example.org",
        f"Cover for a lantern walk {name}",
    )
    page.set_default_timeout(SECONDS)
    report(page, title, email)
    confirm_by_mail(page, site, email)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    path = page.url.removeprefix(site.address).split("?")[0].split("#")[0]

    other = browser.new_context(base_url=site.address, java_script_enabled=False).new_page()
    other.goto(path)
    other.get_by_role("link", name="This affects us too").first.click()
    other.get_by_label(re.compile("own words|What happened", re.IGNORECASE)).first.fill(
        "Our walk was called off, too."
    )
    other.get_by_label("Your name").fill("Omar Reed")
    other.get_by_label("Email").fill(neighbour)
    other.get_by_role("button", name="Send me the link").click()
    confirm_by_mail(other, site, neighbour)
    other.goto(path)
    expect(other.get_by_role("main")).to_contain_text("Our walk was called off, too.")
    expect(other.get_by_role("main")).to_contain_text("2 groups are affected")

    desk = browser.new_context(base_url=site.address, java_script_enabled=False).new_page()
    sign_in_as_officer(desk, site, "officer@example.org")
    answer(desk, path, "We have seen this", public_note="Thank you, we have read it.")
    answer(
        desk,
        path,
        "It is gone",
        what_changed="No cover is asked for any more.",
        evidence="The form on our website.",
    )

    asked = site.wait_for_mail(email, "/confirm/")
    stranger = browser.new_context(base_url=site.address, java_script_enabled=False).new_page()
    stranger.goto(link_in(asked, "/gone"))
    stranger.get_by_role("button", name="Send our answer").click()
    expect(stranger.get_by_role("main")).to_contain_text("You have answered")
    other_answer = link_in(asked, "/still_there" if "/still_there" in asked else "/still-there")
    stranger.goto(other_answer)
    expect(stranger.get_by_role("main")).to_contain_text("You answered “Yes, it is gone” on")
    expect(stranger.get_by_role("button", name="Change our answer")).to_be_visible()

    site.forward(timedelta(days=29))
    until = time.monotonic() + 90
    while time.monotonic() < until:
        stranger.goto(f"{path}?at={time.monotonic()}")
        if "Gone, confirmed by those affected" in stranger.content():
            break
        time.sleep(0.5)
    expect(stranger.get_by_role("main")).to_contain_text("Gone, confirmed by those affected")
    stranger.goto(other_answer)
    expect(stranger.get_by_role("main")).to_contain_text("It is too late to change it")
