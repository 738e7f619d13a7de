"""Each role is answered on each route as the table says, and each page asks the database as little as is written."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from forum.core.db import db
from tests.routes.site import RoleSite
from tests.routes.table import HOW, ROLES, asked_in_short, list_routes, read_table
from tests.routes.walk import Walk
from tests.support.depth import IS_QUICK
from tests.support.rows import built_once

STATEMENTS = Path(__file__).with_name("statements.csv")


@pytest.fixture
def site(app: Flask) -> RoleSite:
    """One of everything, with the numbers it has in a new database: PostgreSQL would go on counting after each test."""
    if db.session.get_bind().dialect.name == "postgresql":
        for name in db.session.scalars(text("SELECT sequencename FROM pg_sequences")).all():
            db.session.execute(text(f'ALTER SEQUENCE "{name}" RESTART'))
    return built_once(RoleSite)


@pytest.mark.deep
@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_answered_as_the_table_says_and_no_page_asks_more_of_the_database(
    app: Flask, site: RoleSite, role: str
) -> None:
    """In a quick run one role is asked for each answer that a route has, in a full one each role on each route."""
    table, walk = read_table(), Walk(app, site, role)
    differs = [
        f"{route.method} {route.route}: {given}, not {table[route][role]}"
        for at, route in enumerate(list_routes(app))
        if route in table
        and (not IS_QUICK or role in asked_in_short(table[route], at))
        and (given := walk.answer(route)) != table[route][role]
    ]
    assert differs == [], f"{role}: mend the product, or the table where it is wrong. {HOW}"
    most_of = _most_statements(role)
    costly = [
        f"{route}: {asked}, not {most}"
        for route, asked in walk.statements.items()
        if asked > (most := most_of.get(route, 0))
    ]
    assert costly == [], (
        f"{role}: let the page ask less; a new page needs a row in tests/routes/{STATEMENTS.name}"
    )


def _most_statements(role: str) -> dict[str, int]:
    """Read how many statements each page may take that is shown to a visitor, or to anyone who is signed in."""
    with STATEMENTS.open(newline="") as file:
        column = "visitor" if role == "visitor" else "signed_in"
        return {row["route"]: int(row[column] or 0) for row in csv.DictReader(file)}
