"""No page's main task is more than two screens away, on a phone and at a desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.test_accessibility import first_link
from tests.journeys.test_the_whole_loop import sign_in_as_officer
from tests.support.browser import Site
from tests.support.screens import SCREENS, height_of, most_used_pages

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
FURTHEST = 2
LONGEST, LONGEST_GATHERED = (
    6,
    7.5,
)  # screens; home, and the barrier that most groups met, gather what others say
FIGURES = "/councils/wexmoor/dashboard"
CHAPTER = "main .chapter :is(table, svg, .figure, .fold summary)"
TASKS = {
    "/": "#who-can-help button[type=submit]",
    "/barriers": "main .card__title a",
    "/councils": "main input[name=q]",
    "/councils/wexmoor": "main .card__title a",
    "/councils/wexmoor/areas": "main .map",
    "/councils/wexmoor/you-said-we-did": "main .said__title a",
    "/councils/wexmoor/months": "main .month-list a",
    FIGURES: "main .figure",
    f"{FIGURES}/over-time": CHAPTER,
    f"{FIGURES}/places": CHAPTER,
    f"{FIGURES}/rules": CHAPTER,
    f"{FIGURES}/people": CHAPTER,
    f"{FIGURES}/recurring": CHAPTER,
    "/obstacles": "main .card__title a",
    "/stories": "main .card__title a",
    "/questions": "main .card__title a",
    "/groups": "main .group-list a",
    "/search?q=insurance": "main .card__title a",
    "/search?q=zzzzqqq": "main .empty .button",
    "/who-can-help": "main button[type=submit]",
    "/who-can-help?want=lunch+club&place=Wexmoor": "main .card__title a",
    "/sign-in": "main button[type=submit]",
    "/barriers/log?new=1": "main form .row button[type=submit]",
}


@pytest.fixture(scope="module")
def visitor(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    yield context
    context.close()


def far_tasks(page: Page, path: str, selector: str) -> list[str]:
    """Say where the first thing that a selector shows begins, at each width where that is too far down."""
    far = []
    page.goto(path)
    for screen in SCREENS:
        page.set_viewport_size(screen)
        box = page.locator(selector).filter(visible=True).first.bounding_box(timeout=4000)
        assert box is not None
        screens = box["y"] / screen["height"]
        if screens > FURTHEST:
            far.append(f"{path} at {screen['width']}: {selector} is {screens:.1f} screens down")
    return far


def test_the_pages_people_open_most_are_no_longer_than_a_few_screens(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    too_long = []
    for path in most_used_pages(page):
        longest = LONGEST_GATHERED if path == "/" or path.startswith("/barriers/") else LONGEST
        for screen in SCREENS:
            page.set_viewport_size(screen)
            page.goto(path)
            screens = height_of(page) / screen["height"]
            if screens > longest:
                too_long.append(f"{path} at {screen['width']}: {screens:.1f} screens")
    assert too_long == []


def test_the_main_task_of_a_page_that_everybody_sees_is_near(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    assert [fault for path, task in TASKS.items() for fault in far_tasks(page, path, task)] == []


@pytest.mark.parametrize(
    ("listed", "start", "task"),
    [
        ("/barriers?sort=most-affected", "/barriers/", "#affected .button"),
        ("/barriers?state=removed", "/barriers/", "#affected .button, .gone"),
        ("/stories", "/stories/", "main .prose"),
        ("/questions?unanswered=1", "/questions/", "a[href*='sign-in?next='] >> text=Sign in to answer"),
        ("/groups", "/groups/", "main .card__title a"),
        ("/councils/wexmoor/months", "/councils/wexmoor/months/", "main .figure"),
    ],
)
def test_the_main_task_of_one_thing_is_near(
    visitor: BrowserContext, listed: str, start: str, task: str
) -> None:
    page = visitor.new_page()
    page.goto(listed)
    link = page.locator(f"main :is(.card__title, .group-list, .month-list) a[href^='{start}']").first
    path = link.get_attribute("href")
    assert path is not None
    assert far_tasks(page, path, task) == []


def test_a_report_is_sent_from_where_the_second_step_begins(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    page.set_viewport_size(SCREENS[0])
    page.goto("/barriers/log?new=1")
    page.get_by_label("In a few words").fill("We were asked for £5 million insurance to use a hall")
    page.get_by_label("What happened?").fill("They wanted £5 million cover for a lunch of twelve people.")
    page.get_by_label("Which council is it?").fill("Wexmoor")
    page.get_by_role("button", name="Save and continue").click()
    assert far_tasks(page, page.url, "main form .row button[type=submit]") == []


def test_an_officers_next_case_and_its_answer_are_near(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    sign_in_as_officer(page, site, "lead@example.org")
    inbox = "/councils/wexmoor/inbox"
    case = first_link(page, inbox, "/barriers/").split("?")[0]
    faults = far_tasks(page, inbox, "main .inbox-row__title a") + far_tasks(page, case, "#reply")
    context.close()
    assert faults == []


def test_a_long_table_of_figures_opens_on_a_press_on_a_phone_and_stands_open_at_a_desk(
    visitor: BrowserContext,
) -> None:
    page = visitor.new_page()
    page.set_viewport_size(SCREENS[0])
    page.goto(f"{FIGURES}/rules")
    table = page.locator(".chapter table").first
    expect(table).to_be_hidden()
    page.get_by_text("Show the table of").first.click()
    expect(table).to_be_visible()
    page.set_viewport_size(SCREENS[1])
    page.goto(f"{FIGURES}/rules")
    expect(table).to_be_visible()
    expect(page.get_by_text("Show the table of").first).to_be_hidden()
