"""Every page that a role reaches: its headers, its forms, its links, and no name that its reader may not know."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from flask import Flask

from forum.barriers.models import Affected, Barrier
from forum.core.db import db
from forum.threads.models import Visibility
from tests.routes.site import RoleSite
from tests.routes.table import IN_SHORT, ROLES, list_routes, read_table
from tests.routes.walk import Seen, Walk, see_all
from tests.support.depth import IS_QUICK, shortened
from tests.support.factories import make_barrier, make_group, make_person
from tests.support.rows import built_once

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
DATA = {"application/json", "application/ld+json"}
NEVER_IN_A_PAGE = ("onclick=", "onload=", "onerror=", "javascript:")
REFUSED = {403, 404}
KNOWS_THE_NAME = {"moderator", "administrator"}
KNOWS_THE_CASE = {"moderator", "administrator", "officer", "lead"}


@pytest.fixture
def site(app: Flask) -> RoleSite:
    return built_once(site_with_hidden_names)


def site_with_hidden_names() -> RoleSite:
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
    return site


@pytest.mark.deep
@pytest.mark.parametrize("role", shortened(ROLES, to=IN_SHORT))
def test_every_page_has_its_headers_its_tokens_no_name_that_is_hidden_and_no_link_that_is_refused(
    app: Flask, site: RoleSite, role: str
) -> None:
    """In a quick run two links of each shape are followed, in a full one all."""
    walk, table = Walk(app, site, role), read_table()
    routes = [
        one for one in list_routes(app) if one.method == "GET" and table.get(one, {}).get(role) == "200"
    ]
    pages = see_all(walk, routes, alike=2 if IS_QUICK else None)
    assert len(pages) > 40
    assert [f"{page.address}: {fault}" for page in pages for fault in faults_of(page, role)] == []


def faults_of(page: Seen, role: str) -> Iterator[str]:
    """Whoever is suspended is told at each form why it is closed; a visitor is led to sign in."""
    if page.status in REFUSED and page.linked_from and role not in {"visitor", "suspended"}:
        yield f"is refused, and {page.linked_from} links to it"
    if page.address.startswith("/static/"):
        return
    yield from (
        f"{name} is {page.headers.get(name)}"
        for name, value in ALWAYS.items()
        if page.headers.get(name) != value
    )
    policy = page.headers.get("Content-Security-Policy", "")
    if "default-src 'self'" not in policy or "unsafe" in policy:
        yield f"its policy is {policy!r}"
    if (
        role != "visitor"
        and page.kind == "text/html"
        and "no-store" not in page.headers.get("Cache-Control", "")
    ):
        yield "shared caches may keep what one person reads"
    if "/groups" not in page.address and role not in KNOWS_THE_NAME and PERSON in page.text:
        yield "names who asked not to be named"
    if role not in KNOWS_THE_CASE and SECRET in page.text:
        yield "shows what is for the council alone"
    if page.kind == "text/html":
        yield from Markup(page.text).faults


class Markup(HTMLParser):
    """What must not stand in a page: scripts and styles of its own, forms without a token or to another site."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.faults = [f"has {one}" for one in NEVER_IN_A_PAGE if one in words]
        self._form: dict[str, str | None] | None = None
        self._has_token = False
        self.feed(words)
        assert self._form is None, "a form has no end"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._form, self._has_token = given, False
        if tag == "input" and given.get("name") == "csrf_token":
            self._has_token = True
        if tag == "script" and "src" not in given and given.get("type") not in DATA:
            self.faults.append("has a script of its own")
        if tag == "style" or "style" in given:
            self.faults.append("has a style of its own")

    def handle_endtag(self, tag: str) -> None:
        if tag != "form" or self._form is None:
            return
        action = self._form.get("action") or "/"
        if (self._form.get("method") or "get").lower() == "post" and not self._has_token:
            self.faults.append(f"its form to {action} has no token")
        if action.startswith(("http:", "https:", "//")):
            self.faults.append(f"its form goes to {action}")
        self._form = None


def test_what_must_not_stand_in_a_page_is_found() -> None:
    found = Markup(
        "<p style=x onclick=y><script>z</script><script type='application/json'>{}</script><style>a</style>"
        "<form method=post action=/a></form><form action=https://b.example></form>"
        "<form method=post><input name=csrf_token></form>"
    ).faults
    assert found == [
        "has onclick=", "has a style of its own", "has a script of its own", "has a style of its own",
        "its form to /a has no token", "its form goes to https://b.example",
    ]  # fmt: skip
