"""A row that holds what nobody could have written shows missing facts, and fails no page that lists or shows it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Column, Table, event, text

from forum.core import damage_reports, metrics
from forum.core.column_types import CodeOf, Forgiving, JsonOf, NameOf
from forum.core.db import Base, commit, db
from tests.routes.site import RoleSite
from tests.routes.table import list_routes, read_table
from tests.routes.walk import Walk, taken_back
from tests.support.factories import make_barrier, make_comment, make_council, make_person, sign_in

UNKNOWN = "zz"
BARRIERS = ("Keys for the hall", "Insurance for the hall", "A gate that is locked")
ROLES = ("administrator", "lead", "member")
WHO_READS = {("person", "role"), ("thread", "visibility")}
"""Codes that decide who reads what: damaged, they let fewer read it, and a page is refused."""
UNTOUCHED = {"sign_in_session", "site", "rate_count"}
"""Tables that say who asks, and what the installation is."""


def damage_of(column: Column[object]) -> str | None:
    """Return what a column cannot be read for, where the database takes it: PostgreSQL refuses what is no date and no JSON."""
    kind = column.type
    if isinstance(kind, CodeOf | NameOf):
        return UNKNOWN
    if not isinstance(kind, Forgiving):
        words = ("category", "rule_source", "effect", "topic", "unit", "verb", "reason_code", "kind", "what")
        return UNKNOWN if column.name in words and not column.primary_key else None
    on_postgresql = db.session.get_bind().dialect.name == "postgresql"
    if isinstance(kind, JsonOf):
        return '"a word"' if on_postgresql else "no json{"
    return None if on_postgresql else "yesterday"


def damages_of(table: Table) -> dict[str, str]:
    """Return the columns of a table that can be damaged, each with its damage."""
    found = {column.name: damage_of(column) for column in table.columns if not column.primary_key}
    return {name: value for name, value in found.items() if value and (table.name, name) not in WHO_READS}


@contextmanager
def damaged(app: Flask, table: str, columns: dict[str, str], row: int | None = None) -> Iterator[None]:
    """Damage these columns of one row, or of all; what is written once is written twice for that."""
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
        for name in connection.execute(text(triggers), {"table": table}).scalars().all():
            connection.execute(text(f'DROP TRIGGER "{name}"'))
    else:
        connection.execute(text(f'ALTER TABLE "{table}" DISABLE TRIGGER USER'))
    types = {column.name: column.type for column in Base.metadata.tables[table].columns}
    sets = ", ".join(
        f'"{name}" = CAST(:{name} AS JSON)' if isinstance(types[name], JsonOf) and connection.dialect.name != "sqlite"
        else f'"{name}" = :{name}'
        for name in columns
    )  # fmt: skip
    where = "" if row is None else f" WHERE id = {row}"
    connection.execute(text(f'UPDATE "{table}" SET {sets}{where}'), columns)  # noqa: S608  # names of our own tables
    commit()  # or the first page that is asked for would undo it, as every page that only reads does
    damage_reports._known.clear()
    metrics.DAMAGED.clear()
    yield


ONE_AT_A_TIME = [
    *(("barrier", name) for name in ("state", "category", "rule_source", "due_on", "state_changed_at", "state_before_question")),
    *(("thread", name) for name in ("created_at", "last_activity_at", "visibility", "edited_at", "kind")),
]  # fmt: skip


@pytest.mark.sql
@pytest.mark.parametrize(("table", "column"), ONE_AT_A_TIME)
def test_a_list_keeps_the_neighbours_of_a_damaged_row(
    app: Flask, client: FlaskClient, table: str, column: str, caplog: pytest.LogCaptureFixture
) -> None:
    council = make_council("Testham")
    made = [make_barrier(title, council=council) for title in BARRIERS]
    make_comment(made[1])
    commit()
    value = damage_of(Base.metadata.tables[table].c[column])
    if value is None:
        pytest.skip("PostgreSQL takes nothing but a date there")
    numbers = [one.id for one in made]
    sign_in(client, make_person())
    commit()
    with taken_back(app), damaged(app, table, {column: value}, numbers[1]):
        for path in (
            "/",
            "/barriers",
            "/councils/testham",
            f"/barriers/{numbers[0]}",
            "/barriers?sort=affected",
        ):
            answer = client.get(path, follow_redirects=True)
            assert answer.status_code == 200, path
            assert BARRIERS[0] in answer.text
        assert client.get(f"/barriers/{numbers[1]}", follow_redirects=True).status_code in {200, 404}
    if isinstance(Base.metadata.tables[table].c[column].type, Forgiving):
        said = [one.message for one in caplog.records if one.message.startswith("damaged rows")]
        assert said == [f"damaged rows: {table}.{column} cannot be read in {numbers[1]}"], (
            "once, by its number"
        )
        assert (f"{table}.{column}", str(numbers[1])) in metrics.list_damaged_rows()


def test_the_administrator_reads_which_rows_are_damaged(app: Flask) -> None:
    site = RoleSite()
    walk, number = Walk(app, site, "administrator"), site.barrier.id
    with taken_back(app), damaged(app, "barrier", {"state": UNKNOWN}, number):
        assert walk.client().get(f"/barriers/{number}", follow_redirects=True).status_code == 200
        page = walk.client().get("/moderation/outbox").text
    assert "barrier.state" in page
    assert f"row {number}<" in page


@pytest.mark.thorough
@pytest.mark.sql
@pytest.mark.timeout(1800)
def test_every_page_bears_every_table_with_all_its_rows_damaged(app: Flask) -> None:
    site = RoleSite()
    walks = {role: Walk(app, site, role) for role in ROLES}
    pages = pages_by_table(app, walks)
    wrong, asked = [], 0
    for name, table in Base.metadata.tables.items():
        columns = {} if name in UNTOUCHED else damages_of(table)
        for role, page in pages[name] if columns else ():
            with taken_back(app), damaged(app, name, columns):
                asked += 1
                if fault := fault_of(walks[role].client(), page):
                    wrong.append(f"{name}: {role} on {page}: {fault}")
    assert wrong == []
    assert asked > 500


def fault_of(client: FlaskClient, page: str) -> str:
    """Return what is wrong with an answer, or nothing."""
    try:
        with closing(client.get(page)) as answer:
            return "" if answer.status_code < 500 else f"answers {answer.status_code}"
    except Exception as error:  # noqa: BLE001  # whatever a view may raise is printed beside the others
        return repr(error)[:200]


def pages_by_table(app: Flask, walks: dict[str, Walk]) -> dict[str, list[tuple[str, str]]]:
    """Return the pages that read each table, with a role that may."""
    found, statements = defaultdict(list), []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    engine = db.session.get_bind()
    event.listen(getattr(engine, "engine", engine), "before_cursor_execute", note)
    table = read_table()
    for role, walk in walks.items():
        for route in list_routes(app):
            if route.method == "GET" and table[route][role] == "200":
                statements.clear()
                page = walk.address(route)
                with taken_back(app), closing(walk.client().get(page)):
                    names = set(re.findall(r"\w+", " ".join(statements)))
                for name in names & set(Base.metadata.tables):
                    found[name].append((role, page))
    event.remove(getattr(engine, "engine", engine), "before_cursor_execute", note)
    return found
