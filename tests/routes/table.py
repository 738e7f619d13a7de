"""The table of every route and every role, as it is written in routes.csv.

A cell says what the role is answered: a status such as 200, 403 or 404; `go` where it is led on, which for a form is that
it was done; `in` where it is led to the sign-in page; `again` where it must first confirm who it is. A POST is sent with
an empty form, so that 200, 400 and 422 say that the role may send one, and that something is missing in it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from flask import Flask

from forum.web.guards import GUARD

TABLE = Path(__file__).with_name("routes.csv")
ROLES = (
    "visitor",
    "member",  # whose things the site holds: it wrote the posts, and organises the group they are from
    "other",  # of another group, which has nothing to do with them
    "affected",  # of a third group, which the barrier affects too
    "officer",
    "elsewhere",  # an officer of another council
    "lead",
    "moderator",
    "administrator",
    "suspended",  # the member, while suspended from posting
)
HEAD = ("method", "route", *ROLES)
IN_SHORT = {"visitor", "member", "officer", "administrator"}
"""The roles of a quick run where a whole site is walked as each."""
LED_ON = {"go", "in", "again"}
OPEN = "?"
"""What must be filled in: which answer is right, not which is given."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
HOW = (
    "Append what `.venv/bin/python -m tests.routes --missing` prints to tests/routes/routes.csv, replace each ? by what that "
    "role should be answered (200, go, in, again, 400, 403, 404: tests/routes/table.py says what they mean), and see with "
    "`.venv/bin/python -m tests.routes --walk ADDRESS` whether it is. What its address needs is made in tests/routes/site.py."
)


class Route(NamedTuple):
    """One method of one route."""

    method: str
    route: str


def read_table(path: Path = TABLE) -> dict[Route, dict[str, str]]:
    """Read what each role is to be answered on each route."""
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {Route(row["method"], row["route"]): {role: row[role] for role in ROLES} for row in rows}


def asked_in_short(row: dict[str, str], at: int) -> set[str]:
    """Return the roles that a quick run asks on a route: one for each answer that the table gives, in turn with `at`."""
    alike: dict[str, list[str]] = {}
    for role, cell in row.items():
        alike.setdefault(cell, []).append(role)
    return {roles[at % len(roles)] for roles in alike.values()}


def list_routes(app: Flask) -> dict[Route, str]:
    """List the routes of an application, each with its endpoint."""
    return {
        Route(method, rule.rule): rule.endpoint
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        for method in METHODS
        if method in (rule.methods or ()) and rule.endpoint != "static"
    }


def blank_row(app: Flask, route: Route, endpoint: str) -> list[str]:
    """Return a row to be filled in, with what follows from the guard of its view alone."""
    guard = getattr(app.view_functions[endpoint], GUARD, "")
    cells = dict.fromkeys(ROLES, OPEN)
    if guard != "public":
        cells["visitor"] = "in"
    if guard in {"moderators_only", "administrators_only"}:
        refused = [role for role in ROLES if role not in {"visitor", "moderator", "administrator"}]
        refused += ["moderator"] if guard == "administrators_only" else []
        cells |= dict.fromkeys(refused, "403")
    return [*route, *cells.values()]


def missing_rows(app: Flask) -> Iterator[list[str]]:
    """Yield a row for each route that the table lacks."""
    table = read_table()
    for route, endpoint in list_routes(app).items():
        if route not in table:
            yield blank_row(app, route, endpoint)
