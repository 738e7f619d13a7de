"""No link and no form on the pages that people walk through leads nowhere."""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Person, SiteRole
from forum.core.db import commit, db
from forum.demo import loader
from tests.support.factories import make_person, sign_in

LINK = re.compile(r'(?:href|action)="([^"]+)"')
MOST_PAGES = 160
LEFT_OUT = re.compile(r"^/(sign-out|developers|static)")


@pytest.mark.parametrize("who", ["visitor", "member", "officer", "administrator"])
def test_every_link_leads_to_a_page(client: FlaskClient, who: str) -> None:
    loader.load()
    commit()
    if who == "administrator":
        sign_in(client, make_person(role=SiteRole.ADMINISTRATOR))
    elif who != "visitor":
        person = db.session.scalars(select(Person).where(Person.email == f"{who}@example.org")).one()
        sign_in(client, person)
    seen: dict[str, str] = {"/": "the start"}
    waiting, broken = ["/"], []
    while waiting and len(seen) < 1500:
        path = waiting.pop(0)
        if len(seen) - len(waiting) > MOST_PAGES:
            break
        answer = client.get(path)
        if answer.status_code not in {200, 301, 302, 303, 308, 405}:
            broken.append((answer.status_code, path, seen[path]))
        if answer.status_code != 200 or "html" not in answer.content_type:
            continue
        for link in LINK.findall(answer.get_data(as_text=True)):
            target = urldefrag(urljoin(path, link.replace("&amp;", "&")))[0]
            if (
                not urlsplit(target).netloc
                and not LEFT_OUT.match(target)
                and target not in seen
                and target.startswith("/")
            ):
                seen[target] = path
                waiting.append(target)
    assert broken == []
