"""Plain twins find each other in every wording, in both directions, on every page that asks."""

from __future__ import annotations

from itertools import permutations

import pytest
from flask import Flask

from forum.barriers.models import Barrier
from forum.barriers.queries.similar import case_of, find_similar_here, find_twins_of
from forum.search.analysis import amounts, terms
from forum.threads.index_maintenance import rebuild_index
from forum.threads.similarity import Case, compare
from tests.support.factories import make_barrier, make_council

pytestmark = pytest.mark.sql

PAIRS = {
    "insurance": (
        ("£10m cover demanded for the hall", "We cannot hire the hall without £10m."),
        ("Ten million pounds of insurance to hire a room", "They want ten million before we book."),
        ("Public liability of £10,000,000 for a coffee morning", "The booking form says so."),
        ("Venue wants 10 million in cover", "Our broker laughs at 10 000 000 for twelve people."),
    ),
    "transport": (
        ("The last bus leaves at six", "Our members cannot get home from the evening class."),
        ("No buses after 6pm", "No one can come to the evening class."),
        ("Evening class ends when the bus is gone", "The buses stop at six."),
        ("Bus timetable shuts out our evening group", "The last one is at six."),
    ),
}
NOISE = [
    ("Key holder fee for the pavilion", "A fee of £45 each time.", "venue"),
    ("Allotment rules forbid a shed", "The lease says no.", "land_planning"),
    ("Certificate asked for again", "We sent it last year.", "insurance"),
    ("Bus stop without a shelter", "It rains.", "transport"),
    ("DBS check takes ten weeks", "Volunteers give up.", "safeguarding"),
    ("Form online only", "No one here is online.", "digital"),
]


@pytest.fixture
def twins(app: Flask) -> dict[str, list[Barrier]]:
    here, there = make_council("Wexmoor"), make_council("Elsewhere")
    made = {
        kind: [make_barrier(title, body=body, category=kind, council=here) for title, body in pairs]
        for kind, pairs in PAIRS.items()
    }
    for title, body, kind in NOISE:
        make_barrier(title, body=body, category=kind, council=here)
        make_barrier(title, body=body, category=kind, council=there)
    rebuild_index()
    return made


@pytest.mark.usefixtures("own_index")
def test_each_wording_finds_its_three_twins_first_in_both_directions(twins: dict[str, list[Barrier]]) -> None:
    for group in twins.values():
        for one in group:
            found = [alike.thread.id for alike in find_twins_of(one)[:3]]
            assert set(found) == {other.id for other in group} - {one.id}, one.title


@pytest.mark.usefixtures("own_index")
def test_a_draft_finds_what_the_officer_finds(twins: dict[str, list[Barrier]]) -> None:
    for one in twins["insurance"]:
        case = case_of(one)
        draft = Case(case.title, case.text, case.council_id, case.category)
        found = [alike for alike in find_similar_here(draft) if alike.thread.id != one.id]
        assert found == find_twins_of(one)[: len(found)]
        assert all("ame kind at the same council" in alike.why for alike in find_twins_of(one)[:3])
        assert all("same sum" in alike.why for alike in find_twins_of(one)[:3])


def test_the_score_is_symmetric() -> None:
    cases = [
        Case(*words, council_id=n % 2, category=kind) for kind in PAIRS for n, words in enumerate(PAIRS[kind])
    ]
    for one, other in permutations(cases, 2):
        assert compare(one, other) == compare(other, one)


def test_council_and_kind_weigh_more_than_words_and_a_council_alone_is_not_enough() -> None:
    asked = Case("Hall insurance of £10m", council_id=1, category="insurance")
    twin = Case("They ask for ten million", council_id=1, category="insurance")
    elsewhere = Case("Hall insurance", council_id=2, category="insurance")
    other = Case("A bus stop", council_id=1, category="transport")
    assert compare(asked, twin).score > compare(asked, elsewhere).score > compare(asked, other).score
    assert not compare(asked, other).is_enough
    assert compare(asked, twin).why == "Same kind at the same council, same sum"


@pytest.mark.parametrize(
    "typed",
    [
        "£10m",
        "£10 million",
        "10 million",
        "ten million",
        "Ten-million",
        "10,000,000",
        "10 000 000",
        "£10 000 000",
    ],
)
def test_an_amount_is_one_term_in_every_form(typed: str) -> None:
    assert terms(f"cover of {typed} pounds")[1] == "10000000"
    assert amounts(f"cover of {typed} pounds in 2024 for 12 people") == {"10000000"}


def test_a_long_text_does_not_hide_what_its_title_says() -> None:
    asked = Case("A street party without a road closure")
    long = Case("Our street party, and the road closure", " ".join(f"word{n}" for n in range(400)))
    other = Case("Litter in the park", "We had a party once, in a street. " + long.text)
    assert compare(asked, long).is_close
    assert not compare(asked, other).is_enough
