"""Two ways to write one thing find each other: word_pairs.tsv has a pair a line, and nearly all must meet, both ways."""

from __future__ import annotations

from pathlib import Path

from forum.search.acronyms import ACRONYMS
from forum.search.engine import SearchEngine
from forum.search.query_language import parse
from forum.search.query_plan import plan_query
from forum.search.snippets import mark
from forum.search.synonyms import Synonyms
from tests.search.conftest import ask, document, found

PAIRS = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("word_pairs.tsv").read_text(encoding="utf-8").splitlines()
]
MOST_PARTED = 0.05
SYNONYMS = Synonyms(ACRONYMS)


def test_at_least_95_of_100_pairs_meet_in_both_directions(engine: SearchEngine) -> None:
    engine.rebuild(
        document(f"{number}:{side}", text=f"They said that {words} had to be there")
        for number, pair in enumerate(PAIRS)
        for side, words in enumerate(pair)
    )
    parted = [
        (pair[side], pair[1 - side])
        for number, pair in enumerate(PAIRS)
        for side in (0, 1)
        if f"{number}:{1 - side}"
        not in found(engine, pair[side], all_words=True, synonyms=SYNONYMS, per_page=50)
    ]
    assert len(parted) <= MOST_PARTED * len(PAIRS), parted


def test_an_acronym_that_is_a_word_too_is_meant_by_its_capitals(engine: SearchEngine) -> None:
    engine.apply(
        [
            document("notice", text="Our TEN was refused"),
            document("meaning", text="The temporary event notice was refused"),
            document("number", text="We waited ten days for it"),
            document("cat", text="The cat sat on the mat"),
            document("transfer", "Community asset transfer", "Our CAT took years"),
        ]
    )
    assert set(found(engine, "TEN", synonyms=SYNONYMS)) == {"notice", "meaning"}
    assert set(found(engine, "TENs for the fete", synonyms=SYNONYMS)) == {"notice", "meaning"}
    assert set(found(engine, "ten", synonyms=SYNONYMS)) == {"number"}
    assert set(found(engine, "10 days", all_words=True)) == {"number"}
    assert set(found(engine, "CAT", synonyms=SYNONYMS)) == {"transfer"}
    assert set(found(engine, "cat", synonyms=SYNONYMS)) == {"cat"}


def test_synonyms_with_a_stop_word_inside_meet(engine: SearchEngine) -> None:
    engine.apply(
        [
            document("long", text="They answered our freedom of information request"),
            document("short", text="The FOI took months"),
            document("other", text="There is freedom and much information"),
        ]
    )
    assert set(found(engine, "FOI", synonyms=SYNONYMS)) == {"long", "short"}
    asked = ask(engine, "freedom of information", synonyms=SYNONYMS, all_words=True)
    assert {hit.id for hit in asked.hits} == {"long", "short", "other"}


def test_only_what_stands_together_is_another_way_to_write_it(engine: SearchEngine) -> None:
    engine.apply(
        [
            document("together", text="the play ground is closed"),
            document("apart", text="a play about the ground"),
            document("one", text="the playground is closed"),
        ]
    )
    assert set(found(engine, "playground")) == {"together", "one"}
    assert set(found(engine, "play ground", all_words=True)) == {"together", "apart", "one"}


def test_marks_show_another_spelling_only_where_all_of_it_stands() -> None:
    plan = plan_query(parse("playground"), Synonyms())
    marked = [piece.text for piece in mark("No play ground: the ground is wet", plan) if piece.is_match]
    assert marked == ["play", "ground"]
