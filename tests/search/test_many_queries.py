"""What people search for every day is answered by both engines, however many documents hold its words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.barriers.vocabulary import SYNONYMS
from forum.demo.loader import list_cases
from forum.search.backends.postgresql import searcher
from forum.search.backends.postgresql.backend import PostgresqlEngine
from forum.search.backends.whoosh.backend import WhooshEngine
from forum.search.engine import SearchEngine, SearchQuery
from forum.search.query_language import parse
from forum.search.synonyms import Synonyms
from tests.discovery.test_search_soup import SOUP
from tests.search.conftest import EVERYONE, document
from tests.support.depth import examples

WAYS = [way for group in SYNONYMS for way in group]
PAIRS = [f"{first} {second}" for first, second in zip(WAYS, WAYS[7:], strict=False)]
TITLES = [case.title for case in list_cases()]
ODD = [
    '"hall hire" -room',
    "hire OR room",
    '"the of" hall',
    "-hall",
    'hall "room hire"',
    "hire hire hire",
    "venue -hire",
]
SPOKEN = Synonyms(SYNONYMS)
# With few candidates each search of PostgreSQL goes the way that frequent words go in a large site; Whoosh has one way.
WAYS_TO_SEARCH = pytest.mark.parametrize(
    ("engine", "candidates"),
    [("whoosh", 5_000), ("postgresql", 1), ("postgresql", 40), ("postgresql", 5_000)],
    indirect=["engine"],
)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> SearchEngine:
    held: WhooshEngine | PostgresqlEngine = request.getfixturevalue(request.param)
    held.rebuild(
        document(f"t:{number}", title, "hall room hire venue key")
        for number, title in enumerate(TITLES + WAYS)
    )
    return held


@WAYS_TO_SEARCH
def test_every_synonym_title_and_pair_is_answered(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch, candidates: int
) -> None:
    monkeypatch.setattr(searcher, "CANDIDATES", candidates)
    for typed in [*WAYS, *TITLES, *PAIRS, *ODD]:
        query = SearchQuery(parsed=parse(typed), readers=EVERYONE, synonyms=SPOKEN, per_page=5)
        found = engine.search(query)
        assert found.total == 0 or found.hits, typed


def test_a_mistyped_word_beside_a_frequent_one_leaves_no_empty_page(
    postgresql: PostgresqlEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searcher, "CANDIDATES", 3)
    postgresql.rebuild(document(f"h:{number}", "", "hall costs") for number in range(8))
    query = SearchQuery(parsed=parse("thw hall"), readers=EVERYONE, per_page=20)
    assert len(postgresql.search(query).hits) == 3


@pytest.mark.deep
@WAYS_TO_SEARCH
def test_no_soup_of_words_and_signs_is_a_fault_of_an_engine(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch, candidates: int
) -> None:
    monkeypatch.setattr(searcher, "CANDIDATES", candidates)

    @settings(max_examples=examples(100), deadline=None)
    @given(typed=SOUP, all_words=st.booleans())
    def ask_soup(typed: str, all_words: bool) -> None:
        asked = SearchQuery(parsed=parse(typed), readers=EVERYONE, synonyms=SPOKEN, all_words=all_words)
        engine.search(asked)

    ask_soup()
