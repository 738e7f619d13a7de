"""What needs a database is asked on PostgreSQL by `make test` or by `make test-all`: nothing by neither, nothing by both."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.support import parts
from tests.support.parts import left_to_the_other_part, variants

pytestmark = pytest.mark.pure
CASES = (
    ("test_a_query[one]", pytest.mark.sql),
    ("test_a_query[two]", pytest.mark.sql),
    ("test_a_rule[one]", pytest.mark.sql(each=True)),
    ("test_a_rule[two]", pytest.mark.sql(each=True)),
    ("test_a_page", None),
    ("test_of_seconds", pytest.mark.slow),
)


class Item(SimpleNamespace):
    """What is asked of a test of pytest."""

    def __hash__(self) -> int:
        return id(self)

    def iter_markers(self, name: str = "") -> list[Any]:
        return [one.mark for one in self.given if name in {"", one.mark.name}]


def item(name: str, database: str, mark: Any = None) -> Any:
    given, params = [mark] if mark else [], {"database": database}
    return Item(
        nodeid=name, given=given, fixturenames=["app", "database"], callspec=SimpleNamespace(params=params)
    )


def items(database: str) -> list[Any]:
    made = [item(name, database, mark) for name, mark in CASES]
    return [*made, Item(nodeid="test_of_nothing", given=[], fixturenames=[])]


def asked(part: str, database: str) -> list[str]:
    made = items(database)
    left = left_to_the_other_part(made, part)
    return [item.nodeid for item in made if item not in left]


def test_one_case_speaks_for_a_test_unless_each_is_sql_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "DATABASES", ("sqlite", "postgresql"))
    first = ["test_a_query[one]", "test_a_rule[one]", "test_a_rule[two]"]
    assert asked("first", "postgresql") == [*first, "test_of_nothing"]
    assert len(asked("first", "sqlite")) == len(asked("", "postgresql")) == len(CASES) + 1


def test_the_rest_asks_what_the_first_part_left_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "DATABASES", ("postgresql",))
    rest = asked("rest", "postgresql")
    assert rest == ["test_a_query[two]", "test_a_page", "test_of_seconds"]
    assert sorted([*rest, *asked("first", "postgresql")]) == sorted(name for name, _ in CASES)


def test_of_many_cases_the_first_the_middle_and_the_last_are_no_variants() -> None:
    made = [item(f"test_many[{one}]", "sqlite") for one in range(9)]
    each = [item(f"test_each[{one}]", "sqlite", pytest.mark.sql(each=True)) for one in range(9)]
    deep = [item(f"test_deep[{one}]", "sqlite", pytest.mark.deep) for one in range(9)]
    left = {one.nodeid for one in variants([*made, *each, *deep, *items("sqlite")])}
    assert left == {f"test_many[{one}]" for one in (1, 2, 3, 5, 6, 7)}
