"""Kills web server and worker in the middle of posting, mailing and indexing, and looks for what was lost.

`make torture` runs it: 25 kills with SIGKILL (100 in `make test-nightly`'s depth), while four people post comments
without pause. Between kills the database is locked by another process for longer than a request waits, the search index
is damaged, and the clock jumps a day forth and back. At the end every comment that was confirmed to its writer must be in the database and be found by search, every mail
must have reached the (real) SMTP server, and no more mails may have come twice than there were kills.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

import flask_migrate
from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from config import ROOT, Settings
from forum.app import create_app
from forum.core.db import REQUEST_WAITS_SECONDS, commit, db, transaction
from forum.core.mail import mail_later
from forum.core.outbox import OutboxRow
from forum.follows.actions import follow
from forum.threads.index_maintenance import find_differences
from forum.threads.models import Comment
from forum.threads.reindex import enqueue_reindex
from tests.support.browser import free_port
from tests.support.depth import DEPTH
from tests.support.factories import make_barrier, make_council, make_person, session_key
from tests.support.mail import Postbox, smtp_server

WRITERS = 4
PATIENCE_SECONDS = 120
FAULT_EVERY = 4
"""Kills between two faults of another kind."""
MAILS_A_KILL = 30
SHOWN = 20
"""Rows that are printed where the outbox does not drain."""


class Site:
    """Web server and worker as two process groups, which can be killed and started again."""

    def __init__(self, environment: dict[str, str], port: int) -> None:
        self.port = port
        self.environment = environment
        self.commands = {
            "web": ["gunicorn", "--bind", f"127.0.0.1:{port}", "--config", "gunicorn.conf.py", "wsgi:app"],
            "worker": ["flask", "--app", "wsgi", "worker"],
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        """Start one of the two."""
        command = [sys.executable, "-m", *self.commands[name]]
        log = (Path(self.environment["INSTANCE_FOLDER"]) / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
        )

    def kill(self, name: str) -> None:
        """Kill one of the two, with all its processes, at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()

    def answers(self) -> bool:
        """Tell whether the web server answers."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            connection.request("GET", "/health")
            return connection.getresponse().status in {200, 503}
        return False


class Writer(threading.Thread):
    """Posts comments without pause, and remembers which were confirmed."""

    def __init__(self, site: Site, number: int, thread_id: int, cookie: str, token: str) -> None:
        super().__init__(daemon=True)
        self.site, self.number, self.thread_id = site, number, thread_id
        self.headers = {"Cookie": f"clearway={cookie}", "Content-Type": "application/x-www-form-urlencoded"}
        self.token = token
        self.confirmed: list[str] = []
        self.unsure = 0
        self.stopped = threading.Event()

    def run(self) -> None:
        """Post until stopped."""
        for count in range(1_000_000):
            if self.stopped.is_set():
                return
            text = f"torture{self.number}x{count} we were asked for insurance"
            if self._post(text, f"{self.number:08x}{count:024x}"):
                self.confirmed.append(text)
            else:
                self.unsure += 1
                time.sleep(0.1)

    def _post(self, text: str, key: str) -> bool:
        body = urlencode({"csrf_token": self.token, "form_key": key, "body": text})
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=10)
            connection.request("POST", f"/threads/{self.thread_id}/comment", body, self.headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status not in {303, 500, 503}:
                raise AssertionError(f"a comment was answered with {answer.status}")
            return answer.status == 303
        return False


def prepare(app: Flask) -> tuple[int, list[tuple[str, str]]]:
    """Make a thread that two people follow, and the cookies and tokens of those who write in it."""
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        barrier = make_barrier("Insurance for the hall", council=make_council("Testham"))
        for _ in range(2):
            follow(thread=barrier, person=make_person())
        people = [session_key(make_person()) for _ in range(WRITERS)]
        enqueue_reindex(f"thread:{barrier.id}")
        commit()
        number = barrier.id
    return number, [signed_in(app, key) for key in people]


def signed_in(app: Flask, key: str) -> tuple[str, str]:
    """Make a session cookie and its CSRF token, as signing in would."""
    with app.test_request_context():
        session.update({"_user_id": key, "_fresh": True})
        token = generate_csrf()
        serializer = app.session_interface.get_signing_serializer(app)
        return serializer.dumps(dict(session)), token


def write_mails(app: Flask, count: int) -> None:
    """Write mails of different people, for the worker to be killed over."""
    with app.app_context(), transaction():
        for number in range(MAILS_A_KILL):
            mail_later(to=f"reader{count}-{number}@example.org", subject="Is it gone?", text="words")


def torture(app: Flask, site: Site, kills: int, seed: int) -> None:
    """Kill one or both at random moments, and start them again."""
    chance = random.Random(seed)
    for count in range(kills):
        write_mails(app, count)
        time.sleep(chance.uniform(0.2, 1.2))
        if count % FAULT_EVERY == FAULT_EVERY - 1:
            fault = FAULTS[count // FAULT_EVERY % len(FAULTS)]
            print(f"\n{fault.__name__.replace('_', ' ')}", flush=True)
            fault(Path(site.environment["INSTANCE_FOLDER"]))
        victims = chance.choice([["web"], ["worker"], ["web", "worker"]])
        for name in victims:
            site.kill(name)
        for name in victims:
            site.start(name)
        print(f"\rkilled {count + 1} of {kills}: {' and '.join(victims):20}", end="", flush=True)
        until = time.monotonic() + PATIENCE_SECONDS
        while not site.answers():
            if time.monotonic() > until:
                raise AssertionError("the web server does not come back")
            time.sleep(0.05)
    print()


def lock_database(folder: Path) -> None:
    """Hold SQLite's write lock for longer than a request waits."""
    held = sqlite3.connect(folder / "clearway.db", isolation_level=None, timeout=10)
    held.execute("BEGIN IMMEDIATE")
    time.sleep(REQUEST_WAITS_SECONDS + 1)
    held.close()


