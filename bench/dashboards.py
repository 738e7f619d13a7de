"""Measures a dashboard: CPU and SQL statements of each kind of request, at growing sizes, on both databases.

    python -m bench.dashboards --sizes 1000,10000,100000

makes one council with so many barriers and five times as many affected, in SQLite and in PostgreSQL
(BENCH_DATABASE_URL, its database is dropped afterwards), and prints JSON. `cpu_ms` is that of this process for
one request, the median of several; `database_cpu_ms` is PostgreSQL's own for the same request; `cold_ms` is the
first request of a process, `changed_ms` the first after a change, `refresh_ms` what the worker needs after one. Limits:
60 ms and 10 statements for all others.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask
from sqlalchemy import create_engine, event, func, select, text

from bench.bulk_council import load_council
from bench.pages import request, session_key, sign_in
from config import ROOT, Settings
from forum.accounts.models import Person
from forum.app import create_app
from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.db import db, transaction
from forum.councils.models import Council, Department, Officer
from forum.dashboards.engine import snapshots
from forum.dashboards.engine.fact_table import Audience
from forum.dashboards.engine.snapshot_sync import find_differences, rebuild, refresh
from forum.dashboards.figures.headline import headline
from forum.dashboards.figures.scope import FigureFilters, open_scope
from forum.dashboards.figures.service import TABLES, list_cases
from forum.dashboards.queries.obstacles import list_obstacles

SERVER = os.environ.get("BENCH_DATABASE_URL", "postgresql+psycopg://root@127.0.0.1:5432/test")
REPEATS = 9
MOST_CPU_MS, MOST_STATEMENTS = 60, 10
AFFECTED_EACH = 5
Call = Callable[[], object]


@contextmanager
def opened(backend: str, size: int) -> Iterator[Flask]:
    """Make a site of that size in a folder, or in a PostgreSQL database, of its own."""
    with tempfile.TemporaryDirectory() as folder:
        name = f"dashboards_bench_{os.getpid()}"
        url = SERVER.rsplit("/", 1)[0] + f"/{name}" if backend == "postgresql" else ""
        if url:
            _server(f"CREATE DATABASE {name}")
        app = create_app(
            Settings(
                instance_folder=Path(folder), database_url=url, rate_limits=False, keep_pages=timedelta(0)
            )
        )
        try:
            with app.app_context():
                flask_migrate.upgrade(directory=str(ROOT / "migrations"))
                with transaction():
                    load_council(
                        barriers=size, affected=size * AFFECTED_EACH, seed=1, progress=lambda _more: None
                    )
                yield app
                db.session.remove()
                db.engine.dispose()
        finally:
            if url:
                _server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _server(statement: str) -> None:
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def questions(app: Flask, council: Council) -> dict[str, Call]:
    """Name what is measured."""
    department = db.session.scalars(select(Department.id).where(Department.council_id == council.id)).first()
    half = clock.today() - timedelta(days=180)
    officers_cookie = an_officers_cookie(app, council)
    public, officer = Audience.PUBLIC, Audience.OFFICER
    every = FigureFilters(since=half, area=1, category="insurance", department=department, rule_source="law")
    return {
        "dashboard, public": lambda: count_all(council, FigureFilters(), public),
        "dashboard, officer": lambda: count_all(council, FigureFilters(), officer),
        "dashboard, public, by area": lambda: count_all(council, FigureFilters(area=1), public),
        "dashboard, public, by kind and rule": lambda: count_all(
            council, FigureFilters(category="insurance", rule_source="law"), public
        ),
        "dashboard, officer, half a year": lambda: count_all(council, FigureFilters(since=half), officer),
        "dashboard, officer, all filters": lambda: count_all(council, every, officer),
        "headline alone, public": lambda: headline(open_scope(council, FigureFilters(), public)),
        "list of open ones, public": lambda: list_cases(council, FigureFilters(), public, "open"),
        "list, recurring, public": lambda: list_cases(council, FigureFilters(), public, "recurring"),
        "across councils": list_obstacles,
        "first page, public": lambda: page(app, f"/councils/{council.slug}/dashboard"),
        "chapter of months, public": lambda: page(app, f"/councils/{council.slug}/dashboard/over-time"),
        "whole page, public": lambda: page(app, f"/councils/{council.slug}/dashboard/report"),
        "whole page, public, by area": lambda: page(app, f"/councils/{council.slug}/dashboard/report?area=1"),
        "whole page, officer": lambda: page(
            app, f"/councils/{council.slug}/dashboard/report?with=council-only", officers_cookie
        ),
        "whole list behind a figure": lambda: page(
            app, f"/councils/{council.slug}/dashboard/rows?figure=open"
        ),
        "obstacles page": lambda: page(app, "/obstacles"),
    }


def count_all(council: Council, filters: FigureFilters, audience: Audience) -> list[object]:
    """Count everything that a council's dashboard can show."""
    scope = open_scope(council, filters, audience)
    return [headline(scope), *(table(scope) for table in TABLES.values())]


