"""What a person types finds what they mean, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from forum.search.engine import BOUND, Order, SearchEngine, SimilarQuery
from tests.search.conftest import EVERYONE, ask, document, found


def test_any_of_the_words_will_do_and_more_of_them_rank_higher(engine: SearchEngine) -> None:
    engine.apply(
        [
            document("thread:1", "Hall hire", "The hall asks for insurance"),
            document("thread:2", "Street party", "The road closure takes weeks"),
            document("thread:3", "Insurance", "No one told us"),
        ]
    )
    results = ask(engine, "hall insurance forms")
    assert results.hits[0].id == "thread:1"
    assert {hit.id for hit in results.hits} == {"thread:1", "thread:3"}
    assert (results.total, results.with_all_words, results.more) == (2, 0, False)
    assert ask(engine, "hall insurance").with_all_words == 1


def test_all_words_narrows_to_documents_that_hold_them_all(engine: SearchEngine) -> None:
    engine.apply(
        [document("a", text="hall insurance"), document("b", text="hall"), document("c", text="insurance")]
    )
    assert found(engine, "hall insurance", all_words=True) == ["a"]
    assert ask(engine, "hall insurance", all_words=True).total == 1


def test_the_title_counts_more_than_the_text(engine: SearchEngine) -> None:
    filler = " other words make it as long as the next one here"
    engine.apply(
        [
            document("text", "Something else", "fencing" + filler),
            document("title", "Fencing", "hello" + filler),
        ]
    )
    assert found(engine, "fencing") == ["title", "text"]


@pytest.mark.parametrize(
    "typed",
    [
        "volunteering",
        "VOLUNTEERS",
        "café",
        "cafe",
        "council's",
        "council\u2019s",
        "£5m",
        "£5 million",
        "5,000,000",
        "dont",
    ],
)
def test_forms_accents_apostrophes_and_sums_are_the_same_word(engine: SearchEngine, typed: str) -> None:
    engine.apply(
        [document("a", text="A volunteer at the Café: the council's rules say £5m cover. Don't wait.")]
    )
    assert found(engine, typed) == ["a"]


def test_quotes_require_a_phrase_and_it_does_not_run_from_title_to_text(engine: SearchEngine) -> None:
    engine.apply(
        [
            document("a", "Road", "public liability insurance"),
            document("b", "Road", "liability of the public"),
            document("c", "Public", "liability"),
            document("d", "Right to roam", "elsewhere"),
        ]
    )
    assert found(engine, '"public liability"') == ["a"]
    assert found(engine, '"liability public"') == []
    assert found(engine, '"right to roam"') == ["d"]
    assert found(engine, '"right roam"') == []
    assert found(engine, 'road "insurance"') == ["a"]


def test_a_minus_excludes_words_and_phrases(engine: SearchEngine) -> None:
    engine.apply(
        [
            document("a", text="hall hire in town"),
            document("b", text="hall and garden"),
            document("c", text="x hall hire"),
        ]
    )
    assert found(engine, "hall -garden -town") == ["c"]
    assert found(engine, 'hall -"hall hire"') == ["b"]
    assert found(engine, "-hall") == []
    assert sorted(found(engine, "-garden")) == ["a", "c"]


def test_synonyms_find_each_other_as_words_and_as_phrases(engine: SearchEngine) -> None:
    engine.apply(
        [
            document("short", text="they want PLI cover"),
            document("long", text="they want public liability insurance cover"),
            document("apart", text="insurance of a public body has liability"),
            document("old", text="the CRB form"),
        ]
    )
    assert found(engine, "PLI")[0] == "short"
    assert set(found(engine, "PLI")) == {"short", "long"}
    assert set(found(engine, "public liability insurance", all_words=True)) == {"short", "long", "apart"}
    assert found(engine, "DBS") == ["old"]
    assert found(engine, "disclosure checks") == ["old"]


def test_newest_first_and_dates(engine: SearchEngine) -> None:
    days = {
        "a": datetime(2023, 12, 31, 23, tzinfo=UTC),
        "b": datetime(2024, 1, 1, tzinfo=UTC),
        "c": datetime(2025, 6, 1, tzinfo=UTC),
    }
    engine.apply([document(name, text="hall", created_at=day) for name, day in days.items()])
    assert found(engine, "hall", order=Order.NEWEST) == ["c", "b", "a"]
    assert found(engine, "") == ["c", "b", "a"]
    assert found(
        engine, "hall", after=datetime(2024, 1, 1, tzinfo=UTC), before=datetime(2025, 1, 1, tzinfo=UTC)
    ) == ["b"]


def test_pages_follow_each_other_and_totals_are_bounded(engine: SearchEngine) -> None:
    engine.apply(
        [document(f"t:{number:04}", text="hall " + "x " * (number % 7)) for number in range(BOUND + 5)]
    )
    first, second = found(engine, "hall"), found(engine, "hall", page=2)
    assert len(first) == len(second) == 20
    assert not set(first) & set(second)
    results = ask(engine, "hall")
    assert (results.total, results.more, results.more_with_all_words) == (BOUND, True, True)
    assert found(engine, "hall", page=BOUND // 20 + 1) == []
    assert len(found(engine, "hall", page=BOUND // 20)) == 20


@pytest.mark.parametrize(
    "typed",
    ["", "the of and", '"the"', "-", '""', "NOT OR x", "'; drop table --", "a:b:c", "\x00", "*", "\\'"],
)
def test_odd_queries_never_fail(engine: SearchEngine, typed: str) -> None:
    engine.apply([document("a", text="hall")])
    ask(engine, typed)
    ask(engine, "hall", filters={"council": (typed,), "tag": (typed, "\ud800"), typed: (typed,)})
    ask(engine, "hall", page=10**9, per_page=50)
    ask(engine, "hall", page=-3)
    engine.suggest(typed, EVERYONE)
    engine.did_you_mean(typed, EVERYONE)
    engine.similar(SimilarQuery(title=typed, text=typed, readers=EVERYONE))


def test_similar_documents_come_with_a_likeness_and_without_the_one_asked_about(engine: SearchEngine) -> None:
    engine.apply(
        [
            document(
                "same",
                "Hall needs public liability insurance",
                "The village hall wants cover of £5m before we book",
            ),
            document("near", "Insurance for events", "cover is dear"),
            document("far", "Bus times", "the bus stops at six"),
            document("hidden", "Village hall insurance", "village hall cover", readers=frozenset({"staff"})),
        ]
    )
    draft = SimilarQuery(
        title="Village hall insurance", text="The hall wants £5 million cover to book it", readers=EVERYONE
    )
    hits = engine.similar(draft)
    assert [hit.id for hit in hits] == ["same", "near"]
    assert hits[0].likeness > hits[1].likeness > 0
    again = SimilarQuery(title=draft.title, text=draft.text, readers=EVERYONE, without=frozenset({"same"}))
    assert [hit.id for hit in engine.similar(again)] == ["near"]
    assert engine.similar(SimilarQuery(title="zzz", text="", readers=EVERYONE)) == ()


def test_titles_and_tags_are_suggested_while_typing(engine: SearchEngine) -> None:
    engine.apply(
        [
            document("a", "Hall hire needs insurance", tags=("insurance", "village hall"), affected=1),
            document("b", "Halls are dear", affected=9),
            document("c", "The hall has no ramp", affected=4),
        ]
    )
    assert engine.suggest("hal", EVERYONE).ids == ("b", "c", "a")
    assert engine.suggest("hall hi", EVERYONE).ids == ("a",)
    assert engine.suggest("INSUR", EVERYONE).tags == ("insurance",)
    assert engine.suggest("village h", EVERYONE).tags == ("village hall",)
    assert engine.suggest("h", EVERYONE).ids == ()
    assert engine.suggest("100%", EVERYONE).tags == ()


def test_misspelt_words_are_put_right_from_the_index(engine: SearchEngine) -> None:
    engine.apply(
        [document("a", text="safeguarding and insurance"), document("b", text="insurance for volunteers")]
    )
    assert engine.did_you_mean("insurrance for safegarding", EVERYONE) == "insurance for safeguarding"
    assert engine.did_you_mean("insurance volunteer", EVERYONE) is None
    assert engine.did_you_mean("zzzzzzzz", EVERYONE) is None
