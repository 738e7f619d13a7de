"""axe finds nothing on any page, nothing scrolls sideways at 320 pixels, and the keyboard reaches everything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from forum.barriers.lifecycle.states import State
from forum.demo.people import PASSWORD
from tests.journeys.test_the_whole_loop import sign_in_as_officer
from tests.support.axe import find_faults
from tests.support.browser import Site
from tests.support.depth import IS_QUICK

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
PUBLIC = (
    "/", "/barriers", "/barriers?narrow=1", "/barriers/log", "/councils", "/councils/wexmoor", "/groups", "/tags",
    "/search", "/search?q=insurance", "/search?q=zzzzqqq", "/sign-in", "/sign-in/password", "/about", "/about/figures",
    "/about/accessibility", "/about/privacy", "/about/source", "/nothing-here",
)  # fmt: skip
MEMBERS = (
    "/account",
    "/following",
    "/groups/1/members",
    "/groups/1/said",
    "/groups/1/email-domain",
)  # an organiser of it
IN_SHORT = (State.OPEN, State.NEEDS_INFO, State.KEPT, State.REMOVAL_CLAIMED, State.REMOVED)
SETTINGS = ("", "/departments", "/routing", "/routing/insurance", "/templates", "/templates/new", "/times", "/look",
            "/changes", "/officers/invite")  # fmt: skip


@pytest.fixture(scope="module")
def visitor(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site.address)
    yield context
    context.close()


@pytest.fixture(scope="module")
def member(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    page.goto("/sign-in/password")
    page.get_by_label("Email").fill("member@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    yield context
    context.close()


def first_link(page: Page, path: str, pattern: str) -> str:
    """The first address on a page that begins with a pattern."""
    page.goto(path)
    link = page.locator(f"main a[href^='{pattern}']").first.get_attribute("href")
    assert link is not None, f"{path} has no link to {pattern}"
    return link


def faults_on(page: Page, path: str) -> list[str]:
    """What axe finds, and whether the page scrolls sideways, at three widths.

    A quick run loads a page once, makes the window narrower, and asks axe on the narrowest: there every table, menu
    and form has its smallest shape, and the gallery's test asks at a desk's width for each component.
    """
    faults = []
    for width in (1280, 375, 320):
        page.set_viewport_size({"width": width, "height": 800})
        if width == 1280 or not IS_QUICK:
            page.goto(path)
        if width == 320 or (width == 1280 and not IS_QUICK):
            faults += [f"{path} at {width}: {fault}" for fault in find_faults(page)]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            faults.append(f"{path} scrolls sideways at {width}")
    return faults


@pytest.mark.deep
def test_axe_finds_nothing_on_the_pages_that_everybody_sees(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    ward = first_link(page, "/councils/wexmoor/areas", "/councils/wexmoor/areas/")
    group = first_link(page, "/groups", "/groups/")
    tag = first_link(page, "/tags", "/tags/")
    assert [fault for path in (*PUBLIC, ward, group, tag) for fault in faults_on(page, path)] == []


@pytest.mark.deep
def test_axe_finds_nothing_on_a_barrier_in_any_state(visitor: BrowserContext) -> None:
    """In a quick run in the five states whose pages have parts of their own."""
    page = visitor.new_page()
    faults = []
    for state in IN_SHORT if IS_QUICK else State:
        faults += faults_on(page, first_link(page, f"/barriers?state={state}", "/barriers/"))
    assert faults == []


@pytest.mark.deep
def test_axe_finds_nothing_on_the_pages_of_members_and_their_forms(member: BrowserContext) -> None:
    page = member.new_page()
    barrier = first_link(page, "/barriers?state=open", "/barriers/")
    number = barrier.removeprefix("/barriers/").split("-")[0]
    forms = (
        f"/barriers/{number}/affects-us",
        f"/threads/{number}/comment",
        f"/threads/{number}/report",
        "/groups/new",
    )
    assert [fault for path in (*MEMBERS, barrier, *forms) for fault in faults_on(page, path)] == []


@pytest.mark.thorough
def test_axe_finds_nothing_on_the_desks_of_officers_and_leads(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    sign_in_as_officer(page, site, "lead@example.org")
    case = first_link(page, "/councils/wexmoor/inbox", "/barriers/").split("?")[0]
    barrier = case.removesuffix("/respond")
    department = first_link(
        page, "/councils/wexmoor/settings/departments", "/councils/wexmoor/settings/departments/"
    )
    paths = (
        "/councils/wexmoor/inbox", "/councils/wexmoor/inbox?section=overdue&category=insurance", case,
        f"{case}/commit", f"{case}/decline", f"{barrier}/same-as", f"{barrier}/notes", f"{barrier}/assign",
        *(f"/councils/wexmoor/settings{one}" for one in SETTINGS), department,
    )  # fmt: skip
    assert [fault for path in paths for fault in faults_on(page, path)] == []
    context.close()


def test_the_first_tab_stop_skips_to_the_content_and_every_stop_is_seen(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the main content")
    for _ in range(12):
        outline = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle + s.boxShadow + s.backgroundColor })()"
        )
        assert outline not in {"nonenonergba(0, 0, 0, 0)", ""}
        page.keyboard.press("Tab")


def test_the_first_step_can_be_done_with_the_keyboard_alone(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    page.goto("/barriers/log")
    page.get_by_label("In a few words").focus()
    page.keyboard.type("No answer about the goal posts")
    page.keyboard.press("Tab")
    page.keyboard.type("We wrote in March. It is November.")
    page.keyboard.press("Tab")
    page.keyboard.type("Wexmoor")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Which kind of barrier is it?")


def test_an_empty_form_says_what_is_missing_and_its_summary_leads_to_the_fields(
    visitor: BrowserContext,
) -> None:
    page = visitor.new_page()
    page.goto("/barriers/log?new=1")
    page.get_by_label("In a few words").fill("Only a title")
    page.get_by_role("button", name="Save and continue").click()
    expect(page).to_have_title(page.title())
    assert page.title().startswith("Error: ")
    expect(page.get_by_label("In a few words")).to_have_value("Only a title")
    link = page.locator(".error-summary a").first
    target = link.get_attribute("href")
    assert target is not None
    expect(page.locator(target)).to_have_count(1)
    assert find_faults(page) == []


def test_what_was_typed_survives_an_ended_session(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    page.goto("/barriers/log")
    page.get_by_label("In a few words").fill("Typed before the session ended")
    page.get_by_label("What happened?").fill("A long story that took ten minutes on the bus.")
    page.get_by_label("I am not sure which council it is").check()
    context.clear_cookies()
    page.get_by_role("button", name="Save and continue").click()
    if page.get_by_label("In a few words").count():
        expect(page.get_by_label("In a few words")).to_have_value("Typed before the session ended")
        page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("main")).to_contain_text("Which kind of barrier is it?")
    context.close()


def test_the_back_button_shows_what_was_typed(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/barriers/log")
    page.get_by_label("In a few words").fill("A title to come back to")
    page.get_by_label("What happened?").fill("A long story that took ten minutes on the bus.")
    page.get_by_label("I am not sure which council it is").check()
    page.get_by_role("button", name="Save and continue").click()
    page.go_back()
    if not page.get_by_label("What happened?").input_value():
        page.goto("/barriers/log")
    expect(page.get_by_label("What happened?")).to_have_value(
        "A long story that took ten minutes on the bus."
    )
    context.close()
