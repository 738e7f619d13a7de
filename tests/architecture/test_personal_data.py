"""Every table that leads to a person says what it holds of one, and what becomes of it when they leave."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import Table

from forum.core.db import Base
from forum.core.personal_data import OnLeaving, PersonalTable
from forum.privacy.declared import list_personal_data, list_personal_tables

WHAT_TO_DO = """
These lead to a person by their foreign keys, and no feature says what they hold of one. In forum/<feature>/personal_data.py,
add a PersonalTable (what its rows are to the person; whether they are deleted or kept when the person leaves, and which
columns are emptied then), or name the table in `nothing_of_a_person` with the reason. The manifest names PERSONAL_DATA."""


def targets(table: Table, column: str) -> set[str]:
    return {key.column.table.name for key in table.c[column].foreign_keys}


def test_every_foreign_key_to_a_person_is_declared(whole_app: Flask) -> None:
    keys = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if "person" in targets(table, column.name)
    }
    with whole_app.app_context():
        declared = {f"{one.sql.name}.{one.via[0]}" for one in list_personal_tables() if len(one.via) == 1}
    assert sorted(keys - declared) == [], WHAT_TO_DO


def test_every_table_that_leads_to_a_person_is_declared(whole_app: Flask) -> None:
    """From a comment's revision to its comment to its author: whatever hangs on what somebody wrote may hold their words."""
    reached, size = {"person"}, 0
    while len(reached) != size:
        size = len(reached)
        reached |= {
            table.name
            for table in Base.metadata.tables.values()
            for column in table.columns
            if targets(table, column.name) & reached
        }
    with whole_app.app_context():
        declared = {one.sql.name for one in list_personal_tables()}
        declared |= {name for data in list_personal_data() for name in data.nothing_of_a_person}
    assert sorted(reached - declared) == [], WHAT_TO_DO


def test_every_way_to_a_person_leads_there_by_foreign_keys(whole_app: Flask) -> None:
    with whole_app.app_context():
        for one in list_personal_tables():
            table = one.sql
            for column in one.via:
                (key,) = table.c[column].foreign_keys
                table = key.column.table
            assert table.name == "person", one.heading


def test_every_column_that_is_named_is_there(whole_app: Flask) -> None:
    with whole_app.app_context():
        for one in list_personal_tables():
            assert {*one.secrets, *one.empties, *one.words} <= set(one.sql.columns.keys()), one.heading


def test_hashes_and_keys_are_in_no_download(whole_app: Flask) -> None:
    with whole_app.app_context():
        shown = [(one.sql.name, name) for one in list_personal_tables() for name in exported(one)]
    assert [one for one in shown if "hash" in one[1] or "secret" in one[1] or one[1].endswith("_html")] == []


def test_what_is_deleted_empties_nothing_besides(whole_app: Flask) -> None:
    with whole_app.app_context():
        for one in list_personal_tables():
            if one.on_leaving is OnLeaving.DELETED:
                assert not one.empties | one.words


def exported(one: PersonalTable) -> set[str]:
    return set(one.sql.columns.keys()) - one.secrets
