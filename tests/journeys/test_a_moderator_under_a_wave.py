"""A moderator under a wave: 50 programs sign up and post within a minute; what the public sees, and how it is cleared."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import create_engine, text

from tests.journeys.conftest import PHONE, WIDE
from tests.journeys.test_the_whole_loop import sign_in_with_code
from tests.support.browser import Site, serve
from tests.support.databases import (
    create_database,
    create_database_or_skip,
    drop_database,
    name_of_this_process,
)
from tests.support.demo import load_once
from tests.support.spam import Client, Spammer, send_wave, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.thorough, pytest.mark.timeout(400)]

WAVE, WAITED = 50, 1
"""How many posts come, and how many the demo has waiting before."""
SECONDS_TO_CLEAR = 60
MARK = "zirkonia"
"""A word that only the wave says: what the public sees of it is counted by this word."""
TALK = (
    f"Dear neighbours our {MARK} shop has rings and watches for every hand in town, please come along"
    " this week and see what we have laid out for you and for all of your friends"
)
OWN_WORDS = (
    "winter", "summer", "garden", "harbour", "chapel", "orchard", "bridge", "market", "forge", "meadow",
)  # fmt: skip


def spammer(number: int) -> Spammer:
    """A third link to one site, a third say nearly the same without any link, a third say something else each.

    Two in five do not comment: they say that the barrier affects them too, where words are public as well.
    """
    words = (
        f"Nice to read. See https://{MARK}-{number % 3}.example/{number} for more",
        f"{TALK} (offer {number})",
        f"{MARK} {OWN_WORDS[number % 10]} {number}: we are looking at {OWN_WORDS[number // 10]} things here",
    )[number % 3]
    address = f"203.0.113.{number}" if number % 3 == 2 else f"198.51.{number}.9"
    spammer = Spammer(address, f"wave{number}@spam.example", words)
    is_affected = number % 5 in {1, 3}
    return replace(spammer, place="/barriers/{}/affects-us", field="words") if is_affected else spammer


def stamp(url: str, folder: Path) -> None:
    """Say which migration a copy of the demo is at: its rows were taken over from the one on SQLite, and that was not."""
    engine = create_engine(url)
    with closing(sqlite3.connect(folder / "clearway.db")) as made, engine.begin() as copy:
        version = made.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        copy.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        copy.execute(
            text("INSERT INTO alembic_version VALUES (:now) ON CONFLICT DO NOTHING"), {"now": version}
        )
    engine.dispose()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def flooded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, folder_of_the_run: Path
) -> Iterator[Site]:
    """A site of its own behind a proxy, with all limits on, on each database. Programs that wait before they post are the worst."""
    folder = tmp_path_factory.mktemp("flooded")
    name = name_of_this_process("wave")
    if request.param == "postgresql":
        create_database_or_skip(name)
    template = load_once(folder_of_the_run, on_postgresql=request.param == "postgresql")
    given = {"BEHIND_PROXIES": "1", "RATE_LIMITS": "1", "MINIMUM_TIME_TO_WRITE": "0s", "KEEP_PAGES": "0s"}
    template.site(folder)
    if request.param == "postgresql":
        given |= {"DATABASE_URL": create_database(name, template.name)}
        stamp(given["DATABASE_URL"], folder)
    with serve(folder, demo=True, **given) as running:
        yield running
    if request.param == "postgresql":
        drop_database(name)


@pytest.fixture
def wide(browser: Browser, flooded: Site) -> Iterator[Page]:
    """A page on a large screen."""
    context = browser.new_context(base_url=flooded.address, viewport=WIDE, locale="en-GB")
    yield context.new_page()
    context.close()


def everybody_else(site: Site) -> list[str]:
    """Texts of the mails to people who are no part of the wave."""
    mails = site.mails("")
    return [text for text in mails if "@spam.example" not in text.split("\n\n", 1)[0]]


def check_that_an_honest_newcomer_is_heard(flooded: Site) -> None:
    """In the hour of a wave somebody new without links from another network posts as ever; with a link they wait, and are told so."""
    public = Client(flooded, "192.0.2.1")
    path = re.findall(r'href="(/barriers/\d+-[\w-]+)"', public.get("/barriers"))[1]
    number = path.split("/")[2].split("-")[0]
    flooded.forward(timedelta(minutes=61))
    client = sign_up(flooded, Spammer("192.0.2.77", "joan@lunch.example", ""))
    page = client.send(f"/threads/{number}/comment", body="We met this at our lunch club in spring as well.")
    assert "Your comment has been posted." in page
    assert "lunch club in spring" in public.get(path)
    page = client.send(f"/threads/{number}/comment", body="We wrote it down at https://lunch.example/notes")
    assert "Others do not see it yet" in page
    assert "lunch.example/notes" in client.get(path)
    assert "lunch.example/notes" not in public.get(path)


def test_a_wave_reaches_nobody_and_is_cleared_in_one_press(
    flooded: Site, wide: Page, screenshots: Path, request: pytest.FixtureRequest
) -> None:
    public = Client(flooded, "192.0.2.1")
    path = re.findall(r'href="(/barriers/\d+-[\w-]+)"', public.get("/barriers"))[0]
    number = path.split("/")[2].split("-")[0]
    before, seen = len(everybody_else(flooded)), [0]
    took = send_wave(
        flooded,
        [spammer(at) for at in range(WAVE)],
        number,
        while_it_lasts=lambda: seen.append(public.get(path).count(MARK)),
    )
    print(
        f"\n{request.node.callspec.id}: {WAVE} sign-ups and posts in {took:.0f} s; most seen at once: {max(seen)}"
    )
    assert max(seen) <= 2
    assert MARK not in public.get(path)
    assert "laid out for you" not in public.get(f"/search?q={MARK}")
    assert len(everybody_else(flooded)) == before

    sign_in_with_code(wide, flooded, "moderator@example.org")
    start = time.monotonic()
    wide.goto("/moderation")
    wide.get_by_role("link", name=f"{WAVE + WAITED} posts waiting for a moderator").click()
    expect(wide.get_by_role("heading", level=1)).to_have_text("Posts waiting for a moderator")
    wide.screenshot(path=screenshots / f"wave-{request.node.callspec.id}-1280.png")
    wide.get_by_role("button", name=re.compile("^Refuse all that are ticked")).click()
    expect(wide.get_by_text(f"{WAITED} post waits.")).to_be_visible()
    cleared = time.monotonic() - start
    print(f"cleared by one press in {cleared:.1f} s")
    assert cleared < SECONDS_TO_CLEAR
    expect(wide.get_by_text(f"{WAVE} posts refused, {WAVE} people suspended from posting.")).to_be_visible()
    assert len(everybody_else(flooded)) == before

    wide.get_by_role("button", name=re.compile("^Undo")).click()
    expect(wide.get_by_text(f"{WAVE + WAITED} posts wait.")).to_be_visible()
    wide.set_viewport_size(PHONE)
    wide.screenshot(path=screenshots / f"wave-{request.node.callspec.id}-375.png")
    wide.get_by_role("button", name=re.compile("^Refuse all that are ticked")).click()
    flooded.forward(timedelta(minutes=11))
    flooded.wait_for_mail("wave0@spam.example", "did not publish", seconds=30)
    assert len(everybody_else(flooded)) == before
    assert MARK not in public.get(path)
    check_that_an_honest_newcomer_is_heard(flooded)
