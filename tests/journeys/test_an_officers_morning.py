"""An officer's morning: sign in, see what presses, give some away, read a case, answer it, come back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_the_whole_loop import sign_in_as_officer
from tests.support.browser import Site
from tests.support.demo import NOW

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
WITH_SCRIPTS = pytest.mark.parametrize("page", [True], ids=["with-javascript"], indirect=True)


def test_an_officers_morning(page: Page, site: Site, request: pytest.FixtureRequest) -> None:
    has_scripts = "without" not in request.node.name
    sign_in_as_officer(page, site, "officer@example.org")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inbox of Wexmoor")
    overdue = page.get_by_role("region", name=re.compile("^Overdue"))
    expect(overdue).to_contain_text("working days late")
    if not has_scripts:  # then there are no keys, and nothing tells of them
        expect(page.get_by_text("On a keyboard:")).to_be_hidden()

    page.get_by_role("link", name="Unassigned").click()
    rows = page.locator(".inbox-row")
    titles = [rows.nth(number).locator(".inbox-row__title").inner_text() for number in (0, 1)]
    for title in titles:
        page.get_by_label(f"Tick {title}").check()
    page.get_by_label("Officer", exact=True).select_option(label="Tom Ashdown")
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text("2 barriers are assigned.")).to_be_visible()
    for title in titles:
        expect(page.locator(".inbox-list").first).not_to_contain_text(title)

    page.get_by_role("link", name="Mine").click()
    case = page.get_by_role("link", name=titles[0])
    if not case.count():  # each list is short, with a way to all of it
        page.get_by_role("link", name=re.compile("^See all")).first.click()
    case.click()
    main = page.get_by_role("main")
    for words in (
        "What happened",
        "Status",
        "Private notes",
        "Similar cases at your council",
        "How other councils answered",
    ):
        expect(main).to_contain_text(words)
    page.get_by_label("We will change it").check()
    page.get_by_role("button", name="Continue").click()

    page.get_by_label("What will change?").fill("Thank you for waiting.")
    page.get_by_label(re.compile("own words")).select_option(label="We will put it on the form")
    page.get_by_role("button", name="Insert").click()
    expect(page.get_by_label("What will change?")).to_have_value(
        re.compile(r"Thank you for waiting\.\s+You are right")
    )
    day = NOW.date() + timedelta(days=400)
    page.get_by_label("By when will it change?").fill(day.isoformat())
    page.get_by_role("button", name="Preview your answer").click()
    page.get_by_role("button", name="Send this answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inbox of Wexmoor")
    expect(page.get_by_text("Your answer is on the page")).to_be_visible()


@WITH_SCRIPTS
def test_the_keys_of_the_inbox_are_told_and_work(page: Page, site: Site) -> None:
    sign_in_as_officer(page, site, "officer@example.org")
    expect(page.get_by_text("On a keyboard:")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(".inbox-row").first.get_by_role("checkbox")).to_be_checked()
    page.keyboard.press("j")
    expect(page.locator(".inbox-row").nth(1).get_by_role("link")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("What happened")


@WITH_SCRIPTS
@pytest.mark.parametrize("width", [375, 1280])
def test_the_next_case_and_the_reply_are_at_most_two_screens_away(page: Page, site: Site, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 812})
    sign_in_as_officer(page, site, "officer@example.org")
    top = page.evaluate("document.querySelector('.inbox-row').getBoundingClientRect().top + scrollY")
    assert top < 2 * 812
    assert page.evaluate("document.documentElement.scrollHeight") < 5_400  # 9,750 before
    bar = page.locator(".inbox-bar")
    page.locator(".inbox-row").first.get_by_role("checkbox").check()
    expect(bar).to_be_in_viewport()
    page.locator(".inbox-row__title a").first.click()
    go_on = page.get_by_role("main").get_by_role("button").last
    place = go_on.bounding_box()
    assert place is not None
    assert place["y"] + page.evaluate("scrollY") < 2 * 812
