"""Pages follow each other without gap or double, whatever happens in between."""

from __future__ import annotations

import base64
import json

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.db import commit, db
from forum.core.paging import _decode, page_of
from tests.support.factories import make_person

pytestmark = pytest.mark.sql

BY = (Person.created_at, Person.id)


def read(cursor: str | None = None, size: int = 3) -> tuple[list[int], str | None, str | None]:
    page = page_of(select(Person), by=BY, cursor=cursor, size=size)
    return [person.id for person in page.rows], page.previous, page.next


def test_pages_lead_through_all_rows_and_back(app: Flask) -> None:
    ids = sorted((make_person().id for _ in range(8)), reverse=True)
    first, before, after = read()
    assert before is None
    second, _, after_second = read(after)
    third, back, end = read(after_second)
    assert (first + second + third, end) == (ids, None)
    again, back_again, _ = read(back)
    assert again == second
    assert read(back_again)[0] == first
    assert read(back_again)[1] is None


def test_a_row_added_while_people_read_moves_nothing(app: Flask) -> None:
    ids = sorted((make_person().id for _ in range(6)), reverse=True)
    _, _, after = read()
    make_person()
    assert read(after)[0] == ids[3:]


def test_an_empty_list_has_one_empty_page(app: Flask) -> None:
    assert read() == ([], None, None)


@pytest.mark.parametrize(
    "cursor", ["", "x", "W10", "WyJmIl0", "WyJmIiwxLDJd", "é", "a" * 5000, "bnVsbA", "NQ"]
)
def test_a_mangled_cursor_shows_the_first_page(app: Flask, cursor: str) -> None:
    ids = [make_person().id]
    assert read(cursor)[0] == ids


@pytest.mark.parametrize(
    "key",
    [
        ["0001-01-01T00:00:00+14:00", 1],  # before the first hour of all time in UTC
        ["9999-12-31T23:59:59-14:00", 1],
        ["2026-05-03T00:00:00+00:00", 2**62],
        ["2026-05-03T00:00:00+00:00", True],
    ],
)
def test_a_cursor_made_up_by_hand_never_breaks_the_page(app: Flask, key: list[object]) -> None:
    written = base64.urlsafe_b64encode(json.dumps(["f", *key]).encode()).decode()
    assert isinstance(read(written)[0], list)


@pytest.mark.parametrize("name", ["\0", "\ud800", "A\0B"])
def test_a_cursor_of_a_name_that_no_database_can_hold_shows_the_first_page(app: Flask, name: str) -> None:
    ids = [make_person().id]
    written = base64.urlsafe_b64encode(json.dumps(["f", name, 1]).encode()).decode()
    assert [
        one.id for one in page_of(select(Person), by=(Person.name, Person.id), cursor=written).rows
    ] == ids


@pytest.mark.pure
@given(some.text())
def test_no_cursor_crashes_the_reader(cursor: str) -> None:
    _decode(cursor, 2)


def test_rows_that_share_a_moment_are_told_apart_by_their_number(app: Flask) -> None:
    people = [make_person() for _ in range(5)]
    for person in people:
        person.created_at = people[0].created_at
    commit()
    db.session.expire_all()
    first, _, after = read(size=2)
    second, _, after = read(after, size=2)
    third, _, _ = read(after, size=2)
    assert first + second + third == sorted((person.id for person in people), reverse=True)
