"""No query is carried out beyond what an index can do at a bounded cost, and what is left out is named."""

from __future__ import annotations

import pytest

from forum.search.query_bounds import (
    ALWAYS_READ,
    MOST_OF_A_PHRASE,
    MOST_PHRASES,
    MOST_WAYS,
    MOST_WORDS,
    within_bounds,
)
from forum.search.query_language import cut_query, parse
from forum.search.query_plan import Plan, plan_query
from forum.search.synonyms import Synonyms

pytestmark = pytest.mark.pure
DOCUMENTS = 100_000


def bounded(
    text: str, frequencies: dict[str, int], synonyms: Synonyms | None = None
) -> tuple[Plan, tuple[str, ...]]:
    plan = plan_query(parse(text), synonyms or Synonyms())
    return within_bounds(plan, lambda term: frequencies.get(term, 10), DOCUMENTS)


def test_an_ordinary_query_is_carried_out_whole() -> None:
    text = 'hall hire "public liability" -"tennis club" insurance'
    plan = plan_query(parse(text), Synonyms([("hall hire", "room hire")]))
    assert within_bounds(plan, lambda _term: 100, DOCUMENTS) == (plan, ())


def test_of_many_words_the_rarest_are_looked_for_and_the_others_named_as_they_were_typed() -> None:
    words = [f"w{number}bc" for number in range(40)]
    plan, left_out = bounded("Halls " + " ".join(words), {"hall": 90_000, "w7bc": 80_000, "w9bc": 0})
    kept = {word for one in plan.concepts for word in one.words}
    assert len(kept) == MOST_WORDS
    assert {"halls", "w7bc", "w9bc"} <= set(left_out)
    assert kept.isdisjoint({"hall", "w7bc", "w9bc"})


def test_the_same_phrase_is_looked_for_once() -> None:
    plan, left_out = bounded('"hall hire" ' * 30, {})
    assert [one.terms for one in plan.required] == [("hall", "hire")]
    assert left_out == ()


def test_of_a_long_phrase_the_rarest_words_are_compared_at_their_places() -> None:
    words = [f"w{number}bc" for number in range(30)]
    plan, _ = bounded(f'"{" ".join(words)}"', {word: 1_000 - number for number, word in enumerate(words)})
    assert plan.required[0].parts == tuple(
        (words[place], place) for place in range(30 - MOST_OF_A_PHRASE, 30)
    )


def test_phrases_beyond_the_share_count_as_their_words_and_are_named() -> None:
    pairs = [f"w{number}bc v{number}bc" for number in range(9)]
    text = " ".join(f'"{pair}"' for pair in pairs)
    plan, left_out = bounded(text, {f"w{number}bc": 30_000 for number in range(9)})
    assert len(plan.required) == MOST_PHRASES
    assert len(left_out) == 9 - MOST_PHRASES
    assert set(left_out) < set(pairs)
    assert len(plan.concepts) == 18
    plan, left_out = bounded(text, {f"{letter}{number}bc": 60_000 for letter in "vw" for number in range(9)})
    assert (len(plan.required), len(left_out)) == (1, 8)


def test_phrases_to_leave_out_are_bounded_too() -> None:
    text = "ramp " + " ".join(f'-"w{number}bc v{number}bc"' for number in range(9))
    plan, left_out = bounded(text, {f"{letter}{number}bc": 60_000 for letter in "vw" for number in range(9)})
    assert (len(plan.excluded), len(left_out)) == (1, 8)


def test_other_ways_to_say_it_are_bounded_and_the_words_stay() -> None:
    groups = [(f"w{n}bc", *(f"v{n}bc u{way}bc" for way in range(9))) for n in range(9)]
    plan, left_out = bounded(" ".join(f"w{n}bc" for n in range(9)), {}, Synonyms(groups))
    assert sum(len(one.alternatives) for one in plan.concepts) == MOST_WAYS
    assert len(plan.concepts) == 9
    assert left_out == ()


def test_a_small_index_reads_all_of_a_query() -> None:
    plan = plan_query(parse('"hall hire" "hire the room" "room key"'), Synonyms())
    assert within_bounds(plan, lambda _term: ALWAYS_READ // 6, 500) == (plan, ())


def test_a_query_is_cut_at_the_end_of_a_word() -> None:
    assert cut_query("hall hire") == ("hall hire", "")
    kept, rest = cut_query("hall " * 79 + "doorbell ramp")
    assert (kept.split()[-1], rest) == ("hall", "doorbell ramp")
    assert cut_query("a" * 500) == ("a" * 400, "a" * 100)
