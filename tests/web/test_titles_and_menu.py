"""Titles end alike, and the menu marks one place as the current one."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from forum.core.db import commit
from tests.support.factories import make_barrier, make_council, make_officer, make_person, sign_in


def titles_of(client: FlaskClient, *paths: str) -> list[str]:
    pages = (client.get(path, follow_redirects=True).text for path in paths)
    return [" ".join(re.findall(r"<title>(.*?)</title>", page, re.DOTALL)[0].split()) for page in pages]


def test_every_title_ends_with_a_dash_and_the_name_of_the_site(client: FlaskClient) -> None:
    barrier = make_barrier("Keys & locks", council=make_council("Wexmoor")).id
    commit()
    paths = (
        "/barriers",
        "/groups",
        f"/barriers/{barrier}",
        "/councils/wexmoor",
        "/search",
        "/nowhere",
        "/sign-in",
    )
    titles = titles_of(client, *paths)
    assert [one for one in titles if not re.fullmatch(r"\S.*[^-–\s] – Clearway", one)] == []
    assert "Keys &amp; locks – Clearway" in titles
    assert titles_of(client, "/about") == ["About Clearway"]


def test_the_inbox_alone_is_marked_as_the_current_page(client: FlaskClient) -> None:
    officer = make_officer(make_council("Wexmoor"))
    sign_in(client, officer.person)
    commit()
    page = client.get("/councils/wexmoor/inbox").text
    menu = page.split('<nav class="site-nav"')[1].split("</nav>")[0]
    marked = re.findall(r"aria-current=[^>]*>([^<(]*)", menu)
    assert [one.strip() for one in marked] == ["Inbox"]


def test_an_officer_is_told_that_a_moderator_hid_a_case_and_nobody_else_is(app: Flask) -> None:
    council = make_council("Wexmoor")
    barrier = make_barrier("Keys", council=council)
    barrier.hidden_at = barrier.created_at
    officer, elsewhere = make_officer(council), make_officer(make_council())
    number, people = (
        barrier.id,
        {"officer": officer.person, "elsewhere": elsewhere.person, "member": make_person()},
    )
    commit()
    told = {}
    for role, person in people.items():
        answer = sign_in(app.test_client(), person).get(f"/barriers/{number}")
        assert (answer.status_code, "Keys" in answer.text) == (404, False), role
        told[role] = "A moderator has hidden this case" in answer.text
    assert told == {"officer": True, "elsewhere": False, "member": False}
