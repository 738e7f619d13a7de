"""Answers to the questions of one kind of barrier are typed values: they can be summed, and read as they were typed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from forum.barriers.actions.report import report_barrier
from forum.barriers.forms.steps import read_report
from forum.barriers.hint_values import HintValue, read_answer, read_answers, shown
from forum.barriers.models import HintAnswer
from forum.barriers.presenters import hint_rows
from forum.barriers.report_input import ReportInput
from forum.barriers.thread_kind import BarrierKind
from forum.barriers.vocabulary import CATEGORIES, Hint, HintKind
from forum.core.db import commit, db
from forum.threads.models import Visibility
from tests.support.factories import make_council, make_person

pytestmark = pytest.mark.sql

HINTS = [hint for category in CATEGORIES for hint in category.hints]
POUNDS, WEEKS = Hint("cover", "How much cover?", "pounds"), Hint("wait", "How long?", "weeks")
PEOPLE, MILES = Hint("short", "How many?", "people"), Hint("far", "How far?", "miles")
SURE, WHICH = Hint("sure", "Were you told in writing?", "yes or no"), Hint("which", "Which licence?")


@pytest.mark.parametrize(
    ("hint", "typed", "number", "read"),
    [
        (POUNDS, "40", 40, "£40"),
        (POUNDS, "£5,000,000", 5_000_000, "£5,000,000"),
        (POUNDS, "5 million pounds", 5_000_000, "5 million pounds"),
        (POUNDS, "£10m", 10_000_000, "£10m"),
        (POUNDS, "ten million", 10_000_000, "ten million"),
        (POUNDS, "about £1.2k", 1_200, "about £1.2k"),
        (POUNDS, "12.50", Decimal("12.50"), "12.50"),
        (POUNDS, "40 pounds, three times", None, "40 pounds, three times"),
        (POUNDS, "£5-10m", None, "£5-10m"),
        (POUNDS, "9999999999999", None, "9999999999999"),
        (WEEKS, "6", 42, "6 weeks"),
        (WEEKS, "1 week", 7, "1 week"),
        (WEEKS, "10 days", 10, "10 days"),
        (WEEKS, "two months", None, "two months"),
        (PEOPLE, "12 people", 12, "12 people"),
        (PEOPLE, "1", 1, "1 person"),
        (PEOPLE, "1, a third trustee", None, "1, a third trustee"),
        (MILES, "2.5 miles", Decimal("2.5"), "2.5 miles"),
        (SURE, "yes", 1, "yes"),
        (SURE, "No", 0, "No"),
        (SURE, "never", None, "never"),
        (WHICH, "40", None, "40"),
    ],
)
def test_an_answer_is_read_as_a_number_only_where_it_is_one(hint, typed, number, read) -> None:
    value = read_answer(hint, typed)
    assert (value.number, shown(hint, value.number, value.words)) == (number, read)


@given(hint=st.sampled_from([*HINTS, SURE]), typed=st.text(min_size=1, max_size=40).filter(str.strip))
def test_whatever_is_typed_is_shown_as_it_was_typed_or_as_its_number(hint: Hint, typed: str) -> None:
    value = read_answer(hint, typed)
    said = shown(hint, value.number, value.words)
    assert value.words in {"", typed.strip()}
    assert said == typed.strip() or (
        value.number is not None and read_answer(hint, said).number == value.number
    )


@given(hint=st.sampled_from(HINTS), number=st.integers(0, 10_000_000))
def test_a_bare_number_is_kept_as_a_number_and_shown_with_its_unit(hint: Hint, number: int) -> None:
    value = read_answer(hint, str(number))
    if hint.kind == HintKind.TEXT:
        assert (value.number, value.words) == (None, str(number))
        return
    assert value.number is not None
    assert value.words == ""
    again = read_answer(hint, shown(hint, value.number, ""))
    assert (again.number, again.words) == (value.number, "")


@pytest.mark.parametrize("hint", HINTS, ids=lambda hint: hint.question)
def test_a_question_that_names_a_unit_takes_a_number(hint: Hint) -> None:
    value = read_answer(hint, "7")
    assert (value.number is not None) == bool(hint.unit)
    assert len(hint.key) <= 30


def report(**typed: str) -> ReportInput:
    return ReportInput(
        title="Cover we cannot get",
        what_happened="They want more cover than anyone sells.",
        category="insurance",
        visibility=Visibility.PUBLIC,
        similar_seen=True,
        hint_answers=read_answers("insurance", typed),
    )


def test_pounds_are_summed_over_reports_and_each_page_says_what_was_typed(app) -> None:
    council, author = make_council("Ham"), make_person()
    given = [
        {"cover": "£5m", "cost": "340", "for": "a hall"},
        {"cover": "10 million pounds"},
        {"cover": "lots"},
    ]
    barriers = [report_barrier(report=report(**typed), author=author, council=council) for typed in given]
    commit()
    covers = select(func.sum(HintAnswer.number), func.count(HintAnswer.number)).where(
        HintAnswer.key == "cover"
    )
    assert tuple(db.session.execute(covers).one()) == (Decimal(15_000_000), 2)
    assert hint_rows(barriers[0]) == [
        ("How much cover were you asked for?", "£5m"),
        ("What would that insurance cost a year?", "£340"),
        ("What was it for: a hall, a street, a stall?", "a hall"),
    ]
    assert hint_rows(barriers[2]) == [("How much cover were you asked for?", "lots")]


def test_the_page_and_the_search_document_say_them_with_their_questions(app, client) -> None:
    barrier = report_barrier(
        report=report(cover="£5m", cost="340"), author=make_person(), council=make_council("Ham")
    )
    commit()
    page = client.get(f"/barriers/{barrier.numbered_slug}").text
    for words in (
        "How much cover were you asked for?",
        "£5m",
        "What would that insurance cost a year?",
        "£340",
    ):
        assert words in page
    assert "What would that insurance cost a year?: £340" in BarrierKind().document(barrier).text


def test_what_is_typed_into_the_form_is_read(app) -> None:
    make_council("Ham")
    answers = {
        "title": "Cover we cannot get",
        "what_happened": "They want more cover than anyone sells.",
        "category": "insurance",
        "visibility": "public",
        "similar_seen": "1",
        "hint_cover": "£5m",
        "hint_cost": "",
    }
    with app.test_request_context():
        found = read_report(answers).hint_answers
    assert found == (HintValue("cover", HintKind.POUNDS, Decimal(5_000_000), "£5m"),)
