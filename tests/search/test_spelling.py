"""Near words are found by their letters, nearest first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.search.corrections import Corrector
from forum.search.spelling import Lexicon, distances, farthest, fits, rank


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("hall", "hall", 0),
        ("hall", "hal", 1),
        ("hall", "halls", 1),
        ("hall", "ahll", 1),
        ("hall", "hill", 1),
        ("hall", "park", 3),
        ("ab", "abcdef", 4),
    ],
)
def test_distance_counts_changed_letters(one: str, other: str, far: int) -> None:
    assert distances(one, [other, one]).tolist() == [far, 0]


def plain_distance(one: str, other: str) -> int:
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            best = min(
                table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (one[i - 1] != other[j - 1])
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                best = min(best, table[i - 2, j - 2] + 1)
            table[i, j] = best
    return table[len(one), len(other)]


letters = st.text(alphabet="abcé", min_size=4, max_size=9)


@given(letters, letters)
def test_distance_is_the_textbook_one(one: str, other: str) -> None:
    assert distances(one, [other]).tolist() == [plain_distance(one, other)]


@given(st.lists(letters, max_size=30), letters)
def test_the_lexicon_misses_no_near_word(words: list[str], word: str) -> None:
    found = {other for _, other in Lexicon(words).near(word)}
    assert found == {
        other for other in words if other != word and plain_distance(word, other) <= farthest(word)
    }


def test_nearer_words_and_a_shared_first_letter_come_first() -> None:
    assert [word for _, word in rank("hallz", ["ballz", "halls", "hallzoo"])] == ["halls", "ballz"]


def test_short_words_and_numbers_are_not_offered() -> None:
    assert [fits(word) for word in ("hall", "the", "5000", "covid19")] == [True, False, False, False]


def test_only_words_that_are_counted_are_offered_and_the_rest_stays() -> None:
    counts = {"halls": 1, "hills": 9}

    def correct(counted: dict[str, int]) -> str | None:
        return Corrector(
            is_known=lambda word: word == "park",
            near=lambda word: rank(word, counts),
            count=lambda word, _others: counted.get(word, 0),
        ).correct("Hulls, and PARK 2024!")

    assert correct(counts) == "Hills, and PARK 2024!"
    assert correct({}) is None
