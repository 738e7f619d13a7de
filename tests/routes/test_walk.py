"""Each role is answered on each route as the table says."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from forum.core.db import db
from tests.routes.site import RoleSite
from tests.routes.table import HOW, ROLES, list_routes, read_table
from tests.routes.walk import Walk
from tests.support.rows import built_once


@pytest.fixture
def site(app: Flask) -> RoleSite:
    """One of everything, with the numbers it has in a new database: PostgreSQL would go on counting after each test."""
    if db.session.get_bind().dialect.name == "postgresql":
        for name in db.session.scalars(text("SELECT sequencename FROM pg_sequences")).all():
            db.session.execute(text(f'ALTER SEQUENCE "{name}" RESTART'))
    return built_once(RoleSite)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_answered_as_the_table_says(app: Flask, site: RoleSite, role: str) -> None:
    table, walk = read_table(), Walk(app, site, role)
    differs = [
        f"{route.method} {route.route}: {given}, not {table[route][role]}"
        for route in list_routes(app)
        if route in table and (given := walk.answer(route)) != table[route][role]
    ]
    assert differs == [], f"{role}: mend the product, or the table where it is wrong. {HOW}"
