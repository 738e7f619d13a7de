"""A follower's week, on a phone: the clock is moved day by day, and each day's mails are read."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from forum.demo.people import PASSWORD
from tests.journeys.conftest import PHONE
from tests.journeys.test_accessibility import faults_on
from tests.journeys.test_the_whole_loop import confirm_by_mail, link_in, report
from tests.support.browser import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

MEMBER = "member@example.org"
QUICKER_THAN_PEOPLE = 3_500  # what a new person posts in less is held for a moderator


def sign_in_as_member(page: Page) -> None:
    """Sign in with a password: this follower has one."""
    page.goto("/sign-in/password")
    page.get_by_label("Email").fill(MEMBER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()


def comment(page: Page, address: str, words: str) -> None:
    """Comment on what somebody reported."""
    page.goto(address)
    page.get_by_role("link", name="Write a comment").click()
    page.wait_for_timeout(QUICKER_THAN_PEOPLE)
    page.get_by_label("Your comment").fill(words)
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("main")).to_contain_text(words)


def choose(page: Page, title: str, frequency: str) -> None:
    """Choose how often to be told of one thing."""
    page.goto("/following")
    card = page.get_by_role("region", name=title)
    card.get_by_label("How often").select_option(frequency)
    card.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main").locator("..")).to_contain_text("Saved.")


def next_day(site: Site, days: int = 1) -> None:
    """Move the clock."""
    site.forward(timedelta(days=days))


def reported(other: Page, site: Site, title: str) -> str:
    """Somebody reports a barrier and publishes it; gives its address."""
    author = f"author-{secrets.token_hex(4)}@example.org"
    report(other, title, author)
    confirm_by_mail(other, site, author)
    expect(other.get_by_role("heading", level=1)).to_have_text(title)
    return other.url


def test_a_followers_week(page: Page, browser: Browser, site: Site) -> None:
    title = f"Hall keys on Sundays {secrets.token_hex(3)}"
    other = browser.new_context(base_url=site.address, viewport=PHONE).new_page()
    address = reported(other, site, title)

    # The first day: somebody follows a report and its tag's kind, and finds them in a list.
    sign_in_as_member(page)
    page.goto(address)
    page.get_by_role("button", name="Follow this").click()
    expect(page.locator("body")).to_contain_text("You get an email once a day when there is news.")
    before = len(site.mails(MEMBER))
    comment(other, address, "The caretaker lends a key on Fridays.")
    page.goto("/notifications")
    expect(page.get_by_role("region", name=title)).to_contain_text("There is a new comment.")
    assert faults_on(page, "/notifications") == []
    assert len(site.mails(MEMBER)) == before

    # The second day: one mail in the morning, which reads well, and leads to the page.
    next_day(site)
    mail = site.wait_for_mail(MEMBER, "The caretaker lends a key")
    page.goto(link_in(mail, "/barriers/"))
    expect(page.get_by_role("heading", level=1)).to_have_text(title)

    # At once: the first comment of a day comes by mail, the second waits for the morning.
    choose(page, title, "at_once")
    assert faults_on(page, "/following") == []
    next_day(site)
    comment(other, address, "At once this time.")
    site.wait_for_mail(MEMBER, "At once this time.")
    comment(other, address, "And once more.")
    page.goto("/notifications")
    expect(page.get_by_role("region", name=title)).to_contain_text("3 new comments.")
    assert not any("And once more." in one for one in site.mails(MEMBER))
    next_day(site)
    site.wait_for_mail(MEMBER, "And once more.")

    # Only here: no mail, and the number in the header.
    choose(page, title, "only_here")
    comment(other, address, "Nobody mails this.")
    next_day(site)
    page.goto("/notifications")
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.locator("body")).to_contain_text("Everything is marked as read.")
    assert not any("Nobody mails this." in one for one in site.mails(MEMBER))

    # Weekly: the next Monday, whatever day it is.
    choose(page, title, "weekly")
    comment(other, address, "It is on Monday.")
    next_day(site, 7)
    mail = site.wait_for_mail(MEMBER, "It is on Monday.")

    # The link under the mail stops it without signing in.
    visitor = browser.new_context(base_url=site.address, viewport=PHONE).new_page()
    stopping = link_in(mail, "/stop-following/")
    visitor.goto(stopping)
    visitor.get_by_role("region", name=title).get_by_role("button", name="Stop following").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("You will get no more emails about this")
    assert faults_on(visitor, stopping) == []
    page.goto("/following")
    expect(page.get_by_role("region", name=title)).to_have_count(0)
    for one in (other, visitor):
        one.context.close()
