"""A council lead makes the monthly report: reads the figures, takes them away, adds words, and followers get them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from forum.demo.people import PASSWORD
from tests.journeys.conftest import MORE_WITHOUT
from tests.journeys.test_a_followers_week import reported
from tests.journeys.test_accessibility import faults_on
from tests.journeys.test_the_whole_loop import sign_in_as_officer
from tests.support.browser import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
HERE = "/councils/wexmoor/dashboard"


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(base_url=site.address)
    yield context.new_page()
    context.close()


@pytest.fixture(params=MORE_WITHOUT)
def desk(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A lead's page at a desk, with JavaScript or without."""
    context = browser.new_context(base_url=site.address, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def wait_until_counted(page: Page) -> None:
    """The worker counts the demo's barriers after the first start; a visitor would load the page again."""
    for _ in range(60):
        page.goto(f"{HERE}/recurring")
        if page.locator(".obstacles").count():
            return
        page.wait_for_timeout(500)
    raise AssertionError("nothing was counted in time")


def follow_as_member(page: Page) -> None:
    page.goto("/sign-in/password")
    page.get_by_label("Email").fill("member@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    page.goto("/councils/wexmoor")
    if page.get_by_role("button", name=re.compile("^Follow")).count():
        page.get_by_role("button", name=re.compile("^Follow")).click()
    expect(page.get_by_role("button", name=re.compile("Stop following"))).to_be_visible()


def test_a_council_leads_monthly_report(desk: Page, site: Site, browser: Browser) -> None:
    page = desk
    wait_until_counted(page)
    other = browser.new_context(base_url=site.address)
    follow_as_member(other.new_page())
    sign_in_as_officer(page, site, "lead@example.org")

    page.goto("/councils/wexmoor")
    page.get_by_role("link", name="Figures").click()
    expect(
        page.get_by_role("navigation", name="Chapters").get_by_role("link", name="What keeps coming back")
    ).to_be_visible()
    open_now = int(page.locator(".figure__number").first.inner_text())
    page.get_by_role("link", name="Include cases for the council only").click()
    with_all = int(page.locator(".figure__number").first.inner_text())
    assert with_all >= open_now
    page.get_by_role("link", name="Open now").click()
    expect(page.get_by_role("main")).to_contain_text(f"{with_all} cases")

    page.goto(HERE)
    page.get_by_text("Choose dates, place, kind").click()
    page.get_by_label("Kind of barrier").select_option(label="Insurance we were asked for")
    page.get_by_role("button", name="Apply filters").click()
    expect(page).to_have_url(re.compile("category=insurance"))
    page.get_by_role("link", name=re.compile("Remove the filter Kind of barrier")).click()
    expect(page).not_to_have_url(re.compile("category="))

    page.get_by_role("navigation", name="Chapters").get_by_role("link", name="Whose rule it is").click()
    with page.expect_download() as download:
        page.locator(".take-away").filter(has_text="By department").get_by_role(
            "link", name="CSV", exact=True
        ).click()
    text = download.value.path().read_text()
    assert re.match(r"wexmoor-by-department-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[-1]["Department"] == "All"

    page.goto("/councils/wexmoor/months")
    page.locator(".month-list a").nth(1).click()
    month = page.get_by_role("heading", level=1).inner_text().split("\n")[-1].strip()
    page.get_by_role("link", name=re.compile("in your own words|Change this statement")).click()
    said = f"In {month} we met every group that waits."
    page.get_by_label("What does the council want to say").fill(said)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text(said)
    address = page.url
    other_page = other.pages[0]
    other_page.goto(address)
    expect(other_page.get_by_role("main")).to_contain_text(said)
    other.close()


def test_followers_get_the_month_when_it_is_over_and_stop_with_one_press(
    visitor: Page, site: Site, browser: Browser
) -> None:
    # A month without news is not written about, and other journeys have moved the clock past the demo's months.
    other = browser.new_context(base_url=site.address)
    reported(other.new_page(), site, "The side door is locked at six")
    other.close()
    follow_as_member(visitor)
    site.forward(timedelta(days=40))
    mail = site.wait_for_mail("member@example.org", "/councils/wexmoor/months/", seconds=40)
    assert "You are getting this email because you follow Wexmoor" in mail
    stop = re.search(r"Stop these summaries:\s+(http\S+)", mail.replace("=\n", ""))
    assert stop
    visitor.context.clear_cookies()
    visitor.goto(stop[1])
    visitor.get_by_role("button", name="Stop these summaries").click()
    expect(visitor.get_by_role("heading", name="You will get no more summaries")).to_be_visible()


def test_the_figures_can_be_read_with_the_keyboard_alone(visitor: Page) -> None:
    wait_until_counted(visitor)
    visitor.get_by_role("navigation", name="Chapters").get_by_role("link", name="Month by month").focus()
    visitor.keyboard.press("Enter")
    expect(visitor).to_have_url(re.compile("/over-time$"))
    summary = visitor.locator("#trend ~ figure summary").first
    summary.focus()
    visitor.keyboard.press("Enter")
    table = visitor.locator("#trend ~ figure").first.get_by_role("region", name="Month by month")
    expect(table).to_be_visible()
    table.focus()
    expect(table).to_be_focused()
    visitor.get_by_role("navigation", name="Chapters").get_by_role("link", name="Where it happens").focus()
    visitor.keyboard.press("Enter")
    ward = visitor.locator("svg.map a").first
    ward.focus()
    visitor.keyboard.press("Enter")
    expect(visitor).to_have_url(re.compile("/councils/wexmoor/areas/"))


@pytest.mark.thorough
def test_axe_finds_nothing_on_the_pages_about_a_council(visitor: Page) -> None:
    wait_until_counted(visitor)
    obstacle = visitor.locator(".obstacles a", has_text="Compare").first.get_attribute("href")
    paths = (HERE, f"{HERE}/report", f"{HERE}?category=insurance&until=nonsense", f"{HERE}/rows?figure=open", "/councils/wexmoor/months",
             "/councils/wexmoor/months/2026-10", "/councils/wexmoor/you-said-we-did", "/obstacles", obstacle,
             "/councils/wexmoor/areas")  # fmt: skip
    assert [fault for path in paths for fault in faults_on(visitor, str(path))] == []


def test_no_table_is_cut_on_paper_and_buttons_stay_away(visitor: Page, tmp_path: Path) -> None:
    wait_until_counted(visitor)
    visitor.set_viewport_size({"width": 688, "height": 1000})
    visitor.emulate_media(media="print")
    cut = visitor.evaluate(
        "[...document.querySelectorAll('table')].filter((t) => t.checkVisibility() && t.getBoundingClientRect().right > innerWidth + 1).length"
    )
    assert cut == 0
    expect(visitor.locator(".take-away").first).to_be_hidden()
    expect(visitor.locator(".print-only")).to_contain_text("/councils/wexmoor/dashboard")
    printed = visitor.pdf(path=tmp_path / "figures.pdf", format="A4")
    assert printed.startswith(b"%PDF")
