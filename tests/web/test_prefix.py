"""The whole site works below a path of its own, https://example.org/forum, whatever the proxy does with that path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Person
from forum.app import create_app
from forum.core.clock import travelled_to
from forum.core.db import db
from forum.search.current import close_engine
from tests.conftest import CHECKOUT, WORKER, each_request_begins_anew, undone
from tests.support.addresses import Crawl
from tests.support.demo import NOW, Template
from tests.support.factories import sign_in

SITE = "https://example.org/forum"
MOST = 4
"""How many addresses of one shape each person opens; all others are matched with the routes alone."""
PEOPLE = {
    "visitor": None,
    "member": "member@example.org",
    "officer": "officer@example.org",
    "lead": "lead@example.org",
    "administrator": "administrator@example.org",
}


@pytest.fixture(scope="module")
def whole_forum(demo_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demo below a path."""
    settings = demo_template.copy(
        tmp_path_factory.mktemp("forum"), f"clearway_test_{CHECKOUT}_{WORKER}_forum"
    )
    app = create_app(replace(settings, base_url=SITE))
    app.testing = True
    app.before_request_funcs.setdefault(None, []).insert(0, each_request_begins_anew)
    yield app
    with app.app_context():
        close_engine()
        db.engine.dispose()


@pytest.fixture
def forum(whole_forum: Flask) -> Iterator[Flask]:
    with undone(whole_forum), travelled_to(NOW):
        yield whole_forum


@pytest.mark.parametrize("who", PEOPLE)
def test_every_address_that_somebody_meets_lies_below_the_path_and_answers(forum: Flask, who: str) -> None:
    client = forum.test_client()
    if email := PEOPLE[who]:
        sign_in(client, db.session.scalars(select(Person).where(Person.email == email)).one())
    crawl = Crawl(forum, client, SITE, MOST)
    crawl.start("/", "/search?q=hall", "/who-can-help?want=a+tea+afternoon", "/health")
    assert crawl.wrong == []
    assert crawl.opened["200"] > 200, crawl.opened
