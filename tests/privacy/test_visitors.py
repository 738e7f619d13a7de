"""Whoever only reads gets no cookie; and what a moderator hides is not kept anywhere for long."""

from __future__ import annotations

import re
from collections import deque

import pytest
from flask import Flask

FORM = re.compile(r'<form[^>]*method="post"', re.IGNORECASE)
LINK = re.compile(r'href="(/[^"#]*)')
MOST_PAGES = 150


@pytest.mark.slow
def test_no_page_sets_a_cookie_before_a_form_needs_one(demo_app: Flask) -> None:
    """Every page that a visitor reaches by links from the first one, some of each kind."""
    waiting, seen, kinds, set_by = deque(["/", "/about/online-safety"]), set(), {}, []
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.popleft()
        kind = re.sub(r"\d+[^/?]*", "#", path.partition("?")[0])
        if path in seen or path.startswith("/static/") or kinds.get(kind, 0) >= 3:
            continue
        seen.add(path)
        kinds[kind] = kinds.get(kind, 0) + 1
        answer = demo_app.test_client().get(path, buffered=True)
        if "Set-Cookie" in answer.headers and not (
            answer.mimetype == "text/html" and FORM.search(answer.text)
        ):
            set_by.append(path)
        if answer.mimetype == "text/html":
            waiting.extend(LINK.findall(answer.text))
    assert set_by == []
    assert len(seen) > 60


@pytest.mark.slow
def test_reading_needs_no_form_on_the_pages_that_most_people_read(demo_app: Flask) -> None:
    client = demo_app.test_client()
    listed = client.get("/barriers").text
    paths = [
        "/",
        "/barriers",
        "/stories",
        "/questions",
        "/councils",
        "/groups",
        "/search?q=hall",
        "/who-can-help",
    ]
    paths += list(dict.fromkeys(re.findall(r'href="(/barriers/\d+-[^"#]+)"', listed)))[:3]
    assert len(paths) == 11
    assert [path for path in paths if "Set-Cookie" in demo_app.test_client().get(path).headers] == []
