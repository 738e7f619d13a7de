"""Nothing leaks: what a person may not read is in no answer of any kind. Tried over random people and documents."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.search.documents import Document
from forum.search.engine import Order, SearchEngine, SimilarQuery
from tests.search.conftest import ask, document
from tests.support.depth import examples

WORDS = ["insurance", "village", "safeguarding", "volunteer", "ramp", "licence", "minibus"]
TOKENS = ["public", "staff", "council:1", "council:2", "person:7"]
readers = st.frozensets(st.sampled_from(TOKENS), max_size=3)
some_words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    return document(
        f"thread:{draw(st.integers(1, 9))}",
        draw(some_words),
        draw(some_words),
        readers=draw(readers),
        tags=tuple(draw(st.lists(st.sampled_from(WORDS), max_size=2))),
        council_id=draw(st.integers(1, 3)),
        kind=draw(st.sampled_from(["barrier", "story"])),
    )


@settings(
    max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    batches=st.lists(st.lists(documents(), max_size=6), max_size=3),
    deleted=st.lists(st.integers(1, 9).map("thread:{}".format), max_size=3),
    person=readers,
    words=some_words,
)
def test_no_answer_tells_of_what_a_person_may_not_read(
    engine: SearchEngine,
    batches: list[list[Document]],
    deleted: list[str],
    person: frozenset[str],
    words: str,
) -> None:
    engine.apply(deletes=[f"thread:{number}" for number in range(1, 10)])
    held: dict[str, Document] = {}
    for batch in batches:
        engine.apply(batch)
        held.update({one.id: one for one in batch})
    engine.apply(deletes=deleted)
    seen = {name: one for name, one in held.items() if name not in deleted and one.readers & person}
    wanted = {
        name for name, one in seen.items() if set(words.split()) & set(f"{one.title} {one.text}".split())
    }
    check_search(engine, seen, wanted, person, words)
    check_completions(engine, seen, person, words)


def check_search(
    engine: SearchEngine, seen: dict[str, Document], wanted: set[str], person: frozenset[str], words: str
) -> None:
    for order in Order:
        results = ask(engine, words, person, order=order)
        assert {hit.id for hit in results.hits} == wanted
        assert results.total == len(wanted)
        assert dict(results.facets["tag"]) == Counter(tag for name in wanted for tag in set(seen[name].tags))
        assert dict(results.facets["council"]) == Counter(str(seen[name].council_id) for name in wanted)
    narrowed = ask(engine, words, person, filters={"council": ("1",)})
    assert {hit.id for hit in narrowed.hits} == {name for name in wanted if seen[name].council_id == 1}
    assert dict(narrowed.facets["council"]) == Counter(str(seen[name].council_id) for name in wanted)
    assert {hit.id for hit in ask(engine, "", person).hits} == set(seen)


def check_completions(
    engine: SearchEngine, seen: dict[str, Document], person: frozenset[str], words: str
) -> None:
    alike = engine.similar(SimilarQuery(title=words, text=words, readers=person))
    assert {hit.id for hit in alike} <= set(seen)
    for word in WORDS:
        offered = engine.suggest(word[:4], person)
        assert set(offered.ids) == {name for name, one in seen.items() if word in one.title.split()}
        assert set(offered.tags) == {word for one in seen.values() if word in one.tags}
        spoken = {each for one in seen.values() for each in f"{one.title} {one.text}".split()}
        corrected = engine.did_you_mean(word[:-1] + "x", person)
        assert corrected == (word if word in spoken else None)


def test_the_strategy_covers_people_with_no_tokens_at_all(engine: SearchEngine) -> None:
    engine.apply([document("a", text="ramp"), document("b", text="ramp", readers=frozenset())])
    assert ask(engine, "ramp", frozenset()).total == 0
    assert ask(engine, "ramp", frozenset(TOKENS)).total == 1


def test_changing_who_may_read_takes_effect_at_once(engine: SearchEngine) -> None:
    engine.apply([document("a", "Ramp", "ramp", tags=("ramp",), version=1)])
    engine.apply([document("a", "Ramp", "ramp", tags=("ramp",), readers=frozenset({"staff"}), version=2)])
    everyone = frozenset({"public"})
    assert ask(engine, "ramp", everyone).total == 0
    assert engine.suggest("ramp", everyone).tags == ()
    assert engine.did_you_mean("rammp", everyone) is None
