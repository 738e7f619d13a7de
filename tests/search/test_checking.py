"""The check names what differs between a document and what the index holds of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forum.search.engine import SearchEngine, Stamp
from forum.threads.index_maintenance import _difference
from tests.search.conftest import EVERYONE, document

ONE = document("thread:1", version=2, readers=EVERYONE)
SAME = Stamp("thread:1", 2, ONE.fingerprint(), ONE.content_fingerprint())


@pytest.mark.pure
def test_each_fault_is_named() -> None:
    assert _difference(ONE, SAME) == ""
    assert _difference(ONE, None) == "not in the index"
    assert _difference(ONE, replace(SAME, version=1)) == "version 1 in the index, 2 in the database"
    assert "other readers" in _difference(ONE, replace(SAME, readers_fingerprint=9))
    assert "other words" in _difference(ONE, replace(SAME, content_fingerprint=9))


def test_an_index_that_follows_the_database_has_no_difference(engine: SearchEngine) -> None:
    held = [document(f"thread:{number}", version=number, readers=EVERYONE) for number in range(30)]
    engine.apply(held)
    engine.apply(deletes=["thread:7"])
    stamps = {one.id: one for one in engine.stamps()}
    assert [one.id for one in held if _difference(one, stamps.get(one.id))] == ["thread:7"]
