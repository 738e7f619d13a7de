"""A volunteer adds pictures from a phone, says what they show, and a visitor sees them."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.journeys.conftest import MORE_WITHOUT, PHONE, WIDE
from tests.journeys.test_the_whole_loop import confirm_by_mail, report
from tests.support.axe import find_faults
from tests.support.browser import Site
from tests.threads.pictures import exif

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
SIZE = "document.querySelector('input[type=file]').files[0].size"


def photo(name: str, colours: tuple[str, str], size: tuple[int, int] = (3000, 2200)) -> FilePayload:
    """A picture that is large enough to be made smaller, with something to tell it by."""
    image = Image.effect_noise(size, 40).convert("RGB")
    image.paste(colours[0], (0, 0, size[0], size[1] // 2))
    image.paste(colours[1], (size[0] // 3, size[1] // 3, 2 * size[0] // 3, 2 * size[1] // 3))
    written = io.BytesIO()
    image.save(written, "JPEG", quality=95, exif=exif())
    return {"name": name, "mimeType": "image/jpeg", "buffer": written.getvalue()}


def check(page: Page) -> None:
    """Nothing runs off the side, and axe finds nothing wrong."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
    assert find_faults(page) == []


@pytest.fixture(params=MORE_WITHOUT)
def phone(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A phone's page; a form that comes back with errors is no fault here, though Chromium notes its 422."""
    context = browser.new_context(
        base_url=site.address, viewport=PHONE, java_script_enabled=request.param, locale="en-GB"
    )
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda said: errors.append(said.text) if "Security Policy" in said.text else None)
    yield opened
    context.close()
    assert errors == []


def test_pictures_are_added_described_put_in_order_and_seen(
    phone: Page, browser: Browser, site: Site, screenshots: Path, request: pytest.FixtureRequest
) -> None:
    page = phone
    scripts = "without" not in request.node.name
    email = f"steps-{scripts}@example.org".lower()
    report(page, "Three steps up to the hall", email)
    confirm_by_mail(page, site, email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Three steps up to the hall")
    page.get_by_role("link", name="Add pictures").click()
    field = page.get_by_label("Choose pictures")
    large = photo("steps.jpg", ("steelblue", "firebrick"))
    field.set_input_files([large, photo("hall.jpg", ("seagreen", "gold"))])
    if scripts:
        until = time.monotonic() + 15
        while page.evaluate(SIZE) >= len(large["buffer"]) and time.monotonic() < until:
            time.sleep(0.1)
        assert page.evaluate(SIZE) < len(large["buffer"])
    page.get_by_role("button", name="Add these pictures").click()
    expect(page.locator(".picture-list__item")).to_have_count(2)
    expect(page.locator(".picture-list__item img").last).to_have_js_property("complete", True)
    first, second = (page.get_by_label(f"Describe picture {one} for someone") for one in (1, 2))
    first.fill("Three steps up to the hall door, and no ramp")
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_role("main")).to_contain_text("Describe picture 2, or remove it")
    expect(first).to_have_value("Three steps up to the hall door, and no ramp")
    if scripts:
        check(page)
    page.screenshot(path=screenshots / f"pictures-form-{scripts}.png", full_page=True)
    second.fill("The hall, set out for a meal")
    page.get_by_role("button", name="Move later picture 1").click()
    expect(first).to_have_value("The hall, set out for a meal")
    not_one: FilePayload = {"name": "cat.jpg", "mimeType": "image/jpeg", "buffer": b"MZ" + bytes(400)}
    page.get_by_label("Choose pictures").set_input_files([not_one])
    page.get_by_role("button", name="Add these pictures").click()
    expect(page.get_by_role("main")).to_contain_text("cat.jpg: This is a program")
    page.get_by_role("button", name="Save").last.click()
    visitor = browser.new_page(base_url=site.address, viewport=WIDE)
    visitor.goto(page.url)
    seen = visitor.get_by_role("img", name="Three steps up to the hall door, and no ramp").first
    expect(seen).to_have_js_property("complete", True)
    assert seen.evaluate("image => image.naturalWidth") > 0
    check(visitor)
    visitor.screenshot(path=screenshots / f"pictures-seen-{scripts}.png", full_page=True)
    visitor.close()
