"""People find a council by whatever they call it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.core.db import commit, db
from forum.councils.models import Council, CouncilName
from forum.councils.name_matching import normalise
from forum.councils.queries import find_councils, list_successors
from tests.support.factories import make_council

pytestmark = pytest.mark.sql


def named(council: Council, *names: str) -> Council:
    for name in names:
        db.session.add(CouncilName(council_id=council.id, name=name, normalised=normalise(name)))
    commit()
    return council


@pytest.mark.pure
@pytest.mark.parametrize(
    ("name", "normalised"),
    [
        ("Trafford Metropolitan Borough Council", "trafford"),
        ("The London Borough of Hackney", "hackney"),
        ("London Borough of Hackney", "hackney"),
        ("Kingston upon Hull, City of", "kingston upon hull"),
        ("Armagh City, Banbridge & Craigavon", "armagh banbridge and craigavon"),
        ("Rhondda Cynon Tâf", "rhondda cynon taf"),
        ("King's Lynn", "kings lynn"),
        ("County Council", "county council"),
        ("  ", ""),
    ],
)
def test_a_name_is_compared_without_the_words_that_say_the_kind(name: str, normalised: str) -> None:
    assert normalise(name) in {normalised, f"london {normalised}"}


def test_the_same_name_comes_before_names_that_begin_or_hold_it(app: Flask) -> None:
    north, ham, hamlets = make_council("North Ham"), make_council("Ham"), make_council("Hamlets")
    assert find_councils("ham") == [ham, hamlets, north]
    assert find_councils("ham", 1) == [ham]


def test_a_former_name_leads_to_the_councils_of_today(app: Flask) -> None:
    east, west = named(make_council("East Wolds"), "Wolds"), named(make_council("West Wolds"), "Wolds")
    former = make_council("Wolds", successor_id=east.id)
    former.official_name = "Wolds County Council"
    commit()
    assert find_councils("Wolds County Council") == [east, west]
    assert list_successors(former) == [east, west]
    assert list_successors(east) == []


def test_a_slip_of_the_pen_still_finds_it(app: Flask) -> None:
    trafford = make_council("Trafford")
    assert find_councils("Traford") == [trafford]
    assert find_councils("zzzzzz") == []


@pytest.mark.parametrize("text", ["", " ", "%", "_", "'; drop", "\u202e", "x" * 5000, "council"])
def test_anything_may_be_typed(client: FlaskClient, text: str) -> None:
    make_council("Ham")
    answer = client.get("/councils/suggest", query_string={"q": text})
    assert answer.status_code == 200
    assert answer.json == []
    assert client.get("/councils", query_string={"q": text}).status_code == 200


def test_suggestions_carry_the_name_and_the_address(client: FlaskClient) -> None:
    make_council("Ham")
    assert client.get("/councils/suggest?q=ha").json == [{"value": "ham", "label": "Ham"}]


def test_a_name_that_means_one_council_leads_straight_to_it(client: FlaskClient) -> None:
    make_council("Ham")
    assert client.get("/councils?q=the+Ham+Council").location == "/councils/ham"
    make_council("Hamlets")
    assert "2 councils like" in client.get("/councils?q=ham").text
