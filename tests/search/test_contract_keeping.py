"""The index takes changes in, any number of times, rebuilds beside itself, and can be checked; on both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from forum.search import engine as interface
from forum.search.backends.postgresql import backend as postgresql_backend
from forum.search.backends.postgresql import index_writer as postgresql_writing
from forum.search.backends.whoosh import folder as whoosh_folder
from forum.search.documents import Document, readers_fingerprint
from forum.search.engine import RebuildRunningError, SearchEngine, Stamp
from tests.search.conftest import EVERYONE, ask, document, found


def test_an_index_that_was_never_written_answers_with_nothing(engine: SearchEngine) -> None:
    assert engine.needs_rebuild()
    assert ask(engine, "hall").total == 0
    assert engine.suggest("hall", EVERYONE).ids == ()
    assert engine.did_you_mean("hall", EVERYONE) is None
    assert list(engine.stamps()) == []
    assert engine.count() == 0
    assert engine.generation() == ""


def test_a_change_takes_the_place_of_the_former_version(engine: SearchEngine) -> None:
    engine.apply([document("a", text="hall"), document("b", text="park")])
    engine.apply([document("a", text="garden"), document("a", text="allotment")])
    assert (found(engine, "hall"), found(engine, "garden"), found(engine, "allotment")) == ([], [], ["a"])
    assert engine.count() == 2


def test_doing_the_same_twice_does_no_harm(engine: SearchEngine) -> None:
    for _ in range(3):
        engine.apply([document("a", text="hall")], deletes=["b", "never there"])
    results = ask(engine, "hall")
    assert (results.total, engine.count()) == (1, 1)
    engine.apply(deletes=["a"])
    engine.apply(deletes=["a"])
    assert engine.count() == 0


def test_what_is_put_in_and_deleted_in_one_batch_is_put_in(engine: SearchEngine) -> None:
    engine.apply([document("a", text="hall")], deletes=["a"])
    assert found(engine, "hall") == ["a"]


def test_the_generation_moves_with_each_change(engine: SearchEngine) -> None:
    seen = {engine.generation()}
    for number in range(3):
        engine.apply([document(f"t:{number}", text="hall")])
        seen.add(engine.generation())
    assert len(seen) == 4
    engine.apply()
    assert engine.generation() in seen


def test_stamps_say_what_the_index_holds_in_order(engine: SearchEngine) -> None:
    staff = frozenset({"staff", "council:3"})
    engine.apply([document("b", version=4, readers=staff), document("a", version=7)])
    engine.apply([document("c", version=1)])
    engine.apply([document("b", version=5, readers=staff)])
    plain = document("any").content_fingerprint()
    assert list(engine.stamps()) == [
        Stamp("a", 7, readers_fingerprint(EVERYONE), plain),
        Stamp("b", 5, readers_fingerprint(staff), plain),
        Stamp("c", 1, readers_fingerprint(EVERYONE), plain),
    ]
    assert [stamp.id for stamp in engine.stamps(after="a", limit=1)] == ["b"]


def test_many_small_changes_stay_right_and_can_be_tidied(engine: SearchEngine) -> None:
    for number in range(70):
        engine.apply(
            [document(f"t:{number % 40}", text=f"hall round{number}")], deletes=[f"t:{(number + 20) % 40}"]
        )
    expected = {f"t:{number % 40}" for number in range(50, 70)}
    assert set(found(engine, "hall", per_page=100)) == expected
    engine.tidy()
    assert set(found(engine, "hall", per_page=100)) == expected
    assert found(engine, "round69") == ["t:29"]
    assert found(engine, '"hall round69"') == ["t:29"]
    assert engine.count() == 20


def test_tidying_leaves_out_what_was_deleted_from_batches(engine: SearchEngine) -> None:
    for start in range(0, 80, 8):
        engine.apply(
            [
                document(f"t:{number}", f"hall {number}", text=f"hall word{number}")
                for number in range(start, start + 8)
            ]
        )
    gone = {f"t:{number}" for number in range(0, 80, 3)}
    engine.apply(deletes=gone)
    engine.tidy()
    assert set(found(engine, "hall", per_page=100)) == {f"t:{number}" for number in range(80)} - gone
    assert found(engine, '"hall word7"') == ["t:7"]
    assert found(engine, "word3") == []
    assert [stamp.id for stamp in engine.stamps()] == sorted({f"t:{number}" for number in range(80)} - gone)


def test_rebuilding_replaces_everything_and_tells_how_far_it_is(engine: SearchEngine) -> None:
    engine.apply([document("old", text="hall")])
    told: list[int] = []
    before = engine.generation()
    assert (
        engine.rebuild((document(f"t:{number}", text="park") for number in range(1200)), told.append) == 1200
    )
    assert told == [500, 1000, 1200]
    assert found(engine, "hall") == []
    assert ask(engine, "park").more
    assert engine.generation() != before
    assert not engine.needs_rebuild()
    engine.apply([document("t:0", text="hall")])
    assert found(engine, "hall") == ["t:0"]


def test_the_old_index_serves_and_changes_are_kept_while_a_new_one_is_built(engine: SearchEngine) -> None:
    engine.apply([document("a", text="hall"), document("b", text="hall"), document("c", text="hall")])

    def from_the_database() -> Iterator[Document]:
        yield document("a", text="hall")
        engine.apply([document("a", text="garden"), document("d", text="hall")], deletes=["b"])
        assert set(found(engine, "hall")) == {"c", "d"}
        yield document("b", text="hall")
        yield document("c", text="hall")

    engine.rebuild(from_the_database())
    assert set(found(engine, "hall")) == {"c", "d"}
    assert found(engine, "garden") == ["a"]
    assert [stamp.id for stamp in engine.stamps()] == ["a", "c", "d"]


def test_a_rebuild_that_fails_leaves_the_live_index_as_it_was(engine: SearchEngine) -> None:
    engine.apply([document("a", text="hall")])

    def broken() -> Iterator[Document]:
        yield document("b", text="hall")
        raise OSError("the database went away")

    with pytest.raises(OSError, match="went away"):
        engine.rebuild(broken())
    assert found(engine, "hall") == ["a"]
    engine.apply([document("c", text="hall")])
    assert engine.rebuild([document("d", text="hall")]) == 1
    assert found(engine, "hall") == ["d"]


def test_two_rebuilds_at_once_are_refused(engine: SearchEngine) -> None:
    def within() -> Iterator[Document]:
        with pytest.raises(RebuildRunningError):
            engine.rebuild([])
        yield document("a", text="hall")

    assert engine.rebuild(within()) == 1


def test_an_index_of_another_version_serves_until_it_is_rebuilt(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.apply([document("a", text="hall")])
    assert not engine.needs_rebuild()
    for module in (interface, whoosh_folder, postgresql_backend, postgresql_writing):
        monkeypatch.setattr(module, "SCHEMA_VERSION", 999)
    assert engine.needs_rebuild()
    engine.apply([document("b", text="hall")])
    assert found(engine, "hall") == ["a"]
    engine.rebuild([document("a", text="hall"), document("b", text="hall")])
    assert not engine.needs_rebuild()
    assert set(found(engine, "hall")) == {"a", "b"}


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Hall"},
        {"text": "hall"},
        {"tags": ("hall",)},
        {"state": "open"},
        {"category": "money"},
        {"affected": 2},
    ],
)
def test_stamps_tell_any_change_of_what_is_indexed(engine: SearchEngine, changed: dict[str, object]) -> None:
    one, other = document("a"), document("a", **changed)
    engine.apply([one])
    before = next(iter(engine.stamps())).content_fingerprint
    engine.apply([other])
    after = next(iter(engine.stamps())).content_fingerprint
    assert (before, after) == (one.content_fingerprint(), other.content_fingerprint())
    assert before != after
