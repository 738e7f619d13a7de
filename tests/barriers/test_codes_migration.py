"""Rows that hold finished English are read into codes, and every page says what it said before."""

from __future__ import annotations

import re
from collections.abc import Iterator

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import text

from forum.barriers.actions.casework import assign_barrier
from forum.barriers.actions.corrections import correct_question_answer
from forum.barriers.actions.duplicates import link_barrier, unlink_barrier
from forum.barriers.actions.respond import answer_question, take_question_back
from forum.barriers.actions.rule_review import reopen_kept
from forum.barriers.case_panel import case_panel
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier, QuestionAnswer
from forum.core.db import commit, db
from forum.councils.identity import identity_of
from forum.councils.models import Officer
from tests.architecture.test_migrations import empty_app, migrated_app
from tests.barriers.loop import answer, claim, keep, move, reporter_of
from tests.support.factories import (
    make_affected,
    make_barrier,
    make_council,
    make_department,
    make_officer,
    make_person,
)
from tests.support.migrated import MIGRATIONS

pytestmark = pytest.mark.sql

assert empty_app
assert migrated_app
ODD = "The moon was full, and the case moved."


def a_busy_site() -> None:
    """Every path on which the system says why, and a case that went from hand to hand."""
    council = make_council("Ham")
    jo, parks = make_officer(council, "Jo Hartley"), make_department(council, name="Parks")
    still, gone, kept, asked, main = (
        make_barrier(title, council=council)
        for title in ("Still", "Gone", "Kept", "Asked", "3: The main one")
    )
    claim(still)
    answer(reporter_of(still), Answer.STILL_THERE)
    claim(gone)
    answer(reporter_of(gone), Answer.GONE)
    keep(kept)
    for _ in range(3):
        make_affected(kept)
    reopen_kept(barrier=kept, person=make_person(role="moderator"))
    move(asked, State.NEEDS_INFO, question="Where?")
    take_question_back(barrier=asked, person=jo.person, role=Role.OFFICER)
    move(asked, State.NEEDS_INFO, question="When?")
    words = "A group has changed its answer."  # one of ours, but typed by the reporter
    answer_question(barrier=asked, person=asked.author, role=Role.REPORTER, words=words)
    assign_barrier(barrier=asked, by=jo.person, department=parks, officer=jo)
    link_barrier(barrier=asked, main=main, by=jo.person)
    unlink_barrier(barrier=asked, by=jo.person)
    commit()


def pages(app: Flask) -> dict[int, str]:
    """What anybody reads of each barrier."""
    with app.app_context():
        addresses = {one.id: f"/barriers/{one.numbered_slug}" for one in db.session.query(Barrier)}
    found = {number: app.test_client().get(address) for number, address in addresses.items()}
    assert {answer.status_code for answer in found.values()} == {200}
    return {number: re.sub(r"(csrf|nonce|value)[^>]*", "", answer.text) for number, answer in found.items()}


def cases(app: Flask) -> list:
    """What an officer reads of who had each case."""
    with app.app_context(), app.test_request_context():
        officer = identity_of(db.session.scalars(db.select(Officer)).first().person)
        barriers = db.session.scalars(db.select(Barrier).order_by(Barrier.id)).all()
        return [
            [(one.label, one.was, one.became) for one in case_panel(barrier, officer).changes]
            for barrier in barriers
        ]


def changes_of(app: Flask) -> list[tuple[str, str, str]]:
    return [change for case in cases(app) for change in case]


def notes(app: Flask) -> list[str]:
    with app.app_context():
        rows = db.session.scalars(
            text("SELECT public_note FROM transition WHERE public_note <> '' ORDER BY id")
        )
        return list(rows)


def go(app: Flask, direction, revision: str) -> None:
    with app.app_context():
        db.session.remove()
        direction(directory=MIGRATIONS, revision=revision)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def busy(migrated_app: Flask) -> Iterator[Flask]:
    with migrated_app.app_context():
        a_busy_site()
    yield migrated_app
    with migrated_app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_pages_say_the_same_before_and_after(busy: Flask, capsys: pytest.CaptureFixture) -> None:
    before, of_cases, coded = pages(busy), cases(busy), notes(busy)
    assert coded == ["A group has changed its answer."]
    go(busy, flask_migrate.downgrade, "0027")
    assert set(notes(busy)) == {
        "Half or more of the groups that answered say that it is still there.",
        "Groups that were affected say that it is gone.",
        "3 more groups have met this since the council said that the rule stays.",
        "The council continued without an answer.",
        "A group has changed its answer.",
    }
    with busy.app_context():
        rows = db.session.execute(text("SELECT what, was, became FROM case_change ORDER BY id")).all()
        assert ("Department", "", "Parks") in rows
        assert ("Dealt with at", "", "5: 3: The main one") in rows
    capsys.readouterr()
    go(busy, flask_migrate.upgrade, "head")
    assert "as it was written" not in capsys.readouterr().out
    assert (pages(busy), cases(busy), notes(busy)) == (before, of_cases, coded)


