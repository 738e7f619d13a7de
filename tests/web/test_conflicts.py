"""Two people who change the same words: the second sees the difference and loses nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.web.conflicts import ADDED, REMOVED, SAME, differences, fingerprint

pytestmark = pytest.mark.pure


def test_words_are_compared_one_by_one() -> None:
    pieces = [(one.kind, one.words) for one in differences("a red hall", "a blue hall")]
    assert pieces == [(SAME, "a "), (REMOVED, "red"), (ADDED, "blue"), (SAME, " hall")]


@given(st.text(max_size=300), st.text(max_size=300))
def test_both_texts_can_be_read_out_of_their_difference(theirs: str, ours: str) -> None:
    pieces = differences(theirs, ours)
    assert "".join(one.words for one in pieces if one.kind != ADDED) == theirs
    assert "".join(one.words for one in pieces if one.kind != REMOVED) == ours


def test_very_long_texts_are_shown_whole() -> None:
    theirs, ours = "a " * 5000, "b " * 5000
    assert [one.words for one in differences(theirs, ours)] == [theirs, ours]


def test_the_mark_changes_with_any_value() -> None:
    assert fingerprint({"a": "1", "b": ""}) == fingerprint({"b": "", "a": "1"})
    assert fingerprint({"a": "1", "b": ""}) != fingerprint({"a": "", "b": "1"})
