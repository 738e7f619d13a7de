"""What no import contract can say: pages write no statements, and a rule is not in a view."""

from __future__ import annotations

import ast
import re

import pytest

from config import ROOT

pytestmark = pytest.mark.pure

PAGES = [
    file
    for file in sorted((ROOT / "forum").rglob("*.py"))
    if "demo" not in file.parts
    and (
        "views" in file.parts
        or re.search(r"(views|presenters|cards|_panel|_display|_rows|svg_charts|words)$", file.stem)
    )
]
STATEMENTS = {"select", "insert", "update", "delete", "text", "func", "exists", "union_all"}
SESSION = {"execute", "scalar", "scalars", "query"}


def test_pages_and_presenters_write_no_statement() -> None:
    """A query of the feature reads, an action changes; `db.session.get` of a number that was sent is not a statement."""
    assert len(PAGES) > 60
    found = []
    for file in PAGES:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("sqlalchemy"):
                found += [
                    f"{file.relative_to(ROOT)}: {one.name}" for one in node.names if one.name in STATEMENTS
                ]
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in SESSION
                and ast.unparse(node.func.value) == "db.session"
            ):
                found.append(f"{file.relative_to(ROOT)}: db.session.{node.func.attr}")
    assert found == [], "move it to the feature's queries"


def test_presenters_are_given_what_was_read() -> None:
    """What a page shows is read by its view or a loader, and put into words by a presenter, which asks no query."""
    asking = re.compile(
        r"^from forum\.[\w.]*queries[\w.]* import .*\b(list|find|get|count|read)_|core\.db import",
        re.MULTILINE,
    )
    named = [one for one in PAGES if re.search(r"(presenters?|cards|_display|_words)$", one.stem)]
    named = [one for one in named if "views" not in one.parts]
    assert len(named) > 12
    assert [str(file) for file in named if asking.search(file.read_text())] == []


def test_no_view_decides_what_may_follow_in_the_life_of_a_barrier() -> None:
    """The table of transitions is asked by actions and permissions; a view asks those."""
    asking = re.compile(
        r"from forum\.barriers\.lifecycle\.transitions import .*\b(options|decide|update_option)\b"
    )
    found = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "forum").rglob("views/*.py")
        if asking.search(file.read_text())
    ]
    assert found == []
