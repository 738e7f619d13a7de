"""What a document is filed under is searched too, and is worth less than what is said in it."""

from __future__ import annotations

import pytest

from forum.search.backends.postgresql.backend import PostgresqlEngine
from forum.search.backends.whoosh.backend import WhooshEngine
from forum.search.engine import SearchEngine
from tests.search.conftest import EVERYONE, ask, document, found

SAID = document("said", "A form for the hall", "They ask for insurance and a lease of five years, signed")
FILED = document("filed", "A form for the hall", "They want a paper", labels=("Insurance", "Wexmoor Council"))
BOTH = document("both", "A form for the hall", "They ask for insurance", labels=("Insurance",))


def test_what_is_filed_under_a_label_is_found_by_it_below_what_says_it(engine: SearchEngine) -> None:
    engine.apply([FILED, SAID, document("other", "A bus", "stops", labels=("Transport",))])
    assert found(engine, "insurance") == ["said", "filed"]
    assert found(engine, "wexmoor") == ["filed"]
    assert found(engine, "hall insurance", all_words=True) == ["said", "filed"]
    assert found(engine, "paper -wexmoor") == []


def test_a_label_adds_nothing_to_a_word_that_is_said(engine: SearchEngine) -> None:
    unlabelled = document("both", BOTH.title, BOTH.text)
    engine.rebuild([BOTH, FILED])
    labelled = [hit.score for hit in ask(engine, "insurance").hits]
    engine.rebuild([unlabelled, FILED])
    assert [hit.score for hit in ask(engine, "insurance").hits] == pytest.approx(labelled)


def test_no_phrase_runs_from_the_text_into_a_label_or_from_one_label_into_the_next(
    engine: SearchEngine,
) -> None:
    engine.apply([document("a", "Hall", "a lease", labels=("Village green", "Abbey ward"))])
    assert found(engine, '"lease village"') == found(engine, '"green abbey"') == []
    assert found(engine, '"abbey ward"') == ["a"]


def test_a_misspelt_word_is_put_right_from_labels_too(engine: SearchEngine) -> None:
    engine.apply([FILED])
    assert engine.did_you_mean("insurrance", EVERYONE) == "insurance"


def test_both_engines_score_labels_alike_before_and_after_segments_are_merged(
    whoosh: WhooshEngine, postgresql: PostgresqlEngine
) -> None:
    many = [
        document(f"t:{n}", f"hall {n}", "insurance " * (n % 4), labels=("Insurance", f"Ward {n % 3}"))
        for n in range(40)
    ]
    postgresql.apply(many)
    for one in many:
        whoosh.apply([one])
    whoosh.tidy()
    for typed in ("insurance", "ward insurance", "hall ward"):
        scores = {hit.id: hit.score for hit in ask(postgresql, typed, per_page=50).hits}
        assert {hit.id: hit.score for hit in ask(whoosh, typed, per_page=50).hits} == pytest.approx(
            scores, rel=1e-4
        )
        assert len(scores) == 40
