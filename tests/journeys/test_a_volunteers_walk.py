"""A volunteer's walk from home to a published report, on a phone: its taps, screens and fields are counted."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from tests.journeys.conftest import BOTH
from tests.journeys.test_the_whole_loop import link_in
from tests.support.browser import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

MOST_TAPS, MOST_SCREENS, MOST_FIELDS = 12, 6, 7


@dataclass
class Walk:
    """Counts what a thumb does: a tap for each link, button, choice and field, and one to open the mailed link."""

    page: Page
    taps: int = 0
    answered: list[str] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("framenavigated", self._note)

    def tap(self, what: Locator) -> None:
        """Tap a link or a button."""
        self.taps += 1
        what.click()

    def type(self, label: str, words: str) -> None:
        """Tap into a field, and type."""
        self.taps += 1
        self.answered.append(label)
        self.page.get_by_label(label).fill(words)

    def choose(self, question: str, answer: str) -> None:
        """Tap one of several answers."""
        self.taps += 1
        self.answered.append(question)
        group = self.page.get_by_role("group", name=question)
        group.get_by_label(answer, exact=True).first.check()

    def open_mailed(self, link: str) -> None:
        """Tap the link in the mail."""
        self.taps += 1
        self.page.goto(link)

    def _note(self, frame: Frame) -> None:
        if frame == self.page.main_frame:
            self.screens.append(re.sub(r"[0-9a-f]{32}|/publish/.*", "", frame.url).split("#")[0])


@pytest.mark.parametrize("page", **BOTH)
def test_a_volunteer_publishes_within_twelve_taps_six_screens_and_seven_fields(
    page: Page, site: Site, request: pytest.FixtureRequest
) -> None:
    name, walk = secrets.token_hex(3), Walk(page)
    email, title = f"walk-{name}@example.org", f"Hall wants £5m insurance for a tea {name}"
    page.goto("/")
    walk.tap(page.get_by_role("main").get_by_role("link", name="Log a barrier").first)
    walk.type("In a few words", title)
    walk.type("What happened?", "We asked for the hall. They want cover that costs more than the tea.")
    walk.type("Which council is it?", "Wexmoor")
    walk.tap(page.get_by_role("button", name="Save and continue"))
    walk.choose("Which kind of barrier is it?", "Insurance we were asked for")
    walk.choose("Who may see it?", "Everyone")
    walk.type("Your group's name", f"Tea Club {name}")
    walk.type("Your email address", email)
    walk.tap(page.get_by_role("button", name="Send me the link"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your email")
    mail = site.wait_for_mail(email, "http")
    assert title in mail.replace("\n ", " ")
    walk.open_mailed(link_in(mail, "/publish/"))
    walk.tap(page.get_by_role("button", name="Publish my report"))
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    main = page.get_by_role("main")
    for words in ("Insurance we were asked for", f"Tea Club {name}", "They want cover that costs more"):
        expect(main).to_contain_text(words)
    reference = re.search(r"C-\d+[A-Z]", main.inner_text())
    assert reference is not None
    assert reference[0] in site.wait_for_mail(email, reference[0])
    screens = [one for at, one in enumerate(walk.screens) if at == 0 or one != walk.screens[at - 1]]
    counted = (walk.taps, len(screens), len(walk.answered))
    assert counted[0] <= MOST_TAPS, counted
    assert counted[1] <= MOST_SCREENS, screens
    assert counted[2] <= MOST_FIELDS, walk.answered
    page.goto(f"/search?q={reference[0]}")
    expect(page.get_by_role("main")).to_contain_text(title)