def page(app: Flask, path: str, cookie: str = "") -> int:
    """Ask for a page as a visitor, or as whose cookie it is; gives its status. Raises when the page is not there."""
    status = request(app, path, cookie=cookie)[0]
    if status != HTTPStatus.OK:
        raise RuntimeError(f"{path} answered {status}, so there is nothing to measure")
    return status


def an_officers_cookie(app: Flask, council: Council) -> str:
    """Make somebody an officer of the council, and sign them in."""
    with transaction():
        person = db.session.scalars(select(Person).order_by(Person.id).limit(1)).one()
        person.is_staff = True
        db.session.add(Officer(person_id=person.id, council_id=council.id, created_at=clock.now()))
        key = session_key(person)
    return sign_in(app, key)[0]


def measure(call: Call) -> dict[str, Any]:
    """Ask several times: median CPU of this process and of the database, and the statements of one request."""
    statements: list[str] = []

    def note(*given: Any) -> None:  # noqa: ANN401  # SQLAlchemy's own arguments
        statements.append(given[2])

    first = call()
    db.session.rollback()
    event.listen(db.engine, "before_cursor_execute", note)
    call()
    event.remove(db.engine, "before_cursor_execute", note)
    times, database = [], []
    for _ in range(REPEATS):
        db.session.rollback()
        db.session.expire_all()
        before, start = _database_cpu(), time.process_time()
        call()
        times.append(1000 * (time.process_time() - start))
        database.append(_database_cpu() - before)
    found: dict[str, Any] = {"cpu_ms": round(statistics.median(times), 1)}
    found["sql"] = sum(not one.startswith("BEGIN") for one in statements)
    if db.engine.dialect.name == "postgresql":
        found["database_cpu_ms"] = round(statistics.median(database), 1)
    if isinstance(first, int):
        found["status"] = first
    return found


def _database_cpu() -> float:
    """Give the CPU that PostgreSQL's process for our connection has used, in ms; 0 for SQLite, which is in ours."""
    if db.engine.dialect.name != "postgresql":
        return 0.0
    process = db.session.connection().connection.dbapi_connection.info.backend_pid  # type: ignore[union-attr]
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(backend: str, size: int) -> dict[str, Any]:
    """Measure one size on one database."""
    with opened(backend, size) as app:
        start = time.process_time()
        rebuild()
        rebuilt = time.process_time() - start
        council = db.session.scalars(select(Council).where(Council.slug == "busyham")).one()
        snapshots.clear_cache()
        start = time.process_time()
        count_all(council, FigureFilters(), Audience.PUBLIC)
        cold = 1000 * (time.process_time() - start)
        found = {name: measure(call) for name, call in questions(app, council).items()}
        return {
            "backend": backend,
            "barriers": size,
            "affected": size * AFFECTED_EACH,
            "rebuild_s": round(rebuilt, 1),
            "cold_ms": round(cold, 1),
            "refresh_ms": round(_refresh_one(), 1),
            "changed_ms": round(_after_a_change(council), 1),
            "differences": len(find_differences(part=0)),
            "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "requests": found,
        }


def _refresh_one() -> float:
    number = db.session.scalar(select(func.max(Barrier.id))) or 0
    times = []
    for place in range(3):
        with transaction():
            barrier = db.session.get_one(Barrier, number - place)
            barrier.rule_source = "custom" if barrier.rule_source != "custom" else "law"
        start = time.process_time()
        with transaction():
            refresh([number - place])
        times.append(1000 * (time.process_time() - start))
    return statistics.median(times)


def _after_a_change(council: Council) -> float:
    """Give the CPU in ms of the first public dashboard after a change, the median of three."""
    times = []
    for _ in range(3):
        _refresh_one()
        start = time.process_time()
        count_all(council, FigureFilters(), Audience.PUBLIC)
        times.append(1000 * (time.process_time() - start))
    return statistics.median(times)


def main() -> int:
    """Measure each size on each database, print JSON, and give 1 when a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--backends", default="sqlite,postgresql")
    given = parser.parse_args()
    results = [
        run(backend, int(size)) for backend in given.backends.split(",") for size in given.sizes.split(",")
    ]
    print(json.dumps(results, indent=1))
    over = [
        f"{one['backend']} {one['barriers']}: {name}"
        for one in results
        for name, cost in one["requests"].items()
        if cost["cpu_ms"] + cost.get("database_cpu_ms", 0) > MOST_CPU_MS or cost["sql"] > MOST_STATEMENTS
    ]
    print("\n".join(f"over the limit: {one}" for one in over), file=sys.stderr)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
