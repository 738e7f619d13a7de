"""Titles of the demo say their subject in a list, as real people's do."""

from __future__ import annotations

import pytest

from forum.demo import loader

TITLES = [case.title for case in loader.list_cases()]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_a_plain_phrase_of_four_to_ten_words(title: str) -> None:
    assert 4 <= len(title.split()) <= 10
    assert title[-1] not in ".?!"
    assert not set(title) & set("“”:;")


def test_no_two_titles_are_the_same() -> None:
    assert len(set(TITLES)) == len(TITLES)
