"""Every page that a role reaches: its headers, its forms, and no name that its reader may not know."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import html5lib
import pytest
from flask import Flask

from forum.barriers.models import Affected, Barrier
from forum.core.db import commit, db
from forum.threads.models import Visibility
from tests.routes.site import RoleSite
from tests.routes.table import ROLES, list_routes, read_table
from tests.routes.walk import Walk, pages_below, taken_back
from tests.support.factories import make_barrier, make_group, make_person

GROUP, PERSON, SECRET = (
    "Quillfeather Society",
    "Vole Quillfeather",
    "What we only tell the council: zephyrwick",
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
NEVER_IN_A_PAGE = ("onclick=", "onload=", "onerror=", "javascript:")
KNOWS_THE_NAME = {"moderator", "administrator"}
KNOWS_THE_CASE = {"moderator", "administrator", "officer", "lead"}


@pytest.fixture
def site(app: Flask) -> Iterator[RoleSite]:
    """One of everything, and two reports whose group must not be known; one of them is for the council alone."""
    site = RoleSite()
    person = make_person(PERSON)
    group = make_group(GROUP, council=site.council)
    for title, seen in (("A bollard", Visibility.NAMELESS), (SECRET, Visibility.COUNCIL)):
        made = make_barrier(
            title, council=site.council, author=person, group=group, visibility=seen, body=title
        )
        assert db.session.get_one(Barrier, made.id).is_nameless
        [said] = db.session.query(Affected).filter_by(barrier_id=made.id)
        assert said.is_nameless
    commit()
    return site


def walk_of(app: Flask, site: RoleSite, role: str) -> tuple[Walk, list[str]]:
    walk, table = Walk(app, site, role), read_table()
    routes = [
        one for one in list_routes(app) if one.method == "GET" and table.get(one, {}).get(role) == "200"
    ]
    return walk, pages_below(walk, routes)


@pytest.mark.deep
@pytest.mark.parametrize("role", ROLES)
def test_every_page_has_its_headers_its_tokens_and_no_name_that_is_hidden(
    app: Flask, site: RoleSite, role: str
) -> None:
    walk, pages = walk_of(app, site, role)
    assert len(pages) > 40
    wrong = [f"{page}: {fault}" for page in pages for fault in faults_of(walk, page, role)]
    assert wrong == []


def faults_of(walk: Walk, page: str, role: str) -> Iterator[str]:
    with taken_back(walk.app), closing(walk.client().get(page)) as answer:
        headers, text, kind = answer.headers, answer.get_data(), answer.mimetype
    yield from (
        f"{name} is {headers.get(name)}" for name, value in ALWAYS.items() if headers.get(name) != value
    )
    policy = headers.get("Content-Security-Policy", "")
    if "default-src 'self'" not in policy or "unsafe" in policy:
        yield f"its policy is {policy!r}"
    if role != "visitor" and kind == "text/html" and "no-store" not in headers.get("Cache-Control", ""):
        yield "shared caches may keep what one person reads"
    words = text.decode(errors="replace") if kind.startswith("text/") else ""
    if "/groups" not in page and role not in KNOWS_THE_NAME and PERSON in words:
        yield "names who asked not to be named"
    if role not in KNOWS_THE_CASE and SECRET in words:
        yield "shows what is for the council alone"
    if kind == "text/html":
        yield from faults_of_markup(words)


def faults_of_markup(words: str) -> Iterator[str]:
    yield from (f"has {one}" for one in NEVER_IN_A_PAGE if one in words)
    tree = html5lib.parse(words, namespaceHTMLElements=False)
    for form in tree.iter("form"):
        names = {one.get("name") for one in form.iter("input")}
        if (form.get("method") or "get").lower() == "post" and "csrf_token" not in names:
            yield f"its form to {form.get('action')} has no token"
        if (form.get("action") or "/").startswith(("http:", "https:", "//")):
            yield f"its form goes to {form.get('action')}"
    for script in tree.iter("script"):
        if script.get("src") is None and script.get("type") not in {
            "application/json",
            "application/ld+json",
        }:
            yield "has a script of its own"
    if next(tree.iter("style"), None) is not None or any(one.get("style") is not None for one in tree.iter()):
        yield "has a style of its own"
