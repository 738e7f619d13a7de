"""The history of a council's settings holds codes and values, and reads as it did when it held lines of English."""

from __future__ import annotations

from collections.abc import Iterator

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import select, text

from forum.core.db import commit, db
from forum.councils.actions import record_change
from forum.councils.models import CouncilChange
from forum.councils.setting_changes import setting_codes, show_change
from tests.architecture.test_migrations import empty_app, migrated_app
from tests.support.factories import make_council, make_person
from tests.support.migrated import MIGRATIONS

assert empty_app
assert migrated_app
LONG = "Route: Only professionals or approved contractors may do it"
LINES = [
    ("Contact", "", "Rosa, rosa@ham.example.org, https://ham.example.org"),
    ("Department added", "", "Venues, Rosa, rosa@ham.example.org"),
    ("Department", "Venues, Rosa", "Halls, Rosa"),
    ("Department retired", "Parks", "Its work goes to no one yet"),
    ("Department retired", "Parks", "Its work goes to Green spaces"),
    ("Department brought back", "", "Parks"),
    ("Invitation", "", "Jo as a Friend as a lead"),
    ("Officer", "Omar Officer, officer", "Omar Officer, lead, Head of parks"),
    ("Part ended", "Omar Officer as an officer", ""),
    ("Colours", "Ours", "#4a2c6d, #ffffff"),
    ("Colours", "#4a2c6d, #ffffff", "Ours"),
    ("Logo", "", "A new one, 12,345 bytes"),
    ("Logo", "One", "None"),
    ("Bank holidays", "Default", "Scotland"),
    ("Days for the first reply", "7", "Default"),
    (LONG, "", "Venues, Rosa"),
    ("Route: Insurance we were asked for", "Venues", ""),
    ("Route: North, East, every kind", "", "North team"),
    ("Route: Riverside, Finding volunteers, or it asks too much of them", "North team", "Removed"),
    ("Reply template", "", "Hello (We have seen this; every kind): Dear {name},\n\nwe (all) look: soon."),
    ("Reply template", "Ring (It is gone; Insurance we were asked for): Ring us.", "Deleted"),
    ("Words about October 2026", "", "We **met** every group."),
    ("Colour of the door", "green", "blue"),
]


@pytest.fixture
def ham(migrated_app: Flask) -> Iterator[Flask]:
    """A site as it was before its settings had codes, with a line of each kind."""
    with migrated_app.app_context():
        make_council("Ham")
        make_person("Lena Lead")
    go(migrated_app, flask_migrate.downgrade, "0030")
    with migrated_app.app_context():
        put = (
            "INSERT INTO council_change (council_id, person_id, setting, was, became, created_at)"
            " SELECT council.id, person.id, :setting, :was, :became, :at FROM council, person"
        )
        for setting, was, became in LINES:
            at = "2026-10-01 09:00:00"
            db.session.execute(text(put), {"setting": setting, "was": was, "became": became, "at": at})
        commit()
    yield migrated_app
    with migrated_app.app_context():
        db.session.remove()
        db.engine.dispose()


def go(app: Flask, direction, revision: str) -> None:
    with app.app_context():
        db.session.remove()
        direction(directory=MIGRATIONS, revision=revision)
        db.session.remove()
        db.engine.dispose()


def test_old_lines_become_codes_and_values_and_read_the_same(
    ham: Flask, capsys: pytest.CaptureFixture
) -> None:
    capsys.readouterr()
    go(ham, flask_migrate.upgrade, "head")
    printed = capsys.readouterr().out
    assert [line.rpartition(": ")[2] for line in printed.splitlines() if line.startswith("0031")] == [
        "Colour of the door"
    ]
    with ham.app_context():
        rows = db.session.scalars(select(CouncilChange).order_by(CouncilChange.id)).all()
        shown = [show_change(row) for row in rows]
        assert [(one.setting, one.was, one.became) for one in shown] == LINES
        assert {one.who for one in shown} == {"Lena Lead"}
        assert {row.setting for row in rows} == setting_codes() - {
            "answer_target_days", "recurrence_groups", "recurrence_months",
        } | {"as_written"}  # fmt: skip
        values = {row.setting: row.became for row in rows}
        assert values["invitation"] == {"name": "Jo as a Friend", "part": "lead"}
        assert values["reply_template"] == {"removed": 1}
        assert [row.about for row in rows if row.setting == "ward_route"] == [
            {"area": "North, East", "category": ""},
            {"area": "Riverside", "category": "time_people"},
        ]
    go(ham, flask_migrate.downgrade, "0030")
    with ham.app_context():
        again = db.session.execute(text("SELECT setting, was, became FROM council_change ORDER BY id")).all()
        assert [tuple(row) for row in again] == LINES


def test_a_setting_that_nobody_can_put_into_words_is_refused(app: Flask) -> None:
    with pytest.raises(ValueError, match="the door"):
        record_change(council=make_council(), by=make_person(), setting="the door", became={"name": "green"})


@pytest.mark.parametrize(
    "code", sorted(setting_codes() | {"route", "ward_route", "reply_template", "month_note"})
)
def test_every_setting_has_words_for_nothing_and_for_what_was_typed(app: Flask, code: str) -> None:
    about = {"category": "insurance", "area": "Riverside", "month": "2026-10"}
    council, person = make_council(), make_person("Lena Lead")
    row = CouncilChange(
        council_id=council.id, setting=code, about=about, was={}, became={"words": "As typed."}, person=person
    )
    shown = show_change(row)
    assert shown.setting
    assert shown.setting != code
    assert shown.became == "As typed."
    assert shown.was in {"", "Default", "Ours"}
    assert code in setting_codes()
