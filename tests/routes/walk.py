"""Asks every route as every role, and takes back what each answer did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import timedelta
from http import HTTPStatus
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

import flask
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from forum.core import clock
from forum.core.db import commit, db
from tests.routes.site import RoleSite
from tests.routes.table import Route
from tests.support.addresses import addresses_of
from tests.support.factories import sign_in
from tests.support.statements import count_statements

SECRET = "0" * 40
LED_ON = {301, 302, 303, 307, 308}


class Walk:
    """One role's walk. A person signs in once; each answer then begins with the rows as they were built."""

    def __init__(self, app: Flask, site: RoleSite, role: str) -> None:
        self.app, self.site, self.role = app, site, role
        self.rules = {}
        for rule in app.url_map.iter_rules():
            for method in rule.methods or ():
                self.rules[Route(method, rule.rule)] = rule
        self._adapter = app.url_map.bind("localhost")
        client = app.test_client()
        if role != "visitor":
            sign_in(client, site.person(role))
        with client.session_transaction() as session:
            session["csrf_token"] = SECRET
        self._cookies = client._cookies
        self.statements: dict[str, int] = {}
        """How many statements each page took that was shown."""
        with app.test_request_context():
            flask.session["csrf_token"] = SECRET
            self._token = generate_csrf()
        if role == "suspended":
            site.person(role).posting_suspended_until = clock.now() + timedelta(days=7)
        commit()

    def answer(self, route: Route) -> str:
        """Return what the role is answered, as a cell of the table."""
        address = self.address(route)
        ask = self.client().get if route.method == "GET" else self.post
        with taken_back(self.app), count_statements() as asked, closing(ask(address)) as answer:
            if route.method == "GET" and answer.status_code == HTTPStatus.OK:
                self.statements[route.route] = len(asked)
            return cell_of(answer.status_code, answer.headers.get("Location", ""))

    def answer_or_error(self, route: Route) -> str:
        """Return the same, and the name of an error where the view failed."""
        try:
            return self.answer(route)
        except Exception as error:  # noqa: BLE001  # whatever a view may raise is printed beside the others
            return type(error).__name__

    def post(self, address: str, sent: Mapping[str, str] = MappingProxyType({})) -> TestResponse:
        """Send a form as the role, with its token."""
        return self.client().post(address, data={**sent, "csrf_token": self._token})

    def address(self, route: Route) -> str:
        """Return the address of a route on this site."""
        rule = self.rules[route]
        arguments = self.site.arguments(rule) | (rule.defaults or {})
        built = rule.build(arguments, append_unknown=False)
        assert built is not None, rule
        return built[1]

    def shape(self, address: str) -> tuple[str, ...]:
        """Return which view an address is for, and the names that it gives it; an address without a view is a shape of its own."""
        parts = urlsplit(address)
        try:
            endpoint = self._adapter.match(parts.path, "GET")[0]
        except HTTPException:
            return (address,)
        return (endpoint, *sorted({name for name, _ in parse_qsl(parts.query)}))

    def client(self) -> FlaskClient:
        """Return a browser of the role, as it was when it had signed in."""
        client = self.app.test_client()
        client._cookies = dict(self._cookies)
        return client


def cell_of(status: int, location: str) -> str:
    """Return how an answer is written in the table."""
    if status not in LED_ON:
        return str(status)
    path = urlsplit(location).path
    return {"/sign-in": "in", "/sign-in/confirm": "again"}.get(path, "go")


@contextmanager
def taken_back(app: Flask) -> Iterator[None]:
    """Undo what happens inside, commits too."""
    db.session.remove()
    with db._app_engines[app][None].begin_nested() as savepoint:
        try:
            yield
        finally:
            db.session.remove()
            savepoint.rollback()


class Seen(NamedTuple):
    """One answer of a walk, and the page that links to it where it is none of the routes that were asked for."""

    address: str
    linked_from: str
    status: int
    headers: Headers
    kind: str
    text: str


def see(walk: Walk, address: str, linked_from: str = "") -> Seen:
    """Return what the role is shown at an address."""
    with taken_back(walk.app), closing(walk.client().get(address)) as answer:
        content = answer.get_data() if answer.mimetype.startswith("text/") else b""
        words = content.decode(errors="replace")
        return Seen(address, linked_from, answer.status_code, answer.headers, answer.mimetype, words)


def see_all(walk: Walk, routes: Iterable[Route], *, alike: int | None = None) -> list[Seen]:
    """Return what the role is shown on these routes and behind the links there, each address once.

    `alike` bounds how many links of one shape are followed: one view, asked with the same names.
    """
    seen = {address: see(walk, address) for address in map(walk.address, routes)}
    shapes: Counter[tuple[str, ...]] = Counter()
    for page in list(seen.values()):
        for method, link in addresses_of(page.kind, page.text):
            address = link.partition("#")[0]
            if method != "GET" or not address.startswith("/") or address in seen:
                continue
            shapes[shape := walk.shape(address)] += 1
            if alike is None or shapes[shape] <= alike:
                seen[address] = see(walk, address, page.address)
    return list(seen.values())
