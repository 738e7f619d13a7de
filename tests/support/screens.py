"""The pages that people open most, and how long each is on a phone and at a desk."""

from __future__ import annotations

from playwright.sync_api import Page, ViewportSize

PHONE: ViewportSize = {"width": 375, "height": 667}
DESK: ViewportSize = {"width": 1280, "height": 800}
SCREENS = (PHONE, DESK)
LISTED = "main :is(.card__title, .group-list) a[href^='{start}']"
COUNCIL = "/councils/wexmoor"
PAGES = (
    "/",
    "/barriers",
    "/barriers/log?new=1",
    "/search?q=insurance",
    "/who-can-help",
    "/who-can-help?want=lunch+club&place=Wexmoor&category=insurance",
    "/stories",
    "/questions",
    "/groups",
    "/councils",
    COUNCIL,
    f"{COUNCIL}/areas",
    f"{COUNCIL}/you-said-we-did",
    f"{COUNCIL}/dashboard",
    f"{COUNCIL}/months",
    "/obstacles",
    "/tags",
    "/offers",
    "/resources",
    "/about",
    "/sign-in",
)
FOUND_IN = (
    ("/barriers?sort=most-affected", "/barriers/"),
    ("/stories", "/stories/"),
    ("/questions", "/questions/"),
    ("/groups", "/groups/"),
)
"""Lists whose first entry is a page of its own to measure."""


def most_used_pages(page: Page) -> list[str]:
    """Return the addresses to measure, with one barrier, story, question and group of the site's own."""
    found = []
    for listed, start in FOUND_IN:
        page.goto(listed)
        path = page.locator(LISTED.format(start=start)).first.get_attribute("href")
        assert path is not None, f"{listed} has no link to {start}"
        found.append(path)
    return [*PAGES, *found]


def height_of(page: Page) -> int:
    """Return how long the open page is, in pixels."""
    return int(page.evaluate("document.documentElement.scrollHeight"))
