"""Asks every route as every role, and takes back what each answer did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import timedelta
from types import MappingProxyType
from urllib.parse import urlsplit

import flask
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from forum.core import clock
from forum.core.db import commit, db
from tests.routes.site import RoleSite
from tests.routes.table import Route
from tests.support.addresses import addresses_of
from tests.support.factories import sign_in

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
        client = app.test_client()
        if role != "visitor":
            sign_in(client, site.person(role))
        with client.session_transaction() as session:
            session["csrf_token"] = SECRET
        self._cookies = client._cookies
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
        with taken_back(self.app), closing(ask(address)) as answer:
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

    def is_refused(self, address: str) -> bool:
        """Return whether an address is refused to the role, or is not there for it."""
        with taken_back(self.app), closing(self.client().get(address)) as answer:
            return answer.status_code in {403, 404}

    def address(self, route: Route) -> str:
        """Return the address of a route on this site."""
        rule = self.rules[route]
        arguments = self.site.arguments(rule) | (rule.defaults or {})
        built = rule.build(arguments, append_unknown=False)
        assert built is not None, rule
        return built[1]

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


def links_on(walk: Walk, pages: Iterable[Route]) -> dict[str, str]:
    """Return the addresses that these pages link to, each with the page that it stands on."""
    seen: dict[str, str] = {}
    for route in pages:
        address = walk.address(route)
        with taken_back(walk.app), closing(walk.client().get(address)) as answer:
            if answer.mimetype == "text/html":
                for method, link in addresses_of("text/html", answer.get_data(as_text=True)):
                    if method == "GET" and link.startswith("/"):
                        seen.setdefault(link.partition("#")[0], address)
    return seen


def refused_links(walk: Walk, pages: Iterable[Route]) -> set[str]:
    """Return the links on these pages that lead to a refusal, each with the page that it stands on."""
    return {
        f"{page} links to {link}" for link, page in links_on(walk, pages).items() if walk.is_refused(link)
    }


def pages_below(walk: Walk, routes: Iterable[Route]) -> list[str]:
    """List the addresses of these routes, and what they link to of this site."""
    found = dict.fromkeys(walk.address(one) for one in routes)
    links = links_on(walk, routes)
    return [*found, *(link for link in links if link not in found and not link.startswith("/static/"))]
