"""Which tests are asked on PostgreSQL by `make test`, and which by `make test-all`: each that needs a database by one of them."""

from __future__ import annotations

import os
from collections.abc import Iterable

import pytest

from tests.support.databases import DATABASES

PART = os.environ.get("TEST_PART", "")
"""What of PostgreSQL is asked: `first` by `make test`, the `rest` by `make test-all`; all where nothing is said."""


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


def _asked_first(items: Iterable[pytest.Item]) -> set[pytest.Item]:
    """Choose what `make test` asks: one case of each test, or all where each is SQL of its own, `pytest.mark.sql(each=True)`."""
    chosen: dict[str, pytest.Item] = {}
    for item in items:
        if speaks_sql(item):
            each = any(mark.kwargs.get("each") for mark in item.iter_markers("sql"))
            chosen.setdefault(item.nodeid if each else item.nodeid.split("[")[0], item)
    return set(chosen.values())


def _database_of(item: pytest.Item) -> str:
    if "database" not in item.fixturenames:  # type: ignore[attr-defined]
        return ""
    callspec = getattr(item, "callspec", None)
    return str(callspec.params.get("database", DATABASES[0]) if callspec else DATABASES[0])
