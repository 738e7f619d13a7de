"""Costly pages are limited by what they took, for each address of visitors and each person, in all processes together."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from forum.app import create_app
from forum.core import clock
from forum.core.db import db
from forum.core.rate_limits import RateCount
from forum.web import cost_limits
from forum.web.cost_limits import EXTENSION
from tests.support.factories import csrf_token, make_person, sign_in
from tests.threads.pages import main_of

LITTLE = timedelta(milliseconds=1)
"""Less than any page takes: the second is refused."""
COSTLY = "/search?q=village+hall&kind=barrier"


@pytest.fixture
def visitor(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    limited = replace(settings, rate_limits=True, visitor_share=LITTLE, person_share=timedelta(seconds=20))
    monkeypatch.setitem(app.extensions, "clearway_settings", limited)
    monkeypatch.setitem(app.extensions, EXTENSION, OrderedDict())
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)  # no minute ends between two requests
    return app.test_client()


def test_who_has_used_up_their_share_waits_and_keeps_what_was_typed(visitor: FlaskClient) -> None:
    assert visitor.get(COSTLY).status_code == 200
    refused = visitor.get(COSTLY)
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    page = main_of(refused)
    assert "You, or others on your network, have asked for a lot in one minute." in page
    assert f"Please wait {refused.headers['Retry-After']} second" in page
    assert "village hall" in page
    assert '<form method="get" action="/search">' in page
    assert '<input type="hidden" name="kind" value="barrier">' in page
    assert "Ask again" in page


def test_only_costly_pages_are_refused_and_nobody_else_is(app: Flask, visitor: FlaskClient) -> None:
    visitor.get(COSTLY)
    assert visitor.get(COSTLY).status_code == 429
    assert visitor.get("/barriers").status_code == 200
    assert visitor.get("/health").status_code in {200, 503}
    assert visitor.get(COSTLY, environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 200
    member = sign_in(app.test_client(), make_person())
    assert [member.get(COSTLY).status_code for _ in range(3)] == [200] * 3


@pytest.mark.parametrize(
    "path",
    ["/search?q=a", "/search/suggest?q=vill", "/who-can-help?want=a+garden", "/threads/similar?q=village+hall+hire", "/obstacles"],
)  # fmt: skip
def test_these_pages_are_costly(visitor: FlaskClient, path: str) -> None:
    assert [visitor.get(path).status_code for _ in range(2)] == [200, 429]


def test_the_share_is_given_anew_each_minute(visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor.get(COSTLY)
    assert visitor.get(COSTLY).status_code == 429
    later = clock.now() + timedelta(seconds=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert visitor.get(COSTLY).status_code == 200


@pytest.mark.sql
def test_processes_agree_on_what_was_spent_and_an_ordinary_search_writes_nothing(
    app: Flask, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spent() -> list[int]:
        ours = db.session.query(RateCount).filter_by(key="cost:address:127.0.0.1")
        return [row.number_of_hits for row in ours]

    def begin_process() -> None:
        monkeypatch.setitem(app.extensions, EXTENSION, OrderedDict())

    visitor.get(COSTLY, environ_base={"REMOTE_ADDR": "203.0.113.9"})  # the first of a process opens the index
    visitor.get(COSTLY)
    assert spent() == []
    monkeypatch.setattr(cost_limits, "STEP_MS", 1)
    begin_process()
    visitor.get(COSTLY)
    [milliseconds] = spent()
    assert milliseconds >= 1
    begin_process()
    visitor.get(COSTLY)
    db.session.expire_all()
    assert spent()[0] > milliseconds
    assert app.extensions[EXTENSION]["address:127.0.0.1"].written == spent()[0]


def test_a_page_from_the_page_cache_costs_nothing(visitor: FlaskClient, app: Flask) -> None:
    settings = replace(app.extensions["clearway_settings"], keep_pages=timedelta(minutes=1))
    client = create_app(settings).test_client()
    assert [client.get("/obstacles").status_code for _ in range(5)] == [200] * 5
    assert client.get("/obstacles?category=money").status_code == 429


def test_a_preview_that_is_refused_comes_back_with_what_was_typed(
    app: Flask, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited = replace(app.extensions["clearway_settings"], person_share=LITTLE)
    monkeypatch.setitem(app.extensions, "clearway_settings", limited)
    member = sign_in(visitor, make_person())
    form = {"text": "We were asked\nfor insurance.", "csrf_token": csrf_token(member, "/account")}
    assert member.post("/threads/preview", data=form).status_code == 200
    refused = member.post("/threads/preview", data=form)
    assert refused.status_code == 429
    assert "You have asked for a lot in one minute." in main_of(refused)
    assert "for insurance." in main_of(refused)
