"""Text that was read in a wrong code page is put right where that is certain, and noticed where it is not."""

from __future__ import annotations

import pytest

from forum.core.mojibake import CODE_PAGES, _shown, has_lost_letters, is_garbled, repair_encoding

pytestmark = pytest.mark.pure
RIGHT = [
    "Tŷ Gwyn, Llanŵ",
    "Gŵyl y Môr, Ynys Môn",
    "Éclair group",
    "Café São João, Ålesund",
    "St John’s – £5 “and more”…",
    "CAFÉ’s Ærø",
    "Sünne Åse, GRÖSSE",
]


@pytest.mark.parametrize("page", CODE_PAGES)
@pytest.mark.parametrize("text", RIGHT)
def test_letters_read_in_a_wrong_code_page_are_put_back(text: str, page: str) -> None:
    garbled = "".join(_shown(byte, page) for byte in text.encode())
    assert garbled != text
    assert is_garbled(garbled)
    assert repair_encoding(garbled) == text


@pytest.mark.parametrize("text", [*RIGHT, "Þórshöfn", "What's next? Group", "Arts & Crafts", ""])
def test_text_that_is_right_is_left_as_it_is(text: str) -> None:
    assert repair_encoding(text) == text
    assert not is_garbled(text)


def test_text_that_was_garbled_twice_is_unwrapped_twice() -> None:
    twice = "Tŷ".encode().decode("latin-1").encode().decode("latin-1")
    assert repair_encoding(twice) == "Tŷ"


def test_welsh_letters_read_as_icelandic_ones_are_put_back_in_welsh_words_only() -> None:
    assert repair_encoding("Clwb Tþ Gwyn, Gðyl") == "Clwb Tŷ Gwyn, Gŵyl"
    assert has_lost_letters("Llanð")
    assert not is_garbled("Llanð")


@pytest.mark.parametrize(
    ("name", "lost"), [("C?n", True), ("T? Gwyn", True), ("What next? Group", False), ("Why? Us!", False)]
)
def test_a_question_mark_where_a_letter_was_is_noticed(name: str, lost: bool) -> None:
    assert has_lost_letters(name) is lost
