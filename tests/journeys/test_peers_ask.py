"""A peer asks and gets advice, and a group that got past a barrier is asked: on a phone, with and without JavaScript."""

from __future__ import annotations

import secrets

import pytest
from playwright.sync_api import Browser, Page, expect

from forum.demo.people import PASSWORD
from tests.journeys.test_accessibility import faults_on
from tests.journeys.test_the_whole_loop import confirm_by_mail
from tests.support.browser import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def ask_as_visitor(page: Page, site: Site, title: str) -> str:
    """Type a question, look at what is like it, and publish it by the mailed link; gives its address."""
    email = f"peer-{secrets.token_hex(4)}@example.org"
    page.get_by_label("Your question, in one line").fill(title)
    page.get_by_label("Tell us a little more").fill("We want to close our street for an afternoon.")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it answered already?")
    page.get_by_label("Your name").fill("Nadia Farrow")
    page.get_by_label("Your email address").fill(email)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your email")
    confirm_by_mail(page, site, email)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url


def test_a_peer_asks_and_gets_advice(page: Page, browser: Browser, site: Site) -> None:
    title = f"Who lends a road sign? {secrets.token_hex(3)}"
    page.goto("/questions")
    page.get_by_role("link", name="Ask a question").first.click()
    address = ask_as_visitor(page, site, title)
    other = browser.new_context(base_url=site.address, viewport={"width": 375, "height": 740}).new_page()
    other.goto("/sign-in/password")
    other.get_by_label("Email").fill("member@example.org")
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("main").get_by_role("button").first.click()
    other.goto(address)
    other.get_by_role("link", name="Answer or comment").click()
    other.get_by_label("Suggestion", exact=True).check()
    other.get_by_label("Did it ourselves", exact=True).check()
    other.get_by_label("Your comment").fill("The depot lends two signs for nothing.")
    other.get_by_role("button", name="Post it").click()
    expect(other.get_by_role("main")).to_contain_text("Did it ourselves")
    other.context.close()
    page.goto(address)
    page.get_by_role("button", name="This answered it").click()
    expect(page.get_by_role("main")).to_contain_text("Answered")
    page.get_by_role("link", name="Tell the others how it went").click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("They used this")


def test_the_group_that_got_past_it_is_asked(page: Page, site: Site) -> None:
    page.goto("/barriers?state=removed")
    page.locator("main .card__title a").first.click()
    page.get_by_role("link", name="Ask the group that solved it").click()
    address = ask_as_visitor(page, site, f"How did you do it? {secrets.token_hex(3)}")
    page.goto(address)
    expect(page.get_by_role("main")).to_contain_text("Asked of")


@pytest.mark.thorough
def test_axe_finds_nothing_on_the_pages_of_questions(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    page.goto("/questions?state=answered")
    question = page.locator("main .card__title a").last.get_attribute("href") or ""
    paths = (
        "/questions",
        "/questions?unanswered=1",
        "/questions?narrow=1",
        "/questions/ask",
        "/offers",
        question,
    )
    assert [fault for path in paths for fault in faults_on(page, path)] == []
    context.close()
