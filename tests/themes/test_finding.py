"""Planted themes are found and unrelated barriers are in none; the same barriers make the same themes."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from forum.search.meaning.vectors import DIMENSIONS
from forum.themes.clustering import MOST, find_stars
from forum.themes.finding import find_themes, is_theme
from forum.themes.matching import same_themes
from forum.themes.telling_words import BarrierWords, count_terms, read_words, telling_words
from tests.themes.making import among_the_demo, candidate, found_of, read_planted

pytestmark = pytest.mark.pure


def near(middle: int, dice: Random, spread: int = 25) -> list[int]:
    """A vector around one of the axes."""
    return [
        (100 if place == middle else 0) + dice.randint(-spread, spread) // 8 for place in range(DIMENSIONS)
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("file", "fewest"), [("planted.tsv", 3), ("held_out.tsv", 2)])
def test_planted_themes_are_found_among_the_demo_with_few_strangers(file: str, fewest: int) -> None:
    """Of three in each file; the numbers were chosen by the first, and the second was written after that."""
    candidates, wanted = among_the_demo(read_planted(file))
    held = found_of(find_themes(candidates), wanted)
    found = [name for name, (inside, whole) in held.items() if inside >= 3 and 2 * inside > whole]
    assert len(found) >= fewest, held
    inside, whole = (sum(held[name][place] for name in found) for place in (0, 1))
    assert inside >= 0.8 * whole, held


@pytest.mark.slow
def test_barriers_about_nothing_in_common_make_no_theme() -> None:
    """Of the demo and strangers, each of which is about a thing of its own, only the demo's own themes are left."""
    strangers = [one for one in read_planted("planted.tsv") if not one.theme]
    candidates, _ = among_the_demo(strangers)
    alone = candidates[-len(strangers) :]
    assert find_themes(alone) == []


def test_the_same_barriers_make_the_same_themes_in_any_order() -> None:
    dice = Random(7)
    some = [candidate(number, near(number % 5, dice), text=f"word{number % 5} key") for number in range(40)]
    shuffled = Random(8).sample(some, len(some))
    assert find_themes(some) == find_themes(shuffled)
    assert len(find_themes(some)) == 5


def test_a_group_is_bounded_and_each_row_is_in_one() -> None:
    vectors = np.array([near(0, Random(number)) for number in range(100)], np.int8)
    stars = find_stars(vectors)
    rows = [row for star in stars for row in star.rows]
    assert len(stars[0].rows) == MOST
    assert len(rows) == len(set(rows)) > MOST


def test_what_few_say_is_no_group() -> None:
    vectors = np.array([near(place, Random(place)) for place in (0, 0, 1, 1, 2)], np.int8)
    assert find_stars(vectors) == []
    assert find_themes([]) == []


def test_what_is_filed_together_is_no_theme() -> None:
    apart = [candidate(number) for number in range(4)]
    assert is_theme(apart)
    assert not is_theme([candidate(number, council_id=1) for number in range(4)])
    assert not is_theme([candidate(number, category="venue", rule_source=str(number)) for number in range(4)])
    tagged = frozenset({9})
    assert is_theme([candidate(n, tag_ids=tagged if n < 2 else frozenset()) for n in range(4)])
    assert not is_theme([candidate(n, tag_ids=tagged if n < 3 else frozenset()) for n in range(4)])
    assert not is_theme([candidate(n, category="venue" if n else "other") for n in range(4)])
    assert not is_theme([candidate(n, case_id=1) for n in range(4)])


def test_what_only_a_council_may_read_joins_a_theme_and_makes_none() -> None:
    dice = Random(1)
    public = [candidate(number, near(0, dice), text="the key") for number in range(3)]
    private = [candidate(number, near(0, dice), is_public=False, text="secret") for number in (10, 11)]
    elsewhere = [candidate(number, near(3, dice), is_public=False) for number in range(20, 26)]
    found = find_themes([*public, *private, *elsewhere])
    assert [one.public_ids for one in found] == [find_themes(public)[0].public_ids]
    assert set(found[0].private_ids) == {10, 11}
    assert find_themes([*public, *private])[0].words == find_themes(public)[0].words


def test_words_of_a_theme_are_said_by_several_at_several_councils_and_seldom_elsewhere() -> None:
    inside = [
        read_words(council, text)
        for council, text in (
            (1, "The caretaker has the key, and Ham Choir waits"),
            (2, "No keys for the hall of Wexmoor"),
            (3, "A caretaker with one key"),
            (1, "Caretakers and the hall. Ham Choir again, Ham Choir"),
            (1, "Ham Choir"),
        )
    ]
    outside = [read_words(4, "We hire the hall on Monday")] * 20
    everywhere = count_terms([*inside, *outside])
    assert telling_words(inside, everywhere, 25) == ["caretaker", "key"]
    assert telling_words(inside[:2], everywhere, 25) == []
    assert telling_words([BarrierWords(1)] * 3, everywhere, 25) == []


def test_a_theme_stays_the_same_while_at_least_half_of_its_barriers_were_in_it() -> None:
    known = {5: frozenset({1, 2, 3, 4}), 6: frozenset({10, 11, 12})}

    def same(*groups: set[int], settled: tuple[int, ...] = ()) -> list[int | None]:
        return same_themes([frozenset(one) for one in groups], known, settled)

    assert same({1, 2, 3, 4, 99}) == [5]
    assert same({1, 2, 3, 4, 96, 97, 98, 99}) == [5]
    assert same({1, 2, 3, 4, 95, 96, 97, 98, 99}) == [None]
    assert same({10, 11}, {1, 2, 3}) == [6, 5]
    assert same({1, 2}, {3, 4}) == [5, None]
    assert same({1, 2}, {3, 4}, settled=(5,)) == [5, 5]
