"""An appeal: a visitor reports a comment, a moderator hides it, its author appeals from the email, somebody else restores it."""

from __future__ import annotations

import re
import secrets

import pytest
from playwright.sync_api import Browser, Page, expect

from forum.demo.people import PASSWORD
from tests.journeys.conftest import PHONE, WIDE
from tests.journeys.test_accessibility import faults_on
from tests.journeys.test_the_whole_loop import link_in, sign_in_as_officer
from tests.support.browser import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
QUICKER_THAN_PEOPLE = 3_100
"""Milliseconds: what a new person sends sooner than this after opening the form waits for a moderator."""
AUTHOR, MODERATOR, ADMINISTRATOR = "member@example.org", "moderator@example.org", "administrator@example.org"


def new_page(browser: Browser, site: Site, *, scripts: bool) -> Page:
    """A page of somebody else, on a phone."""
    return browser.new_context(base_url=site.address, viewport=PHONE, java_script_enabled=scripts).new_page()


def comment_as_member(page: Page, words: str) -> str:
    """Sign in as the demo's member and comment on the first question; gives the comment's own address."""
    page.goto("/sign-in/password")
    page.get_by_label("Email").fill(AUTHOR)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    page.goto("/questions")
    page.locator("main .card__title a").first.click()
    page.get_by_role("link", name="Answer or comment").click()
    page.get_by_label("Your comment").fill(words)
    page.wait_for_timeout(QUICKER_THAN_PEOPLE)
    page.get_by_role("button", name="Post it").click()
    permalink = (
        page.locator("article", has_text=words)
        .get_by_role("link", name=re.compile(r"^Comment #"))
        .get_attribute("href")
    )
    assert permalink is not None
    return permalink


def report_as_visitor(visitor: Page, permalink: str, words: str) -> None:
    """Report a comment without an account, and see that it waits."""
    visitor.goto(permalink)
    visitor.locator("article", has_text=words).get_by_role("link", name="Report").click()
    visitor.get_by_label("It attacks someone").check()
    visitor.get_by_label("Tell us more").fill("It calls the clerk names.")
    visitor.get_by_role("button", name="Send to a moderator").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Thank you, we have your report")


def hide_from_the_queue(page: Page, words: str) -> None:
    """Find the report in the queue, read its card, and hide the comment with a reason."""
    page.goto("/moderation")
    page.locator(".panel", has_text=words).get_by_role("link").first.click()
    expect(page.get_by_role("main")).to_contain_text("It calls the clerk names.")
    page.get_by_role("link", name="Hide it").click()
    page.get_by_label("It attacked someone").check()
    page.get_by_label("What should the author know?").fill("Please do not call the clerk names.")
    page.get_by_role("main").get_by_role("button", name="Hide").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What people asked us to look at")


def appeal(page: Page, address: str) -> None:
    """Open the link of the email, without signing in, and appeal."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("A moderator has hidden your comment")
    expect(page.get_by_role("main")).to_contain_text(
        "An administrator will look at it, because there is only one moderator"
    )
    page.get_by_role("button", name="Send the appeal").click()
    expect(page.get_by_role("main")).to_contain_text("Say why you think the decision is wrong.")
    page.get_by_label("Why do you think this is wrong?").fill(
        "Nobody is called names here. It is the name of the hall."
    )
    page.get_by_role("button", name="Send the appeal").click()
    expect(page.get_by_role("main")).to_contain_text("You sent it on")


def test_an_author_whose_comment_was_hidden_appeals_and_is_restored_and_told(
    page: Page, browser: Browser, site: Site, request: pytest.FixtureRequest
) -> None:
    words = f"Ask at the Grumpy Clerk {secrets.token_hex(4)}"
    scripts = "with-javascript" in request.node.callspec.id
    author, visitor, moderator, administrator = (new_page(browser, site, scripts=scripts) for _ in range(4))
    permalink = comment_as_member(author, words)
    report_as_visitor(visitor, permalink, words)
    mine = visitor.url
    sign_in_as_officer(moderator, site, MODERATOR)
    hide_from_the_queue(moderator, words)
    visitor.goto(permalink)  # answered with 404, which the console of `page` would count as a fault
    expect(visitor.get_by_role("main")).not_to_contain_text(words)
    visitor.goto(mine)
    expect(visitor.get_by_role("main")).to_contain_text("something had to be done")
    mail = site.wait_for_mail(AUTHOR, "Please do not call the clerk names.")
    decision = link_in(mail, "/decisions/")
    appeal(page, decision)
    moderator.goto("/moderation/appeals")
    expect(moderator.get_by_role("main")).to_contain_text("Someone else has to decide this one")
    told = site.wait_for_mail(ADMINISTRATOR, "appealed against a decision")
    sign_in_as_officer(administrator, site, ADMINISTRATOR)
    administrator.goto(link_in(told, "/moderation/appeals/"))
    expect(administrator.get_by_role("main")).to_contain_text("It is the name of the hall.")
    administrator.get_by_label("The appeal is right: undo it").check()
    administrator.get_by_label("Tell the author why").fill("You are right: it is the name of the hall.")
    administrator.get_by_role("button", name="Save the decision").click()
    expect(administrator.get_by_role("heading", level=1)).to_have_text("Appeals")
    page.goto(permalink)
    expect(page.get_by_role("main")).to_contain_text(words)
    assert "Your appeal was right" in site.wait_for_mail(AUTHOR, "it is the name of the hall.")
    page.goto(decision)
    expect(page.get_by_role("main")).to_contain_text("Your appeal was right: the decision has been undone.")
    page.goto("/decisions")
    expect(page.get_by_role("main")).to_contain_text("Another moderator looked at it, and undid it.")
    for one in (author, visitor, moderator, administrator):
        one.context.close()


@pytest.mark.thorough
def test_axe_finds_nothing_on_the_pages_of_moderation(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address, viewport=WIDE)
    page = context.new_page()
    sign_in_as_officer(page, site, MODERATOR)
    page.goto("/questions")
    number = (
        (page.locator("main .card__title a").first.get_attribute("href") or "").split("/")[-1].split("-")[0]
    )
    report = f"/threads/{number}/report"
    page.goto(report)
    page.get_by_label("Something else").check()
    page.get_by_label("Tell us more").fill("Look at this.")
    page.get_by_role("button", name="Send to a moderator").click()
    page.goto("/moderation")
    case = page.locator(".panel h2 a").first.get_attribute("href") or ""
    page.goto(case)
    person = page.locator("main a[href*='/moderation/people/']").first.get_attribute("href") or ""
    of_post = [
        f"/moderation/threads/{number}/{verb}"
        for verb in ("hide", "redact", "retitle", "move", "merge", "split")
    ]
    paths = (
        report, "/moderation", case, person, f"{person}/suspend", f"{person}/hide-since", *of_post, "/moderation/appeals",
        "/moderation/log", "/decisions",
    )  # fmt: skip
    assert [fault for path in paths for fault in faults_on(page, path)] == []
    context.close()
