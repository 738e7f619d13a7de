"""The table of every route and every role is whole: a new route without a row fails here, and the message says what to do."""

from __future__ import annotations

from flask import Flask

from tests.routes.table import HOW, LED_ON, OPEN, ROLES, TABLE, list_routes, missing_rows, read_table


def test_every_route_has_a_row(whole_app: Flask) -> None:
    missing = [",".join(one) for one in missing_rows(whole_app)]
    assert missing == [], HOW


def test_no_row_is_left_of_a_route_that_is_gone(whole_app: Flask) -> None:
    assert read_table().keys() - list_routes(whole_app).keys() == set(), (
        "remove these rows from tests/routes/routes.csv"
    )


def test_every_cell_is_filled_in() -> None:
    wrong = {
        f"{route.method} {route.route}, {role}: {cell}"
        for route, row in read_table().items()
        for role in ROLES
        if (cell := row[role]) == OPEN or not (cell in LED_ON or cell.isdecimal())
    }
    assert wrong == set(), HOW


def test_rows_stand_once_each() -> None:
    rows = TABLE.read_text().splitlines()
    keys = [tuple(row.split(",")[:2]) for row in rows]
    assert len(keys) == len(set(keys))