def test_older_wordings_are_read_and_what_cannot_be_read_is_kept_and_named(
    busy: Flask, capsys: pytest.CaptureFixture
) -> None:
    go(busy, flask_migrate.downgrade, "0027")
    with busy.app_context():
        said = {
            "old": "The council goes on without an answer.",
            "new": "The council continued without an answer.",
        }
        db.session.execute(text("UPDATE transition SET public_note = :old WHERE public_note = :new"), said)
        gone = {"odd": ODD, "new": "Groups that were affected say that it is gone."}
        db.session.execute(text("UPDATE transition SET public_note = :odd WHERE public_note = :new"), gone)
        db.session.execute(text("UPDATE case_change SET what = 'Colour' WHERE what = 'Officer'"))
        db.session.execute(text("UPDATE case_change SET became = 'somewhere' WHERE became LIKE '5:%'"))
        commit()
    capsys.readouterr()
    go(busy, flask_migrate.upgrade, "head")
    printed = capsys.readouterr().out
    assert ODD in printed
    assert "somewhere" in printed
    assert "Colour" in printed
    shown = pages(busy)
    assert any(ODD in page for page in shown.values())
    assert any("The council continued without an answer." in page for page in shown.values())
    assert ("Colour", "", "Jo Hartley") in changes_of(busy)
    assert ("Dealt with at", "", "somewhere") in changes_of(busy)
    go(busy, flask_migrate.downgrade, "0027")
    assert ODD in notes(busy)


LINES = {
    "insurance": (
        "How much cover were you asked for?: 5 million pounds",
        "What would that insurance cost a year?: £340",
        "What was it for: a hall, a street, a stall?: a drum kit: loud",
    ),
    "safeguarding": ("How many people needed a check?: 6 people", "How long did it take?: 7 weeks"),
    "licensing": ("What does it cost?: 40",),
    "who_to_ask": ("How many people did you ask?: 4 people, twice",),
    "other": ("What colour was it?: green", "no one asked this"),
}
"""What barriers held: lines of question and answer, some of them no answers to a question that there is."""


def test_answers_to_the_questions_of_a_category_become_values_and_read_the_same(
    busy: Flask, capsys: pytest.CaptureFixture
) -> None:
    go(busy, flask_migrate.downgrade, "0028")
    with busy.app_context():
        numbers = list(db.session.scalars(text("SELECT id FROM barrier ORDER BY id")))
        for number, (category, lines) in zip(numbers, LINES.items(), strict=True):
            values = {"id": number, "category": category, "lines": "\n".join(lines)}
            put = "UPDATE barrier SET category = :category, hint_answers = :lines WHERE id = :id"
            db.session.execute(text(put), values)
        commit()
        old = db.session.execute(text("SELECT id, hint_answers FROM barrier ORDER BY id")).all()
    capsys.readouterr()
    go(busy, flask_migrate.upgrade, "head")
    printed = capsys.readouterr().out
    assert "What colour was it?: green" in printed
    assert "no one asked this" in printed
    assert "pounds" not in printed
    shown = pages(busy)
    for number, lines in zip(numbers, LINES.values(), strict=True):
        for line in lines:
            question, _, answer = line.partition("?: ")
            assert question in shown[number]
            assert answer in shown[number]
    with busy.app_context():
        sums = db.session.execute(text("SELECT key, number FROM hint_answer WHERE number IS NOT NULL")).all()
        assert dict(map(tuple, sums)) == {
            "cover": 500_000_000,
            "cost": 34_000,
            "checks": 600,
            "wait": 4_900,
            "fee": 4_000,
        }
    go(busy, flask_migrate.downgrade, "0028")
    with busy.app_context():
        assert db.session.execute(text("SELECT id, hint_answers FROM barrier ORDER BY id")).all() == old


def test_answers_given_so_far_can_be_corrected_and_read_the_same(busy: Flask) -> None:
    before = pages(busy)
    go(busy, flask_migrate.downgrade, "0029")
    go(busy, flask_migrate.upgrade, "head")
    with busy.app_context():
        rows = db.session.execute(text("SELECT words, person_id, transition_id FROM question_answer")).all()
        given = "SELECT public_note, person_id, id FROM transition WHERE role = 'reporter'"
        assert rows == db.session.execute(text(given)).all()
        assert [row.words for row in rows] == ["A group has changed its answer."]
    assert pages(busy) == before


def test_corrections_of_answers_go_when_their_table_does(busy: Flask) -> None:
    with busy.app_context():
        said = db.session.scalars(db.select(QuestionAnswer)).one()
        barrier = db.session.get(Barrier, said.barrier_id)
        correct_question_answer(answer=said, barrier=barrier, person=barrier.author, words="At noon.")
        commit()
        assert barrier.number_of_revisions == 1
    go(busy, flask_migrate.downgrade, "0029")
    with busy.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM revision")) == 0
        assert db.session.scalar(text("SELECT max(number_of_revisions) FROM barrier")) == 0
    go(busy, flask_migrate.upgrade, "head")
    assert any("A group has changed its answer." in page for page in pages(busy).values())


def test_what_moderators_did_with_tags_holds_the_tag_and_reads_the_same(
    busy: Flask, capsys: pytest.CaptureFixture
) -> None:
    go(busy, flask_migrate.downgrade, "0031")
    lines = [("join_tags", "now means fridge"), ("part_tags", "means itself again"), ("hide", "Means spam.")]
    with busy.app_context():
        put = (
            "INSERT INTO moderation_act (person_id, verb, thing, reason, created_at)"
            " SELECT min(id), :verb, 'tag:fridges', :reason, '2026-10-01 09:00:00' FROM person"
        )
        for verb, reason in lines:
            db.session.execute(text(put), {"verb": verb, "reason": reason})
        commit()
    capsys.readouterr()
    go(busy, flask_migrate.upgrade, "head")
    assert "0032" not in capsys.readouterr().out
    kept = "SELECT verb, reason FROM moderation_act ORDER BY id"
    with busy.app_context():
        rows = [tuple(row) for row in db.session.execute(text(kept))]
    assert rows == [("join_tags", "fridge"), ("part_tags", ""), ("hide", "Means spam.")]
    go(busy, flask_migrate.downgrade, "0031")
    with busy.app_context():
        assert [tuple(row) for row in db.session.execute(text(kept))] == lines
