"""The check names every document that differs, and no other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from forum.search.consistency_check import Fault, IndexDifference, differences
from forum.search.engine import SearchEngine, Stamp
from tests.search.conftest import EVERYONE, document


def test_each_fault_is_named() -> None:
    expected = [Stamp("a", 1, 1), Stamp("b", 2, 1), Stamp("c", 1, 1), Stamp("e", 1, 1)]
    held = [Stamp("a", 1, 1), Stamp("b", 1, 1), Stamp("c", 9, 9), Stamp("d", 1, 1)]
    assert list(differences(expected, held)) == [
        IndexDifference("b", Fault.OLD),
        IndexDifference("c", Fault.WRONG_READERS),
        IndexDifference("d", Fault.UNWANTED),
        IndexDifference("e", Fault.MISSING),
    ]


stamps = st.dictionaries(
    st.text("abc:1é", max_size=3), st.tuples(st.integers(0, 1), st.integers(0, 1)), max_size=8
)


@given(stamps, stamps)
def test_it_agrees_with_comparing_sets(
    one: dict[str, tuple[int, int]], other: dict[str, tuple[int, int]]
) -> None:
    found = differences(*([Stamp(name, *held[name]) for name in sorted(held)] for held in (one, other)))
    assert {each.id for each in found} == {name for name in one | other if one.get(name) != other.get(name)}


def test_an_index_that_follows_the_database_has_no_difference(engine: SearchEngine) -> None:
    held = [document(f"thread:{number}", version=number, readers=EVERYONE) for number in range(30)]
    engine.apply(held)
    expected = sorted(
        (Stamp(one.id, one.version, one.fingerprint()) for one in held), key=lambda stamp: stamp.id
    )
    assert list(differences(expected, engine.stamps())) == []
    engine.apply(deletes=["thread:7"])
    assert list(differences(expected, engine.stamps())) == [IndexDifference("thread:7", Fault.MISSING)]
