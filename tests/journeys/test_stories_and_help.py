"""A volunteer tells a story, a peer checks its result, a visitor finds who can help: on a phone, with and without JavaScript."""

from __future__ import annotations

import re
import secrets

import pytest
from playwright.sync_api import Browser, Page, expect

from forum.demo.people import PASSWORD
from tests.journeys.test_accessibility import faults_on, first_link
from tests.journeys.test_the_whole_loop import confirm_by_mail
from tests.support.browser import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def sign_in_as_member(page: Page) -> None:
    page.goto("/sign-in/password")
    page.get_by_label("Email").fill("member@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()


def add_result(page: Page) -> None:
    page.get_by_role("link", name="Add a result").first.click()
    page.get_by_label("What did you measure?").fill("Neighbours at the table")
    page.get_by_role("textbox", name="Before").fill("four")
    page.get_by_role("textbox", name="After").fill("31")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#baseline-error")).to_contain_text("Type a number")
    page.get_by_role("textbox", name="Before").fill("4")
    page.locator("#baseline_on").fill("2025-09-01")
    page.locator("#result_on").fill("2026-09-01")
    page.get_by_label("We counted").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Up by 27 people (675 %)")


def test_a_volunteer_tells_a_story_and_a_peer_checks_it(page: Page, browser: Browser, site: Site) -> None:
    title, email = f"Soup on the green {secrets.token_hex(3)}", f"teller-{secrets.token_hex(4)}@example.org"
    page.goto("/stories")
    page.get_by_role("link", name="Tell your story").first.click()
    page.get_by_label("What do you call it?").fill(title)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.get_by_label("What do you call it?")).to_have_value(title)
    page.get_by_label("In two sentences").fill("Soup for whoever is cold, every Friday in winter.")
    page.get_by_label("What did you do?").fill("We cooked at home and carried it over.")
    page.get_by_label("What happened?").fill("First four came, then thirty-one.")
    page.get_by_label("Which council is it?").fill("Wexmoor")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your story")
    page.get_by_label("Your name").fill("Nadia Farrow")
    page.get_by_label("Your email address").fill(email)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your email")
    confirm_by_mail(page, site, email)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    address = page.url
    add_result(page)
    peer = browser.new_context(base_url=site.address, viewport={"width": 375, "height": 740}).new_page()
    sign_in_as_member(peer)
    peer.goto(address)
    peer.get_by_role("link", name=re.compile("I have looked at this")).click()
    peer.get_by_role("button", name="Yes, I have looked at it").click()
    expect(peer.get_by_role("main")).to_contain_text("Checked by a peer")
    peer.context.close()
    visitor = browser.new_context(base_url=site.address, viewport={"width": 375, "height": 740}).new_page()
    visitor.goto(address)
    visitor.get_by_role("link", name=re.compile("Ask (this group|about it)")).click()
    expect(visitor.get_by_role("heading", level=1)).to_be_visible()
    visitor.context.close()


def test_a_visitor_finds_who_can_help(page: Page) -> None:
    page.goto("/")
    page.get_by_label("What do you want to do?").fill("a lunch club for older neighbours")
    page.get_by_label("Where?").fill("Wexmoor")
    page.get_by_label("What is in the way?").select_option("insurance")
    page.get_by_role("button", name="Find who can help").click()
    main = page.get_by_role("main")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who can help?")
    for words in ("Who to ask at Wexmoor", "Groups that did it", "How others got past it"):
        expect(main).to_contain_text(words)
    page.get_by_role("button", name="Ask everyone").first.click()
    expect(page.get_by_label("Your question, in one line")).to_have_value("a lunch club for older neighbours")


@pytest.mark.thorough
def test_axe_finds_nothing_on_the_pages_of_stories_and_help(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    sign_in_as_member(page)
    story = first_link(page, "/stories?measured=1", "/stories/")
    own = notify_own(page)
    paths = (
        "/who-can-help", "/who-can-help?want=lunch+club&place=Wexmoor&category=insurance", "/who-can-help?want=zzqqzz",
        "/stories", "/stories?narrow=1", story, "/stories/tell?new=1", "/resources", "/councils/wexmoor/needs",
        "/searches", "/search?q=zzzzqqq", f"{own}/words", f"{own}/effort", f"{own}/outcomes/add", f"{own}/lessons",
        f"{own}/barriers", "/offers", "/obstacles",
    )  # fmt: skip
    assert [fault for path in paths for fault in faults_on(page, path)] == []
    context.close()


def notify_own(page: Page) -> str:
    """Tell a short story as whoever is signed in; gives the beginning of its pages' addresses."""
    page.goto("/stories/tell?new=1")
    page.get_by_label("What do you call it?").fill("A story for its forms")
    page.get_by_label("In two sentences").fill("Short.")
    page.get_by_label("What did you do?").fill("Little.")
    page.get_by_label("What happened?").fill("Less.")
    page.get_by_label("I am not sure which council it is").check()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Publish it").click()
    number = re.search(r"/stories/(\d+)", page.url)
    assert number is not None
    return f"/stories/{number[1]}"
