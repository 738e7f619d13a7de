"""Measures a council's inbox: CPU of one request and SQL statements, at growing sizes.

    python -m bench.inbox --barriers 1000,100000
    python -m bench.inbox --barriers 100000 --database-url postgresql:///an_empty_database

Half of all barriers are put into one council, so that the largest inbox is as large as it can be. The days are
worked out by the code that the worker runs. CPU is that of this process: on PostgreSQL the server's comes on top,
and `wall` tells of both.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import flask_migrate
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select, update

from bench import bulk
from bench.pages import session_key
from config import ROOT, Settings
from forum.accounts.models import Person
from forum.app import create_app
from forum.barriers.actions.deadline import find_wrong_deadlines, set_deadlines
from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.db import db, transaction
from forum.councils.models import Council, Officer
from forum.threads.models import Thread

REPEATS = 15
PAGES = {
    "whole inbox": "",
    "one section": "?section=overdue",
    "mine": "?person=mine",
    "kind and state": "?category=insurance&state=open",
    "one ward": "?area={area}",
    "what nobody has": "?visibility=council",
}


def make_site(folder: Path, barriers: int, url: str) -> Flask:
    settings = Settings(
        instance_folder=folder,
        database_url=url,
        rate_limits=False,
        keep_pages=timedelta(0),
        secret_key="x" * 40,
    )
    app = create_app(settings)
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        with transaction():
            bulk.load(threads=barriers, comments=0, seed=1, progress=lambda _more: None)
            council = db.session.scalars(select(Council).order_by(Council.id).limit(1)).one()
            half = update(Thread.__table__).where(Thread.id % 2 == 0)  # type: ignore[arg-type]
            db.session.execute(half.values(council_id=council.id))
            person = db.session.scalars(select(Person).order_by(Person.id).limit(1)).one()
            person.is_staff, person.email = True, "jo@example.org"
            db.session.add(Officer(person_id=person.id, council_id=council.id, created_at=clock.now()))
        _set_days()
        with transaction():
            if db.engine.dialect.name == "postgresql":
                db.session.execute(db.text("ANALYZE"))
        db.session.remove()
    return app


def _set_days() -> None:
    started = time.perf_counter()
    after: int | None = 0
    while after is not None:
        with transaction():
            after = set_deadlines(council_id=None, after=after)
        db.session.expunge_all()
    print(f"    the worker set all days in {time.perf_counter() - started:.0f} s")


def signed_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    with app.app_context(), transaction():
        key = session_key(db.session.scalars(select(Person).where(Person.email == "jo@example.org")).one())
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = key, True
    return client


def measure(app: Flask, get: Callable[[], int]) -> tuple[float, float, int]:
    """Give the median CPU and wall time in ms, and the number of statements."""
    statements: list[str] = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    if get() != 200:
        raise SystemExit("the inbox did not answer")
    number, cpu, wall = len(statements), [], []
    for _ in range(REPEATS):
        before, started = time.process_time(), time.perf_counter()
        get()
        cpu.append((time.process_time() - before) * 1000)
        wall.append((time.perf_counter() - started) * 1000)
    return statistics.median(cpu), statistics.median(wall), number


def report(app: Flask, barriers: int) -> None:
    client = signed_in(app)
    with app.app_context():
        council = db.session.scalars(select(Council).order_by(Council.id).limit(1)).one()
        owed = db.session.scalar(select(func.count()).where(Barrier.owed_by_id == council.id))
        area = db.session.scalar(select(func.min(Thread.area_id)))
        slug = council.slug
        wrong = find_wrong_deadlines(council_id=council.id) if barriers <= 10_000 else "not checked"
    print(f"{barriers:,} barriers, {owed:,} of them in this inbox; wrong days: {wrong}")
    for name, query in PAGES.items():
        path = f"/councils/{slug}/inbox" + query.format(area=area)
        cpu, wall, number = measure(app, lambda path=path: client.get(path).status_code)  # type: ignore[misc]
        print(f"    {name:16} {cpu:6.1f} ms CPU {wall:6.1f} ms wall {number:3} statements", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.inbox", description=__doc__.partition("\n")[0])
    parser.add_argument("--barriers", default="1000,100000")
    parser.add_argument("--database-url", default="")
    chosen = parser.parse_args()
    for size in map(int, chosen.barriers.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            report(make_site(Path(folder), size, chosen.database_url), size)


if __name__ == "__main__":
    main()
