"""What is said in other words is found, by whoever may read it and by nobody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from forum.barriers.models import Barrier
from forum.barriers.queries.similar import find_similar_here, find_twins_of
from forum.core import clock
from forum.core.db import commit, db
from forum.councils.identity import VISITOR, Identity, identity_of
from forum.discovery.search_query import Asked
from forum.discovery.search_results import find
from forum.search import current
from forum.search.current import close_engine, meaning
from forum.search.documents import PUBLIC, Document
from forum.search.engine import SimilarQuery
from forum.search.meaning import encoder as encoders
from forum.search.meaning import store
from forum.search.meaning.encoder import Encoder, Vectors, load_encoder
from forum.search.meaning.index import MeaningIndex
from forum.search.meaning.models import SearchVector
from forum.search.meaning.store import count_vectors, write_vectors
from forum.search.meaning.vectors import DIMENSIONS, MANY, VectorColumn, shrink
from forum.threads.index_maintenance import find_differences, rebuild_index, write_all_vectors
from forum.threads.models import Visibility
from forum.threads.similar import find_similar
from forum.threads.similarity import Case
from tests.support.factories import make_barrier, make_council, make_officer

PARKING = "Parking fines for unloading at the food bank"
TYPED = "penalty tickets while dropping off tins and bread"
OTHERS = ("Babies not allowed in the council chamber", "Hearing loop in the hall does not work")

BODIES = (
    "We are given parking fines while we unload food. Ten minutes on the kerb cost seventy pounds, for beans.",
    "I had my three minutes and my daughter, who was five weeks old and asleep.",
    "The sign says there is a loop. The box was in a cupboard without a plug.",
)


@pytest.fixture
def knows_meaning(app: Flask, own_index: None) -> Iterator[Encoder]:
    """The application with the real encoder."""
    del own_index
    before = app.extensions["clearway_settings"]
    app.extensions["clearway_settings"] = replace(before, search_meaning=True)
    app.extensions.pop(current.MEANING, None)
    encoder = load_encoder()
    assert encoder is not None, "the encoder is among what the product runs on"
    yield encoder
    app.extensions["clearway_settings"] = before
    app.extensions.pop(current.MEANING, None)


def read_all(encoder: Encoder) -> None:
    """Do what the worker does at its start."""
    rebuild_index()
    write_all_vectors(encoder)


def barriers() -> tuple[Barrier, ...]:
    """A barrier that is found in other words, and two that are not."""
    return tuple(
        make_barrier(title, body=body) for title, body in zip((PARKING, *OTHERS), BODIES, strict=True)
    )


def in_other_words(typed: str, identity: Identity = VISITOR, page: int = 1) -> list[str]:
    """The titles that the search page shows so."""
    lines = find(Asked(text=typed, filters={}, page=page), identity).in_other_words
    return ["".join(piece.text for piece in line.title) for line in lines]


@pytest.mark.sql
def test_a_barrier_is_found_by_words_that_it_does_not_hold(
    knows_meaning: Encoder, client: FlaskClient
) -> None:
    barriers()
    read_all(knows_meaning)
    assert find(Asked(text=TYPED, filters={}), VISITOR).results.total == 0
    assert in_other_words(TYPED)[0] == PARKING
    page = client.get("/search", query_string={"q": TYPED}).text
    assert PARKING in page
    assert "says much the same" in page
    assert "Nothing found" not in page


def test_the_similar_step_shows_a_twin_in_other_words_and_says_so(knows_meaning: Encoder) -> None:
    barriers()
    read_all(knows_meaning)
    alike = find_similar(Case(TYPED), identity=VISITOR)
    assert [one.thread.title for one in alike][:1] == [PARKING]
    assert alike[0].why == "Said in other words"
    assert find_similar(Case("Seagulls tear open the rubbish bags"), identity=VISITOR) == []


def test_a_draft_about_an_everyday_matter_gets_only_what_is_about_that_too(knows_meaning: Encoder) -> None:
    make_barrier(
        "Volunteers wait weeks for their cash cards", body="The bank wants the accounts of two years first."
    )
    draft = Case("A shop took the money from my cash card twice")
    read_all(knows_meaning)
    assert find_similar(draft, identity=VISITOR) == []
    again = make_barrier("The gym charged our club's cash card twice", body="Nobody gives us the money back.")
    read_all(knows_meaning)
    assert [one.thread.id for one in find_similar(draft, identity=VISITOR)] == [again.id]


def test_how_near_two_threads_are_to_everyday_matters_is_the_same_from_both_sides(
    knows_meaning: Encoder,
) -> None:
    documents = [document(number, words) for number, words in enumerate((PARKING, *OTHERS))]
    write_vectors(knows_meaning, documents)
    index = MeaningIndex(knows_meaning)
    index.refresh()
    asked = {
        one.id: index.everyday(
            SimilarQuery(title=one.title, text=one.text, readers=frozenset(), document=one.id),
            [other.id for other in documents if other is not one],
        )
        for one in documents
    }
    assert all(asked[other][one] == near for one in asked for other, near in asked[one].items())


def test_what_is_less_near_stands_on_the_pages_that_follow_each_once(
    knows_meaning: Encoder, client: FlaskClient
) -> None:
    barriers()
    for number in range(14):
        make_barrier(f"Form {number} of the allotment is too long", body="Nobody reads what it asks.")
    make_barrier("A box of tins", body="It stands in the way.")
    read_all(knows_meaning)
    found = find(Asked(text=TYPED, filters={}), VISITOR)
    assert found.number_of_pages > 1
    shown = [in_other_words(TYPED, page=page) for page in range(1, found.number_of_pages + 1)]
    titles = [title for page in shown for title in page]
    assert titles[0] == PARKING
    assert sorted(titles) == sorted({one.title for one in db.session.scalars(select(Barrier))})
    page = client.get("/search", query_string={"q": TYPED, "page": "2"}).text
    assert "in other words" in page
    assert shown[1][0] in page


def test_nothing_stands_in_other_words_that_holds_every_word_on_a_later_page(knows_meaning: Encoder) -> None:
    for number in range(14):
        make_barrier(f"{PARKING} ({number})")
    make_barrier(PARKING)
    read_all(knows_meaning)
    assert find(Asked(text=PARKING, filters={}), VISITOR).results.with_all_words == 15
    assert in_other_words(PARKING) == []


@pytest.mark.sql
def test_what_only_a_council_may_read_is_near_to_nobody_else(knows_meaning: Encoder) -> None:
    council = make_council()
    make_barrier(PARKING, council=council, visibility=Visibility.COUNCIL)
    read_all(knows_meaning)
    officer = make_officer(council)
    assert in_other_words(TYPED) == []
    assert find_similar(Case(TYPED), identity=VISITOR) == []
    assert in_other_words(TYPED, identity_of(officer.person)) == [PARKING]


@pytest.mark.sql
def test_only_what_changed_is_read_again_and_what_went_is_found_no_more(knows_meaning: Encoder) -> None:
    one, *others = (document(number, words) for number, words in enumerate((PARKING, *OTHERS)))
    index = MeaningIndex(knows_meaning)
    asked = SimilarQuery(title=TYPED, text="", readers=frozenset({PUBLIC}), limit=1)
    assert write_vectors(knows_meaning, [one, *others]) == 3
    assert write_vectors(knows_meaning, [one, *others]) == 0
    assert [hit.id for hit in index.nearest(asked)] == [one.id]
    assert write_vectors(knows_meaning, [replace(one, readers=frozenset({"person:1"}))]) == 0
    assert one.id not in [hit.id for hit in index.nearest(asked)]
    assert [hit.id for hit in index.nearest(replace(asked, readers=frozenset({"person:1"})))] == [one.id]
    assert write_vectors(knows_meaning, [replace(one, title="Something else")], [others[0].id]) == 1
    assert count_vectors(knows_meaning) == 2
    assert {hit.id for hit in index.nearest(replace(asked, limit=9))} == {one.id, others[1].id}


@pytest.mark.sql
def test_reading_many_vectors_leaves_what_a_request_holds_in_its_session(
    knows_meaning: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_vectors(knows_meaning, [document(number, words) for number, words in enumerate((PARKING, *OTHERS))])
    monkeypatch.setattr(store, "READ_AT_ONCE", 1)
    held = make_barrier(PARKING)
    asked = SimilarQuery(title=TYPED, text="", readers=frozenset({PUBLIC}))
    assert len(MeaningIndex(knows_meaning).nearest(asked)) == 3
    assert held in db.session


@pytest.mark.sql
def test_the_check_finds_what_was_not_read_and_the_next_reading_mends_it(knows_meaning: Encoder) -> None:
    first, *_ = barriers()
    read_all(knows_meaning)
    assert find_differences() == []
    first = db.session.get_one(Barrier, first.id)
    first.title, first.version = "Fines for stopping outside the food bank", first.version + 1
    commit()
    rebuild_index()
    assert [one for one, _ in find_differences()] == [f"thread:{first.id}"]
    write_all_vectors(knows_meaning)
    assert find_differences() == []


@pytest.mark.sql
def test_another_encoder_is_read_beside_the_one_in_use(knows_meaning: Encoder) -> None:
    write_vectors(knows_meaning, [document(1, PARKING)])
    newer = Renamed(knows_meaning)
    write_vectors(newer, [document(1, PARKING)])
    assert (count_vectors(knows_meaning), count_vectors(newer)) == (1, 1)


def test_without_the_package_everything_else_works(
    app: Flask, client: FlaskClient, knows_meaning: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    barriers()
    read_all(knows_meaning)
    monkeypatch.setattr(encoders, "MODULE", "not_installed")
    load_encoder.cache_clear()
    app.extensions.pop(current.MEANING, None)
    try:
        assert meaning() is None
        assert "fines for unloading at the food bank" in client.get("/search?q=parking").text
        assert "Nothing found" in client.get("/search", query_string={"q": TYPED}).text
        assert find_differences() == []
    finally:
        load_encoder.cache_clear()


def test_two_barriers_are_as_near_from_either_side(knows_meaning: Encoder) -> None:
    council = make_council()
    one = make_barrier(PARKING, council=council)
    other = make_barrier("Fined while we carry food to the pantry", council=council)
    read_all(knows_meaning)
    there, back = find_twins_of(one), find_twins_of(other)
    assert [alike.thread.id for alike in there] == [other.id]
    assert [alike.thread.id for alike in back] == [one.id]
    assert find_similar_here(Case("A kettle for the hall", council_id=council.id)) == []


def document(number: int, words: str, readers: Sequence[str] = (PUBLIC,)) -> Document:
    return Document(
        id=f"thread:{number}",
        kind="barrier",
        title=words,
        text="",
        readers=frozenset(readers),
        created_at=clock.now(),
    )


class Renamed:
    """An encoder of another name."""

    name = "newer"

    def __init__(self, encoder: Encoder) -> None:
        self.encode = encoder.encode


@pytest.mark.pure
@given(st.integers(1, 40), st.integers(0, 2**32 - 1), st.integers(1, 10))
def test_the_nearest_are_those_that_comparing_all_gives(number: int, seed: int, limit: int) -> None:
    vectors = random_vectors(number, seed)
    column = VectorColumn()
    for row, vector in enumerate(shrink(vectors)):
        column.put(row, vector.tobytes())
    rows = np.flatnonzero(np.random.default_rng(seed).random(number) < 0.7)
    found, near = column.nearest(vectors[0], rows, limit)
    exact = vectors[rows] @ vectors[0]
    assert set(found) <= set(rows)
    assert np.all(np.diff(near) <= 0)
    assert np.allclose(np.sort(near), np.sort(exact)[-limit:], atol=0.02)


@pytest.mark.pure
def test_of_many_rows_those_whose_signs_agree_hold_the_nearest() -> None:
    vectors = random_vectors(MANY + 3_000, seed=7)
    asked = vectors[5] + 0.6 * vectors[17] + 0.5 * vectors[4_000]
    asked /= np.linalg.norm(asked)
    column = VectorColumn()
    for row, vector in enumerate(shrink(vectors)):
        column.put(row, vector.tobytes())
    found, _ = column.nearest(asked, np.arange(len(vectors)), 3)
    assert list(found) == [5, 17, 4_000]


def random_vectors(number: int, seed: int) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=(number, DIMENSIONS)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


@pytest.mark.sql
@pytest.mark.usefixtures("knows_meaning")
def test_what_waits_or_is_hidden_has_no_reader_in_the_table_but_its_own() -> None:
    shown, hidden = make_barrier(PARKING), make_barrier(OTHERS[0])
    hidden.hidden_at = clock.now()
    db.session.flush()
    encoder = load_encoder()
    assert encoder is not None
    read_all(encoder)
    readers = dict(
        db.session.execute(db.select(SearchVector.document_id, SearchVector.readers)).tuples().all()
    )
    assert readers[f"thread:{shown.id}"] == PUBLIC
    assert PUBLIC not in readers[f"thread:{hidden.id}"].split()
    close_engine()
