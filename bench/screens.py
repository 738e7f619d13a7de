"""Measures how long the most used pages are, and keeps pictures of them, on a site that runs.

    python -m bench.screens --at http://127.0.0.1:8000 --pictures /tmp/pictures

prints one table: the height of each page in pixels and in screens, on a phone and at a desk, with JavaScript and
without. One thing of each kind is found in its list, so that any site with content will do.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.support.browser import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.support.screens import SCREENS, height_of, most_used_pages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at", default="http://127.0.0.1:8000", help="the address of the site")
    parser.add_argument("--pictures", type=Path, help="a folder for pictures of the whole pages")
    parser.add_argument("--only", default="", help="only pages whose address holds these words")
    asked = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        print("| page | 375, no script | 375 | 1280, no script | 1280 |")
        print("|---|---|---|---|---|")
        measured = [measure(browser, asked, screen, script) for screen in SCREENS for script in (False, True)]
        for path in measured[0]:
            print(f"| {path} | {' | '.join(column[path] for column in measured)} |")
        browser.close()


def measure(
    browser: Browser, asked: argparse.Namespace, screen: ViewportSize, script: bool
) -> dict[str, str]:
    """Open each page once; return its height, by its address."""
    context = browser.new_context(base_url=asked.at, viewport=screen, java_script_enabled=script)
    page = context.new_page()
    heights = {}
    for path in most_used_pages(page):
        if asked.only not in path:
            continue
        page.goto(path)
        heights[path] = f"{height_of(page):,} ({height_of(page) / screen['height']:.1f})"
        if asked.pictures:
            keep_picture(page, path, asked.pictures, f"{screen['width']}{'' if script else '-no-script'}")
    context.close()
    return heights


def keep_picture(page: Page, path: str, folder: Path, suffix: str) -> None:
    """Keep a picture of the whole page."""
    folder.mkdir(parents=True, exist_ok=True)
    page.mouse.wheel(0, height_of(page))  # pictures below come when they are scrolled to
    page.wait_for_load_state("networkidle")
    name = path.strip("/").replace("/", "_").replace("?", "_").replace("&", "_") or "home"
    page.screenshot(path=folder / f"{name}-{suffix}.png", full_page=True)


if __name__ == "__main__":
    main()
