"""No address that anybody can type is a fault of ours: every page, with what fits no column, no text and no date."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from config import ROOT
from forum.accounts.models import SiteRole
from forum.core.db import commit
from tests.support.factories import (
    make_area,
    make_barrier,
    make_comment,
    make_council,
    make_group,
    make_officer,
    sign_in,
)

A_FAULT = 500
NAME = re.compile(r"[a-z][a-z0-9_-]{0,29}")
IN_THEIR_OWN_WORDS = ("_anchor", "_external", "_method", "_scheme", "endpoint", "filename", "v")
"""Names that mean something to Flask itself."""
HOSTILE = (
    "%00",
    "9" * 30,
    "%ED%A0%80",
    "%D9%A3",
    "0000-00-00",
    "%C3%A9",
    "-1",
    "1e999",
    "NaN",
    "a" * 60,
    "%5B%5B",
)
IN_PATHS = ("%00", "a%00b", "%FF", "%ED%A0%80", "9999-12", "0000-01", "%F0%9F%92%A9", "..%2F..%2Fetc")


@cache
def names_in_the_code() -> dict[str, set[str]]:
    """Every name of a query parameter that the code of a feature mentions: read, linked to, or a field of a form."""
    found: dict[str, set[str]] = {}
    for file in (ROOT / "forum").rglob("*.py"):
        names = found.setdefault(file.relative_to(ROOT / "forum").parts[0], set())
        for node in ast.walk(ast.parse(file.read_text())):
            names |= {name for name in names_of(node) if NAME.fullmatch(name)}
    return found


def names_of(node: ast.AST) -> Iterator[str]:
    """Names in `args.get("a")`, `args["a"]`, `"a" in args`, `number_asked("a")`, `url_for(…, a=…)`, `a = SomeField()`, `X = "a"`."""
    match node:
        case ast.Call(func=ast.Attribute(attr="get" | "getlist"), args=[ast.Constant(value=str(name)), *_]):
            yield name
        case ast.Call(func=ast.Name(id="number_asked"), args=[ast.Constant(value=str(name)), *_]):
            yield name
        case ast.Call(func=ast.Name(id="url_for") | ast.Attribute(attr="url_for" | "url"), keywords=words):
            yield from (word.arg for word in words if word.arg)
        case (
            ast.Subscript(slice=ast.Constant(value=str(name)))
            | ast.Compare(left=ast.Constant(value=str(name)), ops=[ast.In()])
        ):
            yield name
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id=kind))):
            if kind.endswith("Field"):
                yield name
        case ast.Assign(value=ast.Constant(value=str(name))):
            yield name
        case ast.Assign(value=ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Dict(keys=parts)):
            yield from (
                one.value for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )


def test_the_names_of_parameters_are_found_in_the_code() -> None:
    by_feature = names_in_the_code()
    assert by_feature["accounts"] >= {"q", "staff", "cursor", "next"}
    assert by_feature["dashboards"] >= {"figure", "page", "bom", "rule_source"}
    assert by_feature["discovery"] >= {"q", "page", "council", "area", "nation", "lends", "topic"}


@pytest.mark.parametrize(
    ("who", "values"), [("visitor", HOSTILE), pytest.param("lead", HOSTILE[:2], marks=pytest.mark.thorough)]
)
def test_no_address_is_a_fault_of_ours(app: Flask, who: str, values: tuple[str, ...]) -> None:
    client, known = a_site(app, who)
    faults = [one for one in addresses(app, known, values) if fails(client, one)]
    assert faults == []


@pytest.mark.slow
@pytest.mark.thorough
@pytest.mark.parametrize("who", ["visitor", "lead"])
def test_no_parameter_alone_is_a_fault_of_ours(app: Flask, who: str) -> None:
    """Beside others a parameter may not be looked at: the page is refused before."""
    client, known = a_site(app, who)
    turns, by_feature = itertools.cycle(HOSTILE), names_in_the_code()
    faults = []
    for rule, path in plain_paths(app, known):
        view = app.view_functions[rule.endpoint]
        names = sorted(by_feature.get(view.__module__.split(".")[1], set()) | by_feature["web"])
        faults += [one for name in names if fails(client, one := f"{path}?{name}={next(turns)}")]
    assert faults == []


def a_site(app: Flask, who: str) -> tuple[FlaskClient, dict[str, object]]:
    """A client of a visitor, or of somebody who may do all, and the numbers of one thing of each kind."""
    council = make_council("Testham")
    lead = make_officer(council, is_lead=True)
    barrier = make_barrier("Insurance", council=council, area=make_area(council))
    known: dict[str, object] = {
        "slug": "testham",
        "number": barrier.id,
        "comment_id": make_comment(barrier).id,
        "group_id": make_group(council=council).id,
    }
    client = app.test_client()
    if who != "visitor":
        lead.person.role = SiteRole.ADMINISTRATOR
        commit()
        sign_in(client, lead.person)
    return client, known


def plain_paths(app: Flask, known: dict[str, object]) -> Iterator[tuple[Rule, str]]:
    """Every page that can be asked for, with the numbers and names of what is there."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            path = rule.rule.replace("int:", "").replace("path:", "")
            for name in rule.arguments:
                path = path.replace(f"<{name}>", str(known.get(name, "1")))
            yield rule, path


def addresses(app: Flask, known: dict[str, object], values: tuple[str, ...]) -> list[str]:
    """Every page with every odd answer to what it may ask, and every place of its path taken by an odd text."""
    turns = itertools.cycle(IN_PATHS)
    asked = sorted(set(IN_THEIR_OWN_WORDS).union(*names_in_the_code().values()))
    made = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        path = rule.rule.replace("int:", "").replace("path:", "")
        plain, odd = path, path
        for name in rule.arguments:
            plain = plain.replace(f"<{name}>", str(known.get(name, "1")))
            odd = odd.replace(f"<{name}>", next(turns) if name != "number" else str(known["number"]))
        made += [odd] if odd != plain else []
        made += [plain + "?" + "&".join(f"{name}={value}" for name in asked) for value in values]
        made.append(plain + "?" + "&".join(f"{name}={quote(name)}&{name}=2" for name in asked))
    return made


def fails(client: FlaskClient, address: str) -> bool:
    return client.get(address).status_code == A_FAULT
