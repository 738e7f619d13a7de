"""Both engines rank alike, for they count with the same formula."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from forum.search.backends.postgresql.backend import PostgresqlEngine
from forum.search.backends.whoosh.backend import WhooshEngine
from forum.search.engine import SearchEngine, SimilarQuery
from forum.search.factory import open_engine
from forum.search.ranking import USEFUL
from tests.search.conftest import EVERYONE, ask, document

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
WORDS = [
    f"{first}{second}"
    for first in ("hall", "park", "ramp", "bus", "form")
    for second in ("am", "el", "ix", "or")
]


def fill(engine: SearchEngine) -> None:
    dice = random.Random(5)
    texts = [" ".join(dice.choices(WORDS, weights=range(1, 21), k=dice.randint(5, 80))) for _ in range(150)]
    engine.rebuild(
        document(f"t:{n}", text.split()[0], text + (" pli cover" if n % 9 == 0 else ""))
        for n, text in enumerate(texts)
    )


@pytest.mark.parametrize(
    "typed",
    [
        "hallam",
        "hallam parkor formix",
        "busel busel rampor",
        '"formor formor" parkam',
        "hallam -formor",
        "indemnity formor",
    ],
)
def test_scores_are_the_same(whoosh: WhooshEngine, postgresql: PostgresqlEngine, typed: str) -> None:
    fill(whoosh)
    fill(postgresql)
    one, other = ask(whoosh, typed, per_page=200), ask(postgresql, typed, per_page=200)
    assert {hit.id: pytest.approx(hit.score, rel=1e-4) for hit in one.hits} == {
        hit.id: hit.score for hit in other.hits
    }
    assert (one.total, one.with_all_words) == (other.total, other.with_all_words)


def test_usefulness_weighs_in_alike_and_only_where_it_is_asked_for(
    whoosh: WhooshEngine, postgresql: PostgresqlEngine
) -> None:
    dice = random.Random(7)
    documents = [
        document(
            f"t:{n}",
            " ".join(dice.choices(WORDS, k=3)),
            " ".join(dice.choices(WORDS, k=40)),
            affected=dice.randint(0, 40),
            is_answered=n % 3 == 0,
            active_at=NOW - timedelta(days=dice.randint(0, 900)),
        )
        for n in range(100)
    ]
    for engine in (whoosh, postgresql):
        engine.rebuild(documents)
    one, other = (
        ask(engine, "hallam parkor", per_page=100, useful_at=NOW) for engine in (whoosh, postgresql)
    )
    assert [hit.id for hit in one.hits] == [hit.id for hit in other.hits]
    assert [hit.score for hit in one.hits] == pytest.approx([hit.score for hit in other.hits], rel=1e-4)
    words_alone = {hit.id: hit.score for hit in ask(whoosh, "hallam parkor", per_page=100).hits}
    gained = [hit.score / words_alone[hit.id] for hit in one.hits]
    assert min(gained) >= 1
    assert 1.05 < max(gained) <= 1 + USEFUL


@pytest.mark.parametrize(
    "useful",
    [{"affected": 9}, {"is_answered": True}, {"active_at": NOW - timedelta(days=3)}],
    ids=["many groups", "got past", "active"],
)
def test_of_what_fits_alike_the_more_useful_comes_first(
    engine: SearchEngine, useful: dict[str, object]
) -> None:
    alike = [document("plain", "Ramp at the hall"), document("useful", "Ramp at the hall", **useful)]
    engine.rebuild([*alike, document("better", "Ramp, ramp and ramp"), document("other", "Keys of the park")])
    first = [hit.id for hit in ask(engine, "ramp", useful_at=NOW).hits]
    assert first == ["better", "useful", "plain"]


def test_likeness_is_the_same(whoosh: WhooshEngine, postgresql: PostgresqlEngine) -> None:
    fill(whoosh)
    fill(postgresql)
    draft = SimilarQuery(
        title="hallam", text="parkor formix busel rampor hallam", readers=EVERYONE, limit=150
    )
    one, other = whoosh.similar(draft), postgresql.similar(draft)
    assert {hit.id: pytest.approx(hit.likeness, rel=1e-4) for hit in one} == {
        hit.id: hit.likeness for hit in other
    }


def test_the_factory_opens_what_the_settings_name(tmp_path: Path, postgresql: PostgresqlEngine) -> None:
    groups = [["PLI", "indemnity"]]
    engine = open_engine(backend="whoosh", index_folder=tmp_path, database_engine=None, synonyms=groups)
    engine.apply([document("a", text="PLI")])
    assert ask(engine, "indemnity").total == 1
    engine.close()
    database = postgresql._database
    assert isinstance(
        open_engine(backend="postgresql", index_folder=tmp_path, database_engine=database), PostgresqlEngine
    )
    for backend in ("elastic", "postgresql"):
        with pytest.raises(ValueError, match="no search backend"):
            open_engine(backend=backend, index_folder=tmp_path, database_engine=None)
