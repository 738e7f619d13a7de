"""Facets count what is found, and narrow it, on both engines."""

from __future__ import annotations

from forum.search.engine import SearchEngine
from tests.search.conftest import ask, document, found


def fill(engine: SearchEngine) -> None:
    engine.apply(
        [
            document(
                "a",
                text="hall",
                council_id=1,
                tags=("insurance", "hall"),
                state="open",
                year=2024,
                category="venue",
            ),
            document("b", text="hall", council_id=1, tags=("insurance",), state="kept", year=2023, area_id=7),
            document(
                "c",
                text="hall",
                council_id=2,
                kind="story",
                tags=("hall", "hall"),
                year=2024,
                rule_source="law",
            ),
            document("d", text="park", council_id=2, kind="story", author="person:9"),
        ]
    )


def test_every_dimension_is_counted_over_what_is_found(engine: SearchEngine) -> None:
    fill(engine)
    facets = ask(engine, "hall").facets
    assert facets["kind"] == (("barrier", 2), ("story", 1))
    assert facets["council"] == (("1", 2), ("2", 1))
    assert facets["tag"] == (("hall", 2), ("insurance", 2))
    assert facets["year"] == (("2024", 2), ("2023", 1))
    assert dict(facets["state"]) == {"open": 1, "kept": 1}
    assert facets["area"] == (("7", 1),)
    assert facets["category"] == (("venue", 1),)
    assert facets["rule_source"] == (("law", 1),)
    assert "author" not in facets


def test_values_of_one_dimension_widen_and_dimensions_narrow(engine: SearchEngine) -> None:
    fill(engine)
    assert set(found(engine, "hall", filters={"council": ("1", "2")})) == {"a", "b", "c"}
    assert found(engine, "hall", filters={"council": ("1",), "state": ("kept",)}) == ["b"]
    assert found(engine, "", filters={"author": ("person:9",)}) == ["d"]
    assert found(engine, "hall", filters={"council": ()}, per_page=2, page=2) != []


def test_several_tags_must_all_be_there(engine: SearchEngine) -> None:
    fill(engine)
    assert found(engine, "hall", filters={"tag": ("insurance", "hall")}) == ["a"]


def test_a_filtered_dimension_still_counts_its_other_values(engine: SearchEngine) -> None:
    fill(engine)
    results = ask(engine, "hall", filters={"council": ("1",), "tag": ("insurance",)})
    assert results.total == 2
    assert results.facets["council"] == (("1", 2),)
    assert ask(engine, "hall", filters={"council": ("1",)}).facets["council"] == (("1", 2), ("2", 1))
    assert ask(engine, "hall", filters={"council": ("1",)}).facets["kind"] == (("barrier", 2),)


def test_unknown_values_find_nothing(engine: SearchEngine) -> None:
    fill(engine)
    assert ask(engine, "hall", filters={"council": ("999",)}).total == 0
    assert ask(engine, "hall", filters={"nonsense": ("x",)}).total == 0


def test_only_the_facets_asked_for_are_counted(engine: SearchEngine) -> None:
    fill(engine)
    assert set(ask(engine, "hall", facets=("kind",)).facets) == {"kind"}
    assert ask(engine, "hall", facets=()).facets == {}
