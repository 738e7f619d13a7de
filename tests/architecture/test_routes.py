"""Every route is guarded, is named in kebab-case, and refuses a write without a CSRF token."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.routing import Rule

from forum.web.guards import GUARD
from tests.support.factories import (
    make_area,
    make_barrier,
    make_comment,
    make_council,
    make_group,
    make_officer,
    make_person,
    sign_in,
)

KEBAB = re.compile(r"^(/|(/([a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?|(<[a-z_:]+>)(-<[a-z_:]+>)?(\.[a-z]+)?))+)$")
OURS_TO_ANSWER = {400, 401, 403, 404, 405, 409, 410, 422}


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_view_carries_its_guard(whole_app: Flask) -> None:
    bare = [r.endpoint for r in rules(whole_app) if not hasattr(whole_app.view_functions[r.endpoint], GUARD)]
    assert bare == []


def test_every_address_is_kebab_case(whole_app: Flask) -> None:
    assert [rule.rule for rule in rules(whole_app) if not KEBAB.match(rule.rule)] == []


def test_every_write_says_how_often_it_may_be_done_or_needs_no_limit(whole_app: Flask) -> None:
    """A view that takes POST is limited; `limit` wraps it, so that its wrapper is found."""
    bare = [
        rule.endpoint
        for rule in rules(whole_app)
        if "POST" in (rule.methods or ())
        and not getattr(whole_app.view_functions[rule.endpoint], "__rates__", None)
    ]
    assert bare == []


@pytest.mark.parametrize("who", ["visitor", "member", "administrator"])
def test_no_write_succeeds_without_a_csrf_token(app: Flask, who: str) -> None:
    council = make_council("Testham")
    officer = make_officer(council)
    author = make_person()
    barrier = make_barrier("Insurance", council=council, author=author)
    values = {
        "number": barrier.id,
        "slug": "testham",
        "key": "0" * 32,
        "token": "x.y.z",
        "name": "park",
        "answer": "gone",
        "step": "story",
        "comment_id": make_comment(barrier, author=author).id,
        "group_id": make_group(council=council).id,
        "area_slug": make_area(council).slug,
        "kind": "ask",
        "officer_id": officer.id,
        "person_id": author.id,
        "month": "2026-10",
    }
    client = app.test_client()
    if who == "member":
        sign_in(client, author)
    if who == "administrator":
        sign_in(client, make_person(role="administrator"))
    written = []
    with app.test_request_context():
        for rule in rules(app):
            if "POST" not in (rule.methods or ()):
                continue
            known = {name: values.get(name, 1) for name in rule.arguments}
            path = app.url_for(rule.endpoint, **known)
            status = client.post(path, data={"title": "x"}).status_code
            to_sign_in = status in {302, 303} and who == "visitor"
            if status not in OURS_TO_ANSWER and not to_sign_in:
                written.append((path, status))
    assert written == []
