"""Each role is answered on each route as the table says; a role is shown no link that it is then refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from forum.core.db import db
from tests.routes.site import RoleSite
from tests.routes.table import HOW, ROLES, list_routes, read_table
from tests.routes.walk import Walk, refused_links


@pytest.fixture
def site(app: Flask) -> Iterator[RoleSite]:
    """One of everything, with the numbers it has in a new database: PostgreSQL would go on counting after each test."""
    if db.session.get_bind().dialect.name == "postgresql":
        for name in db.session.scalars(text("SELECT sequencename FROM pg_sequences")).all():
            db.session.execute(text(f'ALTER SEQUENCE "{name}" RESTART'))
    return RoleSite()


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_answered_as_the_table_says(app: Flask, site: RoleSite, role: str) -> None:
    table, walk = read_table(), Walk(app, site, role)
    differs = [
        f"{route.method} {route.route}: {given}, not {table[route][role]}"
        for route in list_routes(app)
        if route in table and (given := walk.answer(route)) != table[route][role]
    ]
    assert differs == [], f"{role}: mend the product, or the table where it is wrong. {HOW}"


@pytest.mark.deep
@pytest.mark.parametrize("role", [one for one in ROLES if one not in {"visitor", "suspended"}])
def test_no_page_shows_a_link_that_its_reader_is_refused(app: Flask, site: RoleSite, role: str) -> None:
    """Who is suspended is told at each form why it is closed; a visitor is led to sign in."""
    walk, table = Walk(app, site, role), read_table()
    pages = [one for one in list_routes(app) if one.method == "GET" and table.get(one, {}).get(role) == "200"]
    assert refused_links(walk, pages) == set()
