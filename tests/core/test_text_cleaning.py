"""Hidden tricks go, every language stays."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.core.text import clean, clean_line
from tests.support.depth import examples


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\v", "\f"])
def test_every_kind_of_new_line_becomes_one_kind(newline):
    assert clean(f"a{newline}b") == "a\nb"


@pytest.mark.parametrize(
    "hidden",
    [
        *"\x00\x07\x1b\x7f\x9b\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff\u00ad\ufffe",
        "\ud800",
    ],
)
def test_controls_and_bidi_tricks_are_dropped(hidden):
    assert clean(f"a{hidden}b") == "ab"


@pytest.mark.parametrize(
    "text",
    [
        "👨‍👩‍👧 🏳️‍🌈 👍🏽",
        "🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "שלום עולם",
        "مرحبا بالعالم",
        "می‌خواهم",
        "ਸਤ ਸ੍ਰੀ ਅਕਾਲ",
        "Chào bạn",
        "a\u200eb",
    ],
)
def test_every_language_and_joined_emoji_are_kept(text):
    assert clean(text) == unicodedata.normalize("NFC", text)


def test_tags_that_spell_no_flag_are_dropped():
    assert clean("a\U000e0041\U000e0042b") == "ab"


def test_letters_are_composed():
    assert clean("cafe\u0301") == "caf\u00e9"


@pytest.mark.parametrize("text", ["", "  ", "\u00a0\u2003", "\u200d\u200e", "\u3164\u2800", "\u0301"])
def test_text_that_shows_nothing_is_nothing(text):
    assert clean(text) == clean_line(text) == ""


def test_a_line_has_no_new_line_and_single_spaces():
    assert clean_line(" a\n\tb\u00a0 c ") == "a b c"


def test_a_tower_of_accents_is_cut_and_costs_little():
    began = time.process_time()
    cleaned = clean("a" + "\u0316\u0301" * 16_000)
    assert time.process_time() - began < 0.05
    assert len(cleaned) < 12


@settings(max_examples=examples(200), deadline=None)
@given(
    st.text(alphabet=st.characters() | st.sampled_from("\u202e\u0301\u0316\r\n\u200d🏴\U000e0067\U000e007f"))
)
def test_cleaning_twice_changes_nothing(text):
    once = clean(text)
    assert clean(once) == once
    assert clean_line(clean_line(text)) == clean_line(text)
    once.encode()
