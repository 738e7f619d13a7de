"""A snippet shows why something was found, and nothing it was not given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from forum.search.analysis import composed
from forum.search.query_language import parse
from forum.search.query_plan import Plan, plan_query
from forum.search.snippets import LENGTH, make_snippet, mark
from forum.search.synonyms import Synonyms


def plan(text: str) -> Plan:
    return plan_query(parse(text), Synonyms([("PLI", "public liability")]))


def marked(text: str, query: str) -> list[str]:
    return [piece.text for piece in make_snippet(text, plan(query)) if piece.is_match]


def test_matching_forms_and_synonyms_are_marked() -> None:
    assert marked("Volunteers at the Café wait for £5 million cover", "volunteering cafe £5m") == [
        "Volunteers",
        "Café",
        "£5 million",
    ]
    assert marked("They want public liability cover", "PLI") == ["public", "liability"]
    assert marked("Nothing here", "hall") == []


def test_the_part_with_most_different_words_is_shown() -> None:
    text = (
        "hall " * 20 + "filler " * 200 + "The hall needs insurance from a licence office. " + "filler " * 100
    )
    pieces = make_snippet(text, plan("hall insurance licence"))
    shown = "".join(piece.text for piece in pieces)
    assert "insurance from a licence" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) <= LENGTH + 45


def test_without_a_match_the_beginning_is_shown() -> None:
    pieces = make_snippet("one two " * 100, plan("hall"))
    assert pieces[0].text.startswith("one two")
    assert not any(piece.is_match for piece in pieces)


def test_a_title_is_marked_whole() -> None:
    assert [(piece.text, piece.is_match) for piece in mark("Hall hire <b>", plan("hire"))] == [
        ("Hall ", False),
        ("hire", True),
        (" <b>", False),
    ]


@given(st.text(max_size=600), st.sampled_from(["hall", "a b c", '"x y"', "-z", "£5"]))
def test_a_snippet_holds_only_the_text_in_order(text: str, query: str) -> None:
    pieces = make_snippet(text, plan(query))
    shown = "".join(piece.text for piece in pieces).removeprefix("… ").removesuffix(" …")
    assert shown in " ".join(composed(text).split()) or shown.strip() in " ".join(composed(text).split())
    assert all(piece.text for piece in pieces)
