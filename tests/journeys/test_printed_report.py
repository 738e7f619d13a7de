"""The printed report reads as a document: chapters begin on a page, and no row, heading or page stands alone."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from forum.dashboards.output.chapters import CHAPTERS
from tests.journeys.test_a_leads_month import HERE, wait_until_counted
from tests.support.browser import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
TABLE_HEADS = ("Obstacle", "Kind of barrier", "Area", "Department", "Month", "After", "Who")


@pytest.fixture(scope="module")
def report(browser: Browser, site: Site, tmp_path_factory: pytest.TempPathFactory) -> tuple[Page, Path]:
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    wait_until_counted(page)
    page.goto(f"{HERE}/report")
    file = tmp_path_factory.mktemp("print") / "report.pdf"
    page.pdf(path=str(file), prefer_css_page_size=True)
    page.emulate_media(media="print")
    return page, file


def test_each_definition_stands_beside_its_figure_on_paper(report: tuple[Page, Path]) -> None:
    page, _ = report
    figures = page.locator(".figure")
    for at in range(figures.count()):
        expect(figures.nth(at).locator(".figure__how p")).to_be_visible()
        expect(figures.nth(at)).to_have_css("break-inside", "avoid")
    expect(page.locator(".copy-link")).to_be_hidden()
    expect(page.locator("#trend ~ figure table").first).to_be_visible()


def test_every_chapter_begins_on_a_page_and_nothing_stands_alone(report: tuple[Page, Path]) -> None:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed: apt-get install poppler-utils")
    written = subprocess.run([tool, "-layout", report[1], "-"], capture_output=True, text=True, check=True)
    pages = [
        [line.strip() for line in page.splitlines() if line.strip()] for page in written.stdout.split("\f")
    ]
    pages.pop()  # what follows the last page's mark
    begins = [page[0] for page in pages if page]
    for chapter in CHAPTERS[1:]:
        assert chapter.title in begins
    for number, lines in enumerate(pages, 1):
        assert len(lines) >= 5, f"page {number} is nearly empty: {lines}"
        assert not lines[-1].startswith(TABLE_HEADS), f"page {number} ends with the head of a table"
        assert not lines[0].startswith(("*", "“Withheld”", "Groups overlap")), f"page {number}: {lines[0]}"
        if lines[0].startswith(TABLE_HEADS):
            rows = [line for line in lines[1:] if line[-1].isdecimal()]
            assert not rows or not rows[0].startswith("All "), f"page {number} begins with a sum alone"
