"""Measures the pages that people open most: CPU, SQL statements and bytes, at growing sizes.

    python -m bench.pages --threads 500,5000 --comments-each 10

makes a site of each size in a folder of its own and prints one table. CPU is that of one web process for
one request, the median of many; the page cache is measured apart.
"""

from __future__ import annotations

import argparse
import gzip
import io
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import event, select
from werkzeug.test import EnvironBuilder, run_wsgi_app

from bench import bulk
from config import ROOT, Settings
from forum.accounts.devices import Device
from forum.accounts.models import Person, SignInMethod
from forum.accounts.sign_in_sessions import start_session
from forum.app import create_app
from forum.core.db import db, transaction
from forum.threads.holds.signed_times import new_form_key
from forum.threads.index_maintenance import rebuild_index
from forum.threads.kinds import path_of
from forum.threads.models import Thread

REPEATS = 60
SEARCHES = (
    "council", "insurance", "hall hire", "risk meeting council", "permit street", "bacade", "modegi",
    "volunteers and insurance", '"hall insurance"', "garden -council",
)  # fmt: skip
Call = Callable[[], tuple[int, bytes]]


def make_site(folder: Path, threads: int, comments: int) -> Flask:
    """Make a site of that size, without a page cache."""
    app = create_app(Settings(instance_folder=folder, rate_limits=False, keep_pages=timedelta(0)))
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        with transaction():
            bulk.load(threads=threads, comments=comments, seed=1, progress=lambda _more: None)
        rebuild_index()
        db.session.remove()
    return app


def request(
    app: Flask, path: str, *, cookie: str = "", form: dict[str, str] | None = None
) -> tuple[int, bytes]:
    """Ask the application as a web server would; gives status and body."""
    headers = [("Cookie", cookie)] if cookie else []
    builder = EnvironBuilder(path, method="POST" if form else "GET", data=form, headers=headers)
    body, status, _ = run_wsgi_app(app, builder.get_environ(), buffered=True)
    return int(status.split()[0]), b"".join(body)


def measure(call: Call, app: Flask) -> dict[str, Any]:
    """Call it many times: median CPU in ms, SQL statements of one call, bytes plain and gzipped."""
    statements: list[str] = []

    def note(*given: Any) -> None:  # noqa: ANN401  # SQLAlchemy's own arguments
        statements.append(given[2])

    with app.app_context():
        engine = db.engine
    status, body = call()
    event.listen(engine, "before_cursor_execute", note)
    call()
    event.remove(engine, "before_cursor_execute", note)
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        call()
        times.append(1000 * (time.process_time() - start))
    zipped = io.BytesIO()
    with gzip.GzipFile(fileobj=zipped, mode="wb", compresslevel=6) as file:
        file.write(body)
    return {
        "status": status,
        "cpu_ms": statistics.median(times),
        "sql": sum(not one.startswith("BEGIN") for one in statements),
        "bytes": len(body),
        "gzipped": len(zipped.getvalue()),
    }


def session_key(person: Person) -> str:
    """Start a session, in the current transaction; returns what its cookie holds."""
    device = Device("firefox", "linux")
    _, key = start_session(person=person, method=SignInMethod.LINK, device=device, network="127.0.0.0/24")
    return f"{person.id}.{key}"


def sign_in(app: Flask, key: str) -> tuple[str, str]:
    """Give the cookie and the CSRF token of somebody whose session has this key."""
    with app.test_request_context():
        session.update({"_user_id": key, "_fresh": True})
        token = generate_csrf()
        serializer: Any = app.session_interface
        return f"clearway={serializer.get_signing_serializer(app).dumps(dict(session))}", token


def calls(app: Flask) -> dict[str, Call]:
    """Name what is measured."""
    with app.app_context():
        busy = db.session.scalars(select(Thread).order_by(Thread.number_of_comments.desc()).limit(1)).one()
        thread, number = path_of(busy), busy.id
        with transaction():
            key = session_key(db.session.scalars(select(Person).limit(1)).one())
        db.session.remove()
    cookie, token = sign_in(app, key)
    cached = create_app(replace(app.extensions["clearway_settings"], keep_pages=timedelta(seconds=5)))
    comment = {"csrf_token": token, "body": "We were asked for insurance, too."}
    searches = iter(SEARCHES * 100)
    return {
        "list, visitor, from the page cache": lambda: request(cached, "/barriers"),
        "list, visitor": lambda: request(app, "/barriers"),
        "thread, visitor, from the page cache": lambda: request(cached, thread),
        "thread, visitor": lambda: request(app, thread),
        "thread, signed in": lambda: request(app, thread, cookie=cookie),
        "search, a mix of ten": lambda: request(app, f"/search?q={next(searches).replace(' ', '+')}"),
        "post a comment": lambda: request(
            app, f"/threads/{number}/comment", cookie=cookie, form=comment | {"form_key": new_form_key()}
        ),
        "home, visitor": lambda: request(app, "/"),
    }


def main() -> None:
    """Measure each size and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", default="500,5000")
    parser.add_argument("--comments-each", type=int, default=10)
    given = parser.parse_args()
    for size in map(int, given.threads.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            app = make_site(Path(folder), size, size * given.comments_each)
            print(f"\n{size:,} barriers, {size * given.comments_each:,} comments")
            print(f"{'':40} {'CPU ms':>8} {'SQL':>5} {'bytes':>9} {'gzipped':>9}  status")
            for name, call in calls(app).items():
                found = measure(call, app)
                print(
                    f"{name:40} {found['cpu_ms']:8.2f} {found['sql']:5} {found['bytes']:9,} "
                    f"{found['gzipped']:9,}  {found['status']}"
                )


if __name__ == "__main__":
    main()
