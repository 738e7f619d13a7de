"""The words of a search that name a council, a ward or a group are known as such, and no others are."""

from __future__ import annotations

from datetime import date

import pytest

from forum.councils.models import Area, CouncilName
from forum.discovery.named_places import find_named_places
from tests.support.factories import make_area, make_council, make_group, saved
from tests.support.statements import count_statements

pytestmark = [pytest.mark.sql, pytest.mark.usefixtures("app")]


def certain(text: str) -> list[tuple[str, str]]:
    """The words that mean one place, and its name."""
    named = ((one.words, one.certain) for one in find_named_places(text))
    return [(words, place.name) for words, place in named if place is not None]


def offered(text: str) -> list[str]:
    """Every place that some words may mean; a ward with its council."""
    return [
        f"{place.name}, {place.council.name}" if isinstance(place, Area) else place.name
        for one in find_named_places(text)
        for place in one.meant
    ]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("insurance in wexmoor", "wexmoor"),
        ("Wexmoor Council", "Wexmoor Council"),
        ("the WEXMOOR borough council", "the WEXMOOR borough council"),
        ("hall hire (Wexmoor)", "Wexmoor"),
        ("old wexshire rules", "old wexshire"),
        ("Wexmoor's buses", "Wexmoor's"),
    ],
)
def test_a_council_is_known_by_each_of_its_names(typed: str, words: str) -> None:
    council = make_council("Wexmoor")
    saved(CouncilName(council_id=council.id, name="Old Wexshire", normalised="old wexshire"))
    assert certain(typed) == [(words, "Wexmoor")]


def test_a_former_councils_name_leads_to_those_that_took_its_place() -> None:
    east, west = make_council("Eastling"), make_council("Westling")
    former = make_council("Lingshire", ended_on=date(2020, 4, 1), successor_id=east.id)
    for council in (east, west):
        saved(CouncilName(council_id=council.id, name=former.name, normalised="lingshire"))
    assert offered("lingshire") == ["Eastling", "Westling"]
    assert certain("lingshire") == []


def test_a_ward_is_known_by_its_name_in_each_language_and_spelling() -> None:
    council = make_council("Wexmoor")
    make_area(council, "Abbot\u2019s Mill").name_welsh = "Melin yr Abad"
    assert certain("parking in abbots mill") == [("abbots mill", "Abbot\u2019s Mill")]
    assert certain("melin yr abad") == [("melin yr abad", "Abbot\u2019s Mill")]
    assert certain("Abbot's Mill ward's hall")[0][1] == "Abbot\u2019s Mill"


def test_of_wards_of_one_name_that_of_the_council_named_beside_it_is_meant() -> None:
    here, there = make_council("Wexmoor"), make_council("Saltmarsh")
    for council in (here, there):
        make_area(council, "Gorse Hill")
    assert offered("gorse hill") == ["Gorse Hill, Wexmoor", "Gorse Hill, Saltmarsh"]
    assert certain("gorse hill") == []
    found = [one.certain for one in find_named_places("insurance gorse hill saltmarsh")]
    assert [one.council_id for one in found if isinstance(one, Area)] == [there.id]


@pytest.mark.parametrize("name", ["Park", "Town Centre", "Market"])
def test_an_ordinary_word_is_offered_as_a_place_and_certain_only_with_the_word_ward(name: str) -> None:
    make_area(make_council("Wexmoor"), name)
    assert offered(f"bench in {name.lower()}") == [f"{name}, Wexmoor"]
    assert certain(f"bench in {name.lower()}") == []
    assert certain(f"bench in {name.lower()} ward") == [(f"{name.lower()} ward", name)]


def test_a_council_called_as_an_ordinary_word_is_certain_with_the_word_council() -> None:
    make_council("Reading")
    assert certain("reading group") == []
    assert offered("reading group") == ["Reading"]
    assert certain("reading council group") == [("reading council", "Reading")]


def test_a_groups_whole_name_is_known_and_a_part_of_it_is_not() -> None:
    make_group(
        "Millbrook Repair Café", council=make_council("Wexmoor")
    ).normalised_name = "millbrook repair cafe"
    assert certain("keys for millbrook repair café") == [("millbrook repair café", "Millbrook Repair Café")]
    assert offered("repair cafe") == []


def test_a_longer_name_wins_over_a_shorter_one_inside_it() -> None:
    make_council("Helens")
    make_council("St Helens")
    assert certain("st helens hall") == [("st helens", "St Helens")]


@pytest.mark.parametrize(
    "typed", ["", "the council", "hall", "&", "\u2019", "x " * 300, "council of the ward"]
)
def test_what_names_no_place_is_no_place(typed: str) -> None:
    make_area(make_council("Wexmoor"), "Gorse Hill")
    assert find_named_places(typed) == []


def test_looking_for_names_costs_one_statement() -> None:
    with count_statements() as statements:
        find_named_places("they wanted us insured for five million pounds before the fair in the park")
    assert len(statements) == 1
