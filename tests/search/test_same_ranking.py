"""Both engines rank alike, for they count with the same formula."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from forum.search.backends.postgresql.backend import PostgresqlEngine
from forum.search.backends.whoosh.backend import WhooshEngine
from forum.search.engine import SearchEngine, SimilarQuery
from forum.search.factory import open_engine
from tests.search.conftest import EVERYONE, ask, document

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
