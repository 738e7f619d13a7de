"""A published place leads to its council: by codes of today and before, in either case, through wards, points and names."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from forum.core.db import commit, db
from forum.councils.imports import import_councils
from forum.councils.models import Area, Council, CouncilName, FormerCode, PlaceCode
from forum.councils.name_matching import normalise
from forum.councils.places import NOWHERE, Clue, Place, Places, kind_of_place
from forum.councils.queries import get_council_by_code
from tests.groups.test_imports import DATA, needs_data
from tests.support.factories import make_area, make_council, saved

pytestmark = pytest.mark.sql

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[-2.4, 53.4], [-2.3, 53.4], [-2.3, 53.5], [-2.4, 53.5], [-2.4, 53.4]]],
}


def find(*clues: Clue) -> Place:
    return Places.load().find(clues)


def make_ward(council: Council) -> Area:
    ward = make_area(council, "Mill")
    ward.gss_code, ward.boundary = "E05000001", SQUARE
    commit()
    return ward


def test_a_ward_leads_to_its_council_by_its_code_or_by_a_point_in_it(app: Flask) -> None:
    ham = make_council("Ham")
    ward = make_ward(ham)
    there = Place(ham.id, ward.id)
    assert find(Clue(code="e05000001 ")) == there
    assert find(Clue(longitude="-2.35", latitude="53.45")) == there
    assert find(Clue(longitude="53.45", latitude="-2.35")) == NOWHERE
    assert find(Clue(longitude="-2.35", latitude="53.55")) == NOWHERE
    assert find(Clue(code="E05999999", longitude="-2.35", latitude="53.45")) == there
    assert find(Clue(code="E05000001"), Clue(code="E92000001", name="England")) == there


def test_a_former_code_leads_to_the_council_that_has_another_now(app: Flask) -> None:
    ham = make_council("Ham", gss_code="E08000037")
    saved(FormerCode(gss_code="E08000020", council_id=ham.id))
    assert find(Clue(code="e08000020")) == find(Clue(code="E08000037")) == Place(ham.id)


def test_a_dissolved_council_leads_to_its_successor_and_a_divided_one_nowhere(app: Flask) -> None:
    new, other = make_council("New"), make_council("Other")
    old = make_council("Old", gss_code="E07000154", ended_on=date(2021, 4, 1), successor_id=new.id)
    assert find(Clue(code="E07000154")) == Place(new.id)
    for heir in (new, other):
        saved(CouncilName(council_id=heir.id, name="Old", normalised=normalise(old.official_name)))
    assert find(Clue(code="E07000154")) == NOWHERE


def test_places_in_two_councils_are_nobodys_and_two_wards_of_one_are_its_council(app: Flask) -> None:
    ham, spam = make_council("Ham", gss_code="E08000001"), make_council("Spam", gss_code="E08000002")
    make_ward(ham)
    assert find(Clue(code="E08000001"), Clue(code="E08000002")) == NOWHERE
    assert find(Clue(code="E08000001"), Clue(code="E05000001")).council_id == ham.id
    assert spam.id


def test_postcodes_and_areas_of_the_census_are_found_as_far_as_they_were_taken_in(app: Flask) -> None:
    ham = make_council("Ham", gss_code="E08000001")
    ward = make_ward(ham)
    assert find(Clue(postcode="M33 1AA")) == NOWHERE
    saved(PlaceCode(code="M331AA", ward_code="E05000001", council_code="E08000001"))
    saved(PlaceCode(code="E01000001", ward_code="E05999999", council_code="E08000001"))
    assert find(Clue(postcode="m33 1aa")) == Place(ham.id, ward.id)
    assert find(Clue(code="E01000001")) == Place(ham.id)


def test_a_name_counts_only_where_it_is_one_councils_whole_name(app: Flask) -> None:
    ham = make_council("Ham")
    assert find(Clue(name="Ham")) == Place(ham.id)
    assert find(Clue(name="West Ham")) == find(Clue(name="")) == NOWHERE


@pytest.mark.parametrize(
    ("clue", "words"),
    [
        (Clue(code="E05000001"), "a ward"),
        (Clue(code="E01000001"), "an area of the census (LSOA)"),
        (Clue(code="E08000001"), "a council"),
        (Clue(code="E12000001"), "a region or a whole country"),
        (Clue(postcode="M33"), "a postcode"),
        (Clue(), ""),
    ],
)
@pytest.mark.pure
def test_what_could_not_be_placed_is_said_in_words(clue: Clue, words: str) -> None:
    assert kind_of_place(clue) == words


@needs_data
def test_the_published_list_of_councils_leads_from_old_codes_to_councils_of_today(app: Flask) -> None:
    file = DATA / "councils" / "uk_local_authorities_current.csv"
    import_councils(file=file, progress=lambda _: None)
    commit()
    for code, council in (("E08000020", "GAT"), ("e07000154", "WNT"), ("E08000009", "TRF")):
        found = get_council_by_code(council)
        assert found is not None
        assert find(Clue(code=code)) == Place(found.id), code
    assert db.session.query(FormerCode).count() == 13
