"""Titles of the demo say their subject in a list, as real people's do."""

from __future__ import annotations

import pytest

from forum.demo import loader
from forum.demo.projects_of_people import PROJECTS as OF_PEOPLE
from forum.demo.projects_of_places import PROJECTS as OF_PLACES
from forum.demo.questions import QUESTIONS

BARRIERS = [case.title for case in loader.list_cases()]
STORIES = [one.title for one in OF_PLACES + OF_PEOPLE]
QUESTIONS_ASKED = [one.title for one in QUESTIONS]


@pytest.mark.parametrize("title", BARRIERS + STORIES)
def test_a_title_is_a_plain_phrase_of_four_to_ten_words(title: str) -> None:
    assert 4 <= len(title.split()) <= 10
    assert title[-1] not in ".?!"
    assert not set(title) & set("“”:;")


@pytest.mark.parametrize("title", QUESTIONS_ASKED)
def test_a_question_of_the_demo_is_one_short_question(title: str) -> None:
    assert 4 <= len(title.split()) <= 10
    assert title.endswith("?")
    assert title.count("?") == 1
    assert ":" not in title


def test_no_two_titles_are_the_same() -> None:
    titles = BARRIERS + STORIES + QUESTIONS_ASKED
    assert len(set(titles)) == len(titles)
