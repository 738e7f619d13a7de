"""What is Whoosh's own: reading the slow way, files, other processes, and being killed."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import whoosh
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.search.backends.whoosh.backend import WhooshEngine
from forum.search.backends.whoosh.codec import pack, unpack
from forum.search.backends.whoosh.postings import NONE, PostingCache, PostingReader, Postings
from forum.search.documents import Document
from forum.search.engine import SearchEngine, SimilarQuery
from tests.search.conftest import EVERYONE, ask, document, found
from tests.support.depth import examples

WORDS = ["hall", "park", "garden", "ramp", "bus", "insurance"]


def fill(engine: WhooshEngine, count: int = 60) -> None:
    dice = random.Random(7)
    for start in range(0, count, 10):
        engine.apply(
            [
                document(
                    f"t:{number}",
                    dice.choice(WORDS),
                    " ".join(dice.choices(WORDS, k=9)),
                    tags=(dice.choice(WORDS),),
                )
                for number in range(start, start + 10)
            ]
        )


def answers(engine: SearchEngine) -> list[object]:
    draft = SimilarQuery(title="hall", text="park ramp", readers=EVERYONE)
    return [
        ask(engine, "hall ramp"),
        ask(engine, '"hall park" bus'),
        ask(engine, "insurance -bus", filters={"tag": ("hall",)}),
        engine.similar(draft),
        engine.suggest("ha", EVERYONE),
        list(engine.stamps()),
    ]


def test_the_quick_way_to_read_postings_is_in_use(whoosh: WhooshEngine) -> None:
    fill(whoosh)
    ask(whoosh, "hall")
    assert PostingReader.quick


def test_the_slow_way_gives_the_same_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = WhooshEngine(tmp_path)
    fill(quick)
    expected = answers(quick)
    monkeypatch.setattr(PostingReader, "quick", False)
    slow = WhooshEngine(tmp_path)
    assert answers(slow) == expected
    slow.apply([document("new", "hall")])
    slow.apply(deletes=["t:3"])
    slow.tidy()
    assert slow.count() == 60
    assert slow.needs_rebuild() is False
    quick.close()
    slow.close()


def test_a_quick_way_that_reads_wrongly_is_noticed(
    whoosh: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(whoosh)
    monkeypatch.setattr(PostingReader, "quick", None)
    monkeypatch.setattr("forum.search.backends.whoosh.postings.ids_of", lambda _: unpack(pack([1, 2, 3])))
    assert set(found(whoosh, "hall", per_page=100)) == set(found(whoosh, "hall", per_page=100))
    whoosh.close()
    assert ask(whoosh, "hall").total > 3
    assert PostingReader.quick is False


@given(st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=50))
def test_packed_numbers_come_back(numbers: list[int]) -> None:
    assert unpack(pack(numbers)).tolist() == numbers


@settings(max_examples=examples(20), deadline=None)
@given(st.integers(1, 40))
def test_the_cache_lets_go_of_what_was_wanted_longest_ago(limit: int) -> None:
    cache = PostingCache(limit * NONE.size())
    for number in range(60):
        cache.put(("s", "text", str(number)), Postings(NONE.ids, NONE.frequencies))
    assert cache.get(("s", "text", "59")) is not None
    assert cache.get(("s", "text", "0")) is None
    cache.forget("s")
    assert cache.get(("s", "text", "59")) is None


def test_another_process_sees_a_change_at_its_next_search(tmp_path: Path) -> None:
    writer, reader = WhooshEngine(tmp_path), WhooshEngine(tmp_path)
    for number in range(40):
        writer.apply([document(f"t:{number}", text="hall")])
        assert ask(reader, "hall").total == number + 1
    writer.rebuild([document("only", text="hall")])
    assert found(reader, "hall") == ["only"]
    assert [path.name for path in tmp_path.glob("edition-*")] == ["edition-0002"]
    writer.close()
    reader.close()


def test_searching_goes_on_in_threads_while_the_index_changes(tmp_path: Path) -> None:
    writer, reader = WhooshEngine(tmp_path), WhooshEngine(tmp_path)
    writer.apply([document("always", text="hall")])
    wrong: list[object] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            try:
                if "always" not in found(reader, "hall", per_page=500):
                    wrong.append("lost")
            except Exception as error:  # noqa: BLE001  # any failure is what the test looks for
                wrong.append(error)

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(60):
        writer.apply([document(f"t:{number % 20}", text="hall")])
        if number % 25 == 24:
            writer.rebuild([document("always", text="hall")])
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    writer.close()
    reader.close()


def write_for_ever(folder: Path) -> None:
    engine = WhooshEngine(folder)
    number = 0
    while True:
        engine.apply([document(f"t:{number % 50}", text="hall", version=number)])
        if number % 10 == 9:
            engine.tidy()
        number += 1


@pytest.mark.slow
@pytest.mark.thorough
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_being_killed_at_any_moment_leaves_an_index_that_works(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    dice = random.Random(3)
    for _ in range(12):
        process = context.Process(target=write_for_ever, args=(tmp_path,))
        process.start()
        time.sleep(0.1 + dice.random() / 4)
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        assert process.exitcode == -signal.SIGKILL
        engine = WhooshEngine(tmp_path)
        stamps = list(engine.stamps())
        assert len({stamp.id for stamp in stamps}) == len(stamps) == engine.count()
        engine.apply([document("after", text="park")])
        assert found(engine, "park") == ["after"]
        engine.close()


def test_a_rebuild_that_was_killed_is_forgotten(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    engine.apply([document("a", text="hall")])
    engine._folder.start_edition()
    (tmp_path / "changes").touch()
    engine.apply([document("b", text="hall")])
    assert (tmp_path / "changes").stat().st_size == 0
    assert engine.rebuild([document("c", text="hall")]) == 1
    assert found(engine, "hall") == ["c"]
    assert len(list(tmp_path.glob("edition-*"))) == 1
    engine.close()


def words_on_disk(folder: Path, word: bytes) -> list[str]:
    return [file.name for file in folder.rglob("*") if file.is_file() and word in file.read_bytes()]


def grow_old(folder: Path, age: timedelta) -> None:
    """Have every file look as if it had been written that long ago."""
    at = time.time() - age.total_seconds()
    for file in folder.rglob("*"):
        os.utime(file, (at, at))


def test_deleted_and_changed_words_leave_the_files_within_the_time_that_is_set(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    engine.apply([document(f"t:{number}", "Hall", f"quillfeather{number}") for number in range(40)])
    engine.apply([document("large", "Hall", "quillfeather99")])
    engine.apply([document("t:7", "Hall", "a ramp")], deletes=["t:8"])
    assert words_on_disk(tmp_path, b"quillfeather7")  # a deleted document stays in its segment
    week = timedelta(days=7)
    assert engine.tidy(week) == 0
    assert words_on_disk(tmp_path, b"quillfeather7")
    grow_old(tmp_path, week)
    assert engine.tidy(week) == 2
    assert words_on_disk(tmp_path, b"quillfeather7") == words_on_disk(tmp_path, b"quillfeather8") == []
    assert words_on_disk(tmp_path, b"quillfeather9")
    assert engine.count() == 40
    assert found(engine, "ramp") == ["t:7"]
    written = {file: file.stat().st_mtime for file in tmp_path.rglob("*.trm")}
    grow_old(tmp_path, week)
    assert engine.tidy(week) == 0  # where nothing was deleted, nothing is written anew
    assert written.keys() == set(tmp_path.rglob("*.trm"))
    engine.close()


def test_a_segment_of_which_everything_was_deleted_leaves_no_file(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    engine.apply([document("only", "quillfeather")])
    engine.apply([document("other", "hall")], deletes=["only"])
    assert engine.tidy(timedelta()) == 1
    assert words_on_disk(tmp_path, b"quillfeather") == []
    assert [stamp.id for stamp in engine.stamps()] == ["other"]
    engine.close()


def test_what_a_killed_rebuild_left_is_swept_away_and_what_a_running_one_needs_is_not(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    engine.apply([document("a", "hall")])
    half = engine._folder.start_edition()
    (tmp_path / "changes").write_text("quillfeather")
    engine.tidy(timedelta())
    assert not half.exists()
    assert words_on_disk(tmp_path, b"quillfeather") == []

    def documents() -> Iterator[Document]:
        engine.tidy(timedelta())
        yield document("b", "hall")

    assert engine.rebuild(documents()) == 1
    assert found(engine, "hall") == ["b"]
    engine.close()


def test_the_whoosh_that_was_asked_for_is_the_one_that_is_tested() -> None:
    assert whoosh.__version__[0] == int(os.environ.get("TEST_WHOOSH", "2"))
