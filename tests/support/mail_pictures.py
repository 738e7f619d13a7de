"""Draws every kind of mail, in HTML and in its plain text, on a phone and at a desk: `python -m tests.support.mail_pictures FOLDER`.

The mails are the samples of `tests/support/mail_samples.py`, from the demo; `--dark` draws them as a dark screen shows them.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path
from tempfile import mkdtemp

from playwright.sync_api import Page, sync_playwright

from forum.core.clock import travelled_to
from tests.support.apps import Apps, undone
from tests.support.browser import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.support.demo import NOW
from tests.support.mail_samples import write_samples
from tests.support.written_mails import WrittenMail

WIDTHS = (375, 700)


def main(folder: Path, *, is_dark: bool) -> None:
    """Write a picture of each sample into a folder, and its plain text beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    apps = Apps(lambda name: Path(mkdtemp(prefix=f"{name}-")), Path(mkdtemp()))
    with undone(apps.demo("sqlite")), travelled_to(NOW):
        mails = write_samples()
    apps.close()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        for width in WIDTHS:
            page = browser.new_page(
                viewport={"width": width, "height": 400}, color_scheme="dark" if is_dark else "light"
            )
            for name, mail in mails.items():
                draw(page, folder / f"{name}-{width}.png", mail.html)
                draw(page, folder / f"{name}-{width}-text.png", as_text(mail))
                (folder / f"{name}.txt").write_text(f"Subject: {mail.subject}\n\n{mail.text}\n")
        browser.close()
    print(f"{len(mails)} mails of {len({mail.kind for mail in mails.values()})} kinds are in {folder}.")


def draw(page: Page, file: Path, html: str) -> None:
    """Keep a picture, and say when it is wider than its screen."""
    page.set_content(html)
    wide, width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    if wide > width:
        print(f"{file.name} is {wide} wide on a screen of {width}.")
    page.screenshot(path=file, full_page=True)


def as_text(mail: WrittenMail) -> str:
    """Return the plain text as a mail program without HTML shows it."""
    style = "white-space: pre-wrap; overflow-wrap: anywhere; font: 14px/20px monospace; margin: 12px"
    return f"<pre style='{style}'>{escape(mail.subject)}\n\n{escape(mail.text)}</pre>"


if __name__ == "__main__":
    main(Path(sys.argv[1]), is_dark="--dark" in sys.argv[2:])