def damage_index(folder: Path) -> None:
    """Fill the table of contents of the index in use with garbage."""
    root = folder / "search"
    with contextlib.suppress(OSError):
        edition = root / (root / "CURRENT").read_text().strip()
        os.utime(edition / "STAMP", (1, 1))  # one that is young is not believed to be damaged
        for file in edition.glob("*.toc"):
            file.write_bytes(b"garbage" * 40)


def jump_clock(folder: Path) -> None:
    """Put the clock a day forth, and back a moment later."""
    file = folder / "clock"
    for seconds in (86_400, 0):
        file.with_suffix(".new").write_text(str(seconds))
        file.with_suffix(".new").replace(file)
        time.sleep(1)


FAULTS = (lock_database, damage_index, jump_clock)


def wait_until_drained(app: Flask) -> None:
    """Wait until the worker has done all there is to do."""
    until = time.monotonic() + 5 * PATIENCE_SECONDS
    with app.app_context():
        while time.monotonic() < until:
            db.session.rollback()
            waiting = db.session.scalars(
                select(OutboxRow).where(OutboxRow.done_at.is_(None), OutboxRow.kind.in_(["mail", "index"]))
            ).all()
            if not waiting:
                return
            time.sleep(0.5)
        for row in waiting[:SHOWN]:
            print({name: value for name, value in vars(row).items() if not name.startswith("_")})
    raise AssertionError(f"the outbox does not drain: {len(waiting)} rows wait")


def judge(app: Flask, writers: list[Writer], postbox: Postbox, kills: int) -> list[str]:
    """Say what was lost or doubled."""
    with app.app_context():
        kept = Counter(db.session.scalars(select(Comment.body)))
        mails = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail")).all()
        dead = [row.id for row in mails if row.dead_at]
        expected = {f"<outbox-{row.id}-{int(row.created_at.timestamp())}@127.0.0.1>" for row in mails}
        differences = find_differences()
    confirmed = [text for writer in writers for text in writer.confirmed]
    arrived = Counter(str(message["Message-ID"]) for message in postbox.messages)
    twice = sum(number - 1 for number in arrived.values())
    faults = {
        "confirmed comments that are lost": [text for text in confirmed if not kept[text]],
        "comments that are there twice": [text for text, number in kept.items() if number > 1],
        "mails that never arrived": sorted(expected - set(arrived)),
        "mails that no one wrote": sorted(set(arrived) - expected),
        "mails given up": dead,
        "mails that came more than twice": [one for one, number in arrived.items() if number > 2],
        "mails repeated beyond the one in flight": [twice] if twice > kills else [],
        "differences between index and database": differences,
    }
    unsure = sum(writer.unsure for writer in writers)
    print(
        f"{len(confirmed)} comments confirmed ({unsure} attempts cut off), {len(expected)} mails written, "
        f"{sum(arrived.values())} arrived, {twice} of them a second time, after {kills} kills."
    )
    return [f"{name}: {found[:5]} ({len(found)})" for name, found in faults.items() if found]


def main() -> int:
    """Torture a site; gives 0 when nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100 if DEPTH == "nightly" else 25)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, smtp_server() as postbox:
        port = free_port()
        environment = os.environ | {
            "INSTANCE_FOLDER": folder,
            "BASE_URL": f"http://127.0.0.1:{port}",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(postbox.port),
            "RATE_LIMITS": "0",
            "CLOCK_FILE": str(Path(folder) / "clock"),
            "WEB_PROCESSES": "2",
        }
        app = create_app(Settings.from_environment(environment))
        thread_id, people = prepare(app)
        site = Site(environment, port)
        for name in site.commands:
            site.start(name)
        while not site.answers():
            time.sleep(0.1)
        writers = [Writer(site, number, thread_id, *one) for number, one in enumerate(people)]
        for writer in writers:
            writer.start()
        try:
            torture(app, site, given.kills, given.seed)
            for writer in writers:
                writer.stopped.set()
            for writer in writers:
                writer.join()
            wait_until_drained(app)
        finally:
            for name in site.processes:
                site.kill(name)
        faults = judge(app, writers, postbox, given.kills)
    for fault in faults:
        print(f"FAULT {fault}")
    print("Nothing was lost." if not faults else "Something was lost.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
