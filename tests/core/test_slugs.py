"""The readable part of an address."""

import pytest

from forum.core.slugs import MAXIMUM_SLUG, slug


@pytest.mark.parametrize("apostrophe", "'’‘ʼ`´")
def test_straight_and_curly_apostrophes_give_one_slug(apostrophe):
    assert slug(f"It{apostrophe}s the caretaker{apostrophe}s key") == "its-the-caretakers-key"


def test_a_long_first_word_is_cut_and_not_dropped():
    assert slug("x" * 90 + " and more") == "x" * MAXIMUM_SLUG


def test_a_long_title_is_cut_at_a_words_end_and_no_later_word_slips_in():
    title = "the hall wants public liability insurance for every volunteer " + "y" * 30 + " z"
    assert slug(title) == "the-hall-wants-public-liability-insurance-for-every-volunteer"


def test_a_title_of_just_the_length_is_whole():
    assert slug("a" * MAXIMUM_SLUG) == "a" * MAXIMUM_SLUG
    assert slug("a" * 35 + " " + "b" * 34) == "a" * 35 + "-" + "b" * 34


def test_what_leaves_nothing_has_a_name():
    assert slug("£'’ !") == "untitled"
