"""A place that the words name is held by what is filed there, which comes first; on both engines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forum.search.engine import Results, SearchEngine, SearchQuery
from forum.search.query_language import PlaceWords, parse
from tests.search.conftest import EVERYONE, document

WEXMOOR = PlaceWords("wexmoor", "council", "1")
GORSE_HILL = PlaceWords("gorse hill", "area", "7")


def ask_at(engine: SearchEngine, text: str, *places: PlaceWords, **more: object) -> Results:
    """Search for words, and for places that were named beside them."""
    parsed = replace(parse(text), places=places)
    return engine.search(SearchQuery(parsed=parsed, readers=EVERYONE, **more))  # type: ignore[arg-type]


def ids(results: Results) -> list[str]:
    return [hit.id for hit in results.hits]


@pytest.fixture
def filled(engine: SearchEngine) -> SearchEngine:
    engine.apply(
        [
            document("elsewhere", "Insurance, as in Wexmoor: insurance insurance", council_id=2),
            document("here", "Keys", "A word about insurance at the very end of it", council_id=1, area_id=7),
            document("other here", "Parking", council_id=1, area_id=8),
            document("far", "Insurance", council_id=3),
        ]
    )
    return engine


def test_what_is_filed_at_the_place_holds_its_name_and_comes_before_what_only_says_it(
    filled: SearchEngine,
) -> None:
    found = ask_at(filled, "insurance", WEXMOOR)
    assert ids(found)[:2] == ["here", "elsewhere"]
    assert set(ids(found)[2:]) == {"far", "other here"}
    assert found.with_all_words == 2


def test_what_is_only_filed_there_never_comes_before_what_says_the_words_elsewhere(
    filled: SearchEngine,
) -> None:
    found = ask_at(filled, "insurance", PlaceWords("nowhere", "council", "9"))
    assert found.with_all_words == 0
    assert ids(ask_at(filled, "insurance", GORSE_HILL))[0] == "here"
    partly = ids(ask_at(filled, "keys insurance parking", WEXMOOR))
    assert partly.index("other here") > partly.index("here")


def test_a_place_alone_lists_all_that_is_filed_there(filled: SearchEngine) -> None:
    found = ask_at(filled, "", WEXMOOR)
    assert set(ids(found)) == {"here", "other here", "elsewhere"}
    assert ids(found)[-1] == "elsewhere"
    assert set(ids(ask_at(filled, "", GORSE_HILL))) == {"here"}


def test_all_words_and_filters_hold_beside_a_place(filled: SearchEngine) -> None:
    assert ids(ask_at(filled, "insurance", GORSE_HILL, all_words=True)) == ["here"]
    assert ids(ask_at(filled, "", WEXMOOR, filters={"area": ("8",)})) == ["other here"]


@pytest.mark.parametrize("value", ["", 'O\'Brien \\ "Sons"', "Café & Co: a=b", "x" * 300])
def test_whatever_a_group_is_called_it_is_found_by_its_name(engine: SearchEngine, value: str) -> None:
    engine.apply([document("theirs", "Keys", author=value), document("other", "Keys", author="Else")])
    assert ids(ask_at(engine, "keys", PlaceWords("them", "author", value)))[0] == "theirs"


def test_a_named_place_opens_nothing_that_may_not_be_read(engine: SearchEngine) -> None:
    engine.apply([document("secret", "Keys", council_id=1, readers=frozenset({"council:1"}))])
    assert ids(ask_at(engine, "keys", WEXMOOR)) == []
    assert ids(ask_at(engine, "", WEXMOOR)) == []
