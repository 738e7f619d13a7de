"""No link and no form on the pages that people walk through leads nowhere."""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.db import db
from tests.support.factories import sign_in

pytestmark = [pytest.mark.sql, pytest.mark.thorough]  # tests/web/test_prefix.py opens some of each kind

LINK = re.compile(r'(?:href|action)="([^"]+)"')
MOST_PAGES, MOST_SEEN = 160, 1500
LEFT_OUT = re.compile(r"^/(sign-out|developers|static)")


@pytest.mark.timeout(240)
def test_every_link_leads_to_a_page(demo_app: Flask) -> None:
    """As visitor, member, officer and administrator."""
    app = demo_app
    emails = [f"{who}@example.org" for who in ("member", "officer", "administrator")]
    people = {one.email: one for one in db.session.scalars(select(Person).where(Person.email.in_(emails)))}
    readers = [app.test_client(), *(sign_in(app.test_client(), people[email]) for email in emails)]
    assert [broken_links(reader) for reader in readers] == [[], [], [], []]


def broken_links(client: FlaskClient) -> list[tuple[int, str, str]]:
    """Walk from the start through all links of a number of pages; gives status, address and where it was found."""
    seen: dict[str, str] = {"/": "the start"}
    waiting, broken = ["/"], []
    while waiting and len(seen) - len(waiting) <= MOST_PAGES:
        path = waiting.pop(0)
        answer = client.get(path)
        if answer.status_code not in {200, 301, 302, 303, 308, 405}:
            broken.append((answer.status_code, path, seen[path]))
        if answer.status_code != 200 or "html" not in answer.content_type:
            continue
        for link in LINK.findall(answer.get_data(as_text=True)):
            target = urldefrag(urljoin(path, link.replace("&amp;", "&")))[0]
            is_ours = not urlsplit(target).netloc and target.startswith("/") and not LEFT_OUT.match(target)
            if is_ours and target not in seen and len(seen) < MOST_SEEN:
                seen[target] = path
                waiting.append(target)
    return broken
