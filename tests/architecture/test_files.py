"""What no reviewer remembers: sizes, names, and the one place each."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import ROOT

pytestmark = pytest.mark.pure

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 500, 30, 120  # a file of 300 is advised
CODE = [*sorted((ROOT / "forum").rglob("*.py")), ROOT / "config.py"]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
DRAWERS = {"utils", "helpers", "common", "misc", "services", "managers"}


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def functions(file: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef):
            yield node


def length(node: ast.FunctionDef) -> int:
    """Lines of a function without its docstring."""
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node
    return (node.end_lineno or 0) - first.lineno + 1


def too_long(files: list[Path], longest: int) -> list[str]:
    lengths = {name(file): len(file.read_text().splitlines()) for file in files}
    return [f"{file}: {lines} lines" for file, lines in lengths.items() if lines > longest]


def test_a_file_can_be_read_in_one_sitting() -> None:
    assert too_long(CODE, LONGEST_FILE) == []


def test_a_function_fits_on_a_screen() -> None:
    found = [(file, one, length(one)) for file in CODE for one in functions(file)]
    assert [
        f"{name(file)}: {one.name}: {lines}" for file, one, lines in found if lines > LONGEST_FUNCTION
    ] == []


def test_a_template_can_be_read_in_one_sitting() -> None:
    assert too_long(TEMPLATES, LONGEST_TEMPLATE) == []


def test_nothing_is_kept_in_a_drawer() -> None:
    assert [name(file) for file in CODE if DRAWERS & set(file.with_suffix("").parts)] == []


def test_a_feature_package_says_what_it_is_and_imports_nothing() -> None:
    for package in sorted((ROOT / "forum").glob("*/__init__.py")):
        body = ast.parse(package.read_text()).body
        assert len(body) == 1, name(package)
        assert ast.get_docstring(ast.parse(package.read_text())), name(package)


def calls_of(attribute: str) -> list[str]:
    nodes = ((file, node) for file in CODE for node in ast.walk(ast.parse(file.read_text())))
    return [
        f"{name(file)}: {ast.unparse(node.func)}"
        for file, node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == attribute
    ]


def test_one_place_commits() -> None:
    assert [one for one in calls_of("commit") if "session" in one] == ["forum/core/db.py: db.session.commit"]


def test_actions_queries_and_permissions_know_no_http() -> None:
    http = re.compile(r"^\s*(from|import) (flask|werkzeug|flask_login|flask_wtf)\b|forum\.web", re.MULTILINE)
    blind = re.compile(r"/(actions|queries|permissions|models|events|lifecycle)(/|\.py)")
    assert [name(f) for f in CODE if blind.search(name(f)) and http.search(f.read_text())] == []


def test_no_template_carries_its_own_style_or_script() -> None:
    inline = re.compile(r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)
    pages = [file for file in TEMPLATES if file.parent.name != "emails"]  # mail programs drop style sheets
    assert [name(file) for file in pages if inline.search(file.read_text())] == []


def test_no_template_names_another_host() -> None:
    other = re.compile(r"(src|href|action)=\"(https?:)?//")
    allowed = re.compile(r"<a [^>]*href=\"https://")
    for file in TEMPLATES:
        lines = [
            one for one in file.read_text().splitlines() if other.search(one) and not allowed.search(one)
        ]
        assert lines == [], name(file)
