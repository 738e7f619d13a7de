"""Nobody writes an address of ours by hand: routes say it once, `url_for` writes it, with the path of BASE_URL before it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import ROOT

CODE = [one for one in sorted((ROOT / "forum").rglob("*.py")) if "demo/content" not in one.as_posix()]
TEMPLATES = [one for one in sorted((ROOT / "templates").rglob("*")) if one.is_file()]
SCRIPTS = sorted((ROOT / "static").glob("*.js"))
ROUTES = {"route", "get", "post", "add_url_rule"}
ROOTS_OF_JOURNEYS = "root"
"""The attribute of a journey that says where its routes begin."""
SAID_TO_PEOPLE = {"forum/backup.py", "forum/startup.py"}
"""What a command prints for whoever looks after the site; there is no page that it could link to."""

KNOWS = {
    "forum/core/urls.py",
    "forum/web/urls.py",
    "forum/core/mail.py",
    "forum/startup.py",
    "forum/web/transactions.py",
}
"""What knows where the site lies: the address of mails' server, and what a start prints, too."""


@pytest.fixture
def firsts(whole_app: Flask) -> set[str]:
    """The first parts of our addresses, as in /barriers."""
    return {f"/{one.rule.split('/')[1]}" for one in whole_app.url_map.iter_rules()} - {"/"}


def is_ours(text: str, firsts: set[str]) -> bool:
    return re.split(r"(?<=.)[/?#.]", text, maxsplit=1)[0] in firsts


def said_by_routes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the texts in which routes are allowed to say their address."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ROUTES:
            yield from ast.walk(node)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                if any(isinstance(one, ast.Name) and one.id == ROOTS_OF_JOURNEYS for one in names):
                    yield from ast.walk(node.value)


def by_hand(file: Path, firsts: set[str]) -> Iterator[str]:
    tree = ast.parse(file.read_text())
    allowed = {id(one) for one in said_by_routes(tree)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in allowed
            and is_ours(node.value, firsts)
        ):
            yield f"{file.relative_to(ROOT)}:{node.lineno}: {node.value}"


def test_no_python_file_writes_an_address_of_ours(firsts: set[str]) -> None:
    found = [
        one
        for file in CODE
        if str(file.relative_to(ROOT)) not in SAID_TO_PEOPLE
        for one in by_hand(file, firsts)
    ]
    assert found == [], "write url_for(endpoint, ...), or absolute_url where it leaves the site"


def test_no_template_and_no_script_writes_an_address_of_ours(firsts: set[str]) -> None:
    quoted = re.compile(r"""(?:["'`]|\}\}|\s)(/[a-z][a-z.-]*)(?=[/"'`?#{~\s])""")
    found = [
        f"{file.relative_to(ROOT)}: {one}"
        for file in (*TEMPLATES, *SCRIPTS)
        for one in quoted.findall(re.sub(r"\{#.*?#\}", "", file.read_text(), flags=re.DOTALL))
        if one in firsts
    ]
    assert found == [], "write url_for(endpoint, ...), or absolute_url in a mail"


@pytest.mark.parametrize(
    "line",
    [
        '<a href="/barriers">',
        '<a href="{{ x }}/barriers/{{ y }}">',
        '{{ "/councils/" ~ slug }}',
        "'/sign-in?next='",
    ],
)
def test_the_look_at_templates_finds_what_it_looks_for(line: str) -> None:
    assert re.search(r"""(?:["'`]|\}\}|\s)(/[a-z][a-z.-]*)(?=[/"'`?#{~\s])""", line)


def test_nobody_but_two_files_knows_where_the_site_lies() -> None:
    """`core/urls.py` puts the host before a path, `web/urls.py` the prefix; the rest asks them."""
    known = re.compile(
        r"\.base_url|script_root|root_path\b(?!=)|url_root|host_url|request\.(?:path|full_path)\b"
    )
    found = {str(file.relative_to(ROOT)) for file in (*CODE, *TEMPLATES) if known.search(file.read_text())}
    assert found <= KNOWS, sorted(found - KNOWS)
