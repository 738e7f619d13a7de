"""What is asked by `make test` and what by `make test-all`, where both could: each test by one of them on each database."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pytest

from tests.support.databases import DATABASES

PART = os.environ.get("TEST_PART", "")
"""What of PostgreSQL is asked: `first` by `make test`, the `rest` by `make test-all`; all where nothing is said."""
UNVARIED = {"browser", "deep", "slow", "thorough"}


def speaks_sql(item: pytest.Item) -> bool:
    """Whether `make test` asks a test on both databases: queries, locks, imports, migrations, what a second one can break.

    Pages that only ask these, and what is slow, are for `make test-all`. The search engines of both kinds are asked in
    every run, and need neither.
    """
    marks = {mark.name for mark in item.iter_markers()}
    return "sql" in marks and not marks & {"slow", "thorough"}


def left_to_the_other_part(items: Iterable[pytest.Item], part: str = PART) -> set[pytest.Item]:
    """Return what this run does not ask: what the other part of the suite does, and without SQLite what needs no database."""
    items = list(items)
    there = {item for item in items if _database_of(item) == "postgresql"}
    left = {item for item in items if "sqlite" not in DATABASES} - there
    first = _asked_first(item for item in items if item in there)
    return left | {"": set(), "first": there - first, "rest": first}[part]


def variants(items: Iterable[pytest.Item]) -> Iterator[pytest.Item]:
    """Yield the cases that `make test` leaves out of tests with many that need a database: all but the first, middle and last.

    Not of tests that look closer by themselves, nor where each case is SQL of its own.
    """
    cases: dict[tuple[str, str], list[pytest.Item]] = defaultdict(list)
    for item in items:
        marks = {mark.name for mark in item.iter_markers()}
        if (database := _database_of(item)) and not marks & UNVARIED and not _is_sql_each_time(item):
            cases[item.nodeid.split("[")[0], database].append(item)
    for all_of_one in cases.values():
        shown = {0, len(all_of_one) // 2, len(all_of_one) - 1}
        yield from (item for at, item in enumerate(all_of_one) if at not in shown)


def _asked_first(items: Iterable[pytest.Item]) -> set[pytest.Item]:
    """Choose what `make test` asks: one case of each test, or all where each is SQL of its own, `pytest.mark.sql(each=True)`."""
    chosen: dict[str, pytest.Item] = {}
    for item in items:
        if speaks_sql(item):
            name = item.nodeid if _is_sql_each_time(item) else item.nodeid.split("[")[0]
            chosen.setdefault(name, item)
    return set(chosen.values())


def _is_sql_each_time(item: pytest.Item) -> bool:
    return any(mark.kwargs.get("each") for mark in item.iter_markers("sql"))


def _database_of(item: pytest.Item) -> str:
    if "database" not in item.fixturenames:  # type: ignore[attr-defined]
        return ""
    callspec = getattr(item, "callspec", None)
    return str(callspec.params.get("database", DATABASES[0]) if callspec else DATABASES[0])
