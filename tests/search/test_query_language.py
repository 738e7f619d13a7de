"""The search box understands what people type and never fails on it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.search.query_language import LONGEST_QUERY, OPERATORS, ParsedQuery, parse
from forum.search.query_plan import Concept, plan_query
from forum.search.synonyms import Synonyms


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("hall hire", ParsedQuery(words="hall hire")),
        ('hall "public liability"', ParsedQuery(words="hall", phrases=("public liability",))),
        ("\u201cpublic liability\u201d", ParsedQuery(phrases=("public liability",))),
        ('hall -park -"late night"', ParsedQuery(words="hall", excluded=("park", "late night"))),
        ("well-being", ParsedQuery(words="well-being")),
        ("tag:insurance hall", ParsedQuery(words="hall", operators=(("tag", "insurance"),))),
        (
            'tag:"village hall" COUNCIL:Trafford',
            ParsedQuery(operators=(("tag", "village hall"), ("council", "Trafford"))),
        ),
        (
            "kind:story state:open by:ann",
            ParsedQuery(operators=(("kind", "story"), ("state", "open"), ("by", "ann"))),
        ),
        ("after:2024 before:2024-06", ParsedQuery(after=date(2024, 1, 1), before=date(2024, 6, 1))),
        ("after:1/2/2024", ParsedQuery(after=date(2024, 2, 1))),
        ("before:2024-02-30", ParsedQuery(words="before 2024-02-30")),
        ("before:soon colour:red", ParsedQuery(words="before soon colour red")),
        ('an "open quote', ParsedQuery(words="an open quote")),
        ('"" - -- tag: :', ParsedQuery(words="- tag: :", excluded=())),
    ],
)
def test_queries_are_taken_apart(typed: str, expected: ParsedQuery) -> None:
    assert parse(typed) == expected


def test_an_operator_nobody_can_resolve_becomes_words() -> None:
    parsed = parse("hall council:atlantis tag:x")
    assert parsed.values("council") == ("atlantis",)
    plain = parsed.with_operator_as_words("council", "atlantis")
    assert (plain.words, plain.operators) == ("hall atlantis", (("tag", "x"),))


pieces = st.sampled_from(
    [
        *(f"{name}:" for name in OPERATORS),
        "before:",
        "after:",
        '"',
        "-",
        " ",
        "2024",
        "hall",
        "(",
        "*",
        "\\",
        "'",
        "OR",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(pieces, max_size=25).map("".join)))
def test_nothing_anybody_types_fails_and_no_word_is_lost(typed: str) -> None:
    parsed = parse(typed)
    plan = plan_query(parsed, Synonyms([("hall", "village hall")]))
    assert all(concept.words for concept in plan.concepts)
    kept = " ".join(
        [parsed.words, *parsed.phrases, *parsed.excluded, *(value for _, value in parsed.operators)]
    )
    assert ("hall" in typed[:LONGEST_QUERY]) == ("hall" in kept)


def test_a_very_long_query_is_cut() -> None:
    assert len(parse("a" * 5000).words) == LONGEST_QUERY
    assert len(plan_query(parse("a1 " * 400 + "b"), Synonyms()).concepts) <= 200


def test_words_that_people_ask_with_are_left_out_unless_alone() -> None:
    none = Synonyms()
    assert plan_query(parse("find information about ramps"), none).concepts == (Concept(("ramp",)),)
    assert [concept.words for concept in plan_query(parse("find information"), none).concepts] == [
        ("find",),
        ("inform",),
    ]


def test_synonyms_join_words_that_belong_together() -> None:
    synonyms = Synonyms([("PLI", "public liability"), ("solo",), ("", "the")])
    plan = plan_query(parse("public liability form"), synonyms)
    assert [concept.words for concept in plan.concepts] == [("public", "liabil"), ("form",)]
    assert [way.terms for way in plan.concepts[0].alternatives] == [("pli",)]
    assert plan_query(parse("solo"), synonyms).concepts == (Concept(("solo",)),)


def test_a_group_named_twice_adds_up() -> None:
    synonyms = Synonyms([("DBS", "CRB"), ("DBS", "police check")])
    ways = plan_query(parse("dbs"), synonyms).concepts[0].alternatives
    assert [way.terms for way in ways] == [("crb",), ("polic", "check")]
