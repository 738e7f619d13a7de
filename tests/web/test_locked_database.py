"""While another holds the database's lock: who writes is told within five seconds, who reads notices nothing."""

from __future__ import annotations

import http.client
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import create_engine, text

from forum.web.request_bodies import ENCODED
from tests.support.browser import Site, serve
from tests.support.databases import a_database

pytestmark = [pytest.mark.slow, pytest.mark.thorough]

WRITERS = 8
"""More than there are processes and threads. Four held every page for half a minute."""
PROMISED_SECONDS = 5.0
SOON_SECONDS = 1.5


@contextmanager
def a_lock(site: Site, url: str) -> Iterator[None]:
    """Hold what every write of a visitor needs, as a backup or a broken script may."""
    if not url:
        held = sqlite3.connect(site.folder / "clearway.db", isolation_level=None)
        held.execute("BEGIN IMMEDIATE")
        yield
        held.close()
        return
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("LOCK TABLE rate_count IN EXCLUSIVE MODE"))
        yield
    engine.dispose()


def ask(site: Site, method: str, path: str, body: str = "") -> tuple[int, float, str]:
    """Return status, seconds and text of an answer of the real server."""
    connection = http.client.HTTPConnection(site.address.removeprefix("http://"), timeout=60)
    began = time.monotonic()
    with closing(connection):
        connection.request(method, path, body or None, {"Content-Type": ENCODED} if body else {})
        answer = connection.getresponse()
        page = answer.read().decode()
    return answer.status, time.monotonic() - began, page


@pytest.mark.parametrize("backend", ["whoosh", "postgresql"])
def test_a_locked_database_stops_nobody_who_reads(backend: str, tmp_path: Path) -> None:
    with (
        a_database(backend) as settings,
        serve(tmp_path, demo=False, **settings, RATE_LIMITS="1", KEEP_PAGES="0s") as site,
        ThreadPoolExecutor(WRITERS) as threads,
    ):
        ask(site, "GET", "/barriers")
        with a_lock(site, settings.get("DATABASE_URL", "")):
            forms = [urlencode({"email": f"nr {n} <writer{n}@example.org>"}) for n in range(WRITERS)]
            writers = [threads.submit(ask, site, "POST", "/sign-in", form) for form in forms]
            time.sleep(0.5)
            readers = [ask(site, "GET", path) for path in ("/barriers", "/stories", "/", "/search?q=hall")]
            answers = [writer.result() for writer in writers]
        assert [status for status, _, _ in readers] == [200] * len(readers)
        assert max(seconds for _, seconds, _ in readers) < SOON_SECONDS
        assert {status for status, _, _ in answers} == {503}
        assert max(seconds for _, seconds, _ in answers) < PROMISED_SECONDS
        for number, (_, _, page) in enumerate(answers):
            assert "Nothing of what you sent was saved" in page
            assert f'value="nr {number} &lt;writer{number}@example.org&gt;"' in page, "it can be sent again"
        assert ask(site, "POST", "/sign-in", forms[0])[0] == 422, "it goes on as soon as the lock is gone"
