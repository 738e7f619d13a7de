"""An index whose files were damaged: search says so, lists work, the worker builds it anew, and no command ends in a traceback."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.councils.identity import VISITOR
from forum.search.backends.whoosh.backend import WhooshEngine
from forum.search.current import ENGINE, close_engine
from forum.search.engine import IndexDamagedError
from forum.search.factory import open_engine
from forum.threads import index_maintenance
from forum.threads.similar import find_while_typing
from tests.search.conftest import document
from tests.support.factories import make_barrier

pytestmark = pytest.mark.filterwarnings(  # Whoosh leaves files open that it could not read
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"
)
YESTERDAY = -86_400


def edition_of(root: Path) -> Path:
    return root / (root / "CURRENT").read_text()


def truncate_a_segment(root: Path) -> None:
    for file in edition_of(root).iterdir():
        if file.suffix not in {".toc", ""} and file.stat().st_size > 2:
            os.truncate(file, file.stat().st_size // 2)


def fill_with_garbage(root: Path) -> None:
    for file in edition_of(root).iterdir():
        if file.suffix not in {".toc", ""}:
            file.write_bytes(os.urandom(max(file.stat().st_size, 64)))


def spoil_the_table_of_contents(root: Path) -> None:
    next(edition_of(root).glob("*.toc")).write_bytes(os.urandom(200))


def lose_the_table_of_contents(root: Path) -> None:
    next(edition_of(root).glob("*.toc")).unlink()


def lose_the_edition(root: Path) -> None:
    shutil.rmtree(edition_of(root))


def lose_the_folder(root: Path) -> None:
    shutil.rmtree(root)


def spoil_the_name(root: Path) -> None:
    (root / "CURRENT").write_bytes(b"\xff\x00../../etc")


DAMAGES = (
    truncate_a_segment,
    fill_with_garbage,
    spoil_the_table_of_contents,
    lose_the_table_of_contents,
    lose_the_edition,
    lose_the_folder,
    spoil_the_name,
)


@pytest.fixture(params=DAMAGES, ids=lambda one: one.__name__)
def damaged(request: pytest.FixtureRequest, app: Flask, tmp_path: Path) -> Path:
    """A site with three barriers, whose index was damaged while nobody had it open."""
    for number in range(3):
        make_barrier(f"Insurance for the hall {number}")
    use_index(app, tmp_path)
    index_maintenance.rebuild_index()
    close_engine()
    stamp = edition_of(tmp_path / "index") / "STAMP"
    os.utime(stamp, (stamp.stat().st_mtime + YESTERDAY, stamp.stat().st_mtime + YESTERDAY))
    damage: Callable[[Path], None] = request.param
    damage(tmp_path / "index")
    use_index(app, tmp_path)
    return tmp_path / "index"


def use_index(app: Flask, folder: Path) -> None:
    close_engine()
    app.extensions[ENGINE] = open_engine(
        backend="whoosh", index_folder=folder / "index", database_engine=None
    )


def test_search_says_so_lists_work_and_the_worker_puts_it_right(
    app: Flask, client: FlaskClient, damaged: Path
) -> None:
    answer = client.get("/search?q=insurance")
    assert answer.status_code == 503
    assert "Search is being put right" in answer.text
    assert answer.headers["Retry-After"]
    assert client.get("/barriers").status_code == 200
    assert client.get("/search/suggest?q=insur").json == []
    assert find_while_typing("Insurance for the hall", VISITOR) is not None
    assert index_maintenance.is_broken()
    assert index_maintenance.rebuild_if_needed()
    assert not index_maintenance.is_broken()
    assert index_maintenance.find_differences() == []
    answer = client.get("/search?q=insurance")
    assert answer.status_code == 200
    assert re.sub(r"<[^>]+>", "", answer.text).count("Insurance for the hall") >= 3


def test_the_check_says_so_without_a_traceback(app: Flask, damaged: Path) -> None:
    done = app.test_cli_runner().invoke(args=["search", "check"])
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert "damaged" in done.output or "missing" in done.output
    assert "Traceback" not in done.output


def test_a_page_that_is_shown_while_the_index_breaks_reads_it_anew_once(app: Flask, tmp_path: Path) -> None:
    make_barrier("Insurance for the hall")
    use_index(app, tmp_path)
    index_maintenance.rebuild_index()
    engine = app.extensions[ENGINE]
    calls = []

    def broken_once(snapshot: object) -> str:
        calls.append(snapshot)
        if len(calls) == 1:
            raise EOFError
        return "read"

    assert engine._ask(broken_once) == "read"
    assert calls[0] is not calls[1]


def test_a_fault_of_ours_does_not_have_a_fresh_index_built_again_and_again(
    app: Flask, tmp_path: Path
) -> None:
    make_barrier("Insurance for the hall")
    use_index(app, tmp_path)
    index_maintenance.rebuild_index()

    def fails(_snapshot: object) -> None:
        raise ValueError("a fault of ours")

    with pytest.raises(ValueError, match="ours"):
        app.extensions[ENGINE]._ask(fails)
    stamp = edition_of(tmp_path / "index") / "STAMP"
    os.utime(stamp, (1, 1))
    with pytest.raises(IndexDamagedError):
        app.extensions[ENGINE]._ask(fails)
    assert app.extensions[ENGINE].needs_rebuild()


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda one: one.__name__)
def test_damage_to_an_index_that_is_open_is_noticed_without_reading_it_to_its_end(
    app: Flask, tmp_path: Path, damage: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_barrier("Insurance for the hall")
    use_index(app, tmp_path)
    index_maintenance.rebuild_index()
    stamp = edition_of(tmp_path / "index") / "STAMP"
    os.utime(stamp, (1, 1))
    monkeypatch.delattr(WhooshEngine, "stamps")
    assert not index_maintenance.is_broken()
    assert not index_maintenance.is_broken()
    damage(tmp_path / "index")
    assert index_maintenance.is_broken()


def test_what_merging_leaves_behind_is_no_damage(app: Flask, tmp_path: Path) -> None:
    use_index(app, tmp_path)
    index_maintenance.rebuild_index()
    for number in range(12):
        app.extensions[ENGINE].apply([document(f"thread:{number}", "Insurance")])
        assert not index_maintenance.is_broken()
    app.extensions[ENGINE].apply(deletes=["thread:3"])
    app.extensions[ENGINE].tidy()
    assert not index_maintenance.is_broken()
