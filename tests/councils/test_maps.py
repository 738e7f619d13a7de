"""Wards on flat paper: shaded, numbered, hatched, and small numbers withheld."""

import re
from random import Random

import pytest

from forum.councils.area_queries import list_boundaries
from forum.councils.maps import draw_outlines, ward_map
from forum.councils.models import Area
from forum.demo.boundaries import invent_boundaries
from tests.support.factories import make_area, make_council

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}


@pytest.fixture
def council(app):
    """A council with six drawn wards and one that is not, inside a request, so that addresses can be made."""
    council = make_council("Testham")
    for at, shape in enumerate(invent_boundaries(6, (0.0, 0.0), Random(1))):
        make_area(council, f"Ward {at}").boundary = shape
    make_area(council, "Nowhere drawn")
    with app.test_request_context():
        yield council


def test_each_ward_with_a_boundary_is_drawn_with_its_number_inside_the_frame(council):
    drawn = ward_map(council, {})
    assert [ward[2] for ward in drawn.wards] == [f"Ward {at}" for at in range(6)]
    width, height = (int(one) for one in drawn.view_box.split()[2:])
    for ward in drawn.wards:
        numbers = [int(one) for one in re.findall(r"-?\d+", ward[0])]
        assert all(0 <= one <= max(width, height) for one in numbers)
        assert 0 <= ward[5] <= width
        assert 0 <= ward[6] <= height


def test_a_number_kept_back_is_not_on_the_map_and_stands_in_the_key(council):
    areas = {outline[2]: outline for outline in ward_map(council, {}).wards}
    assert areas["Ward 0"][4] == "0"
    first, second, *_ = list_boundaries(council)
    drawn = ward_map(council, {first.id: None, second.id: 8}, hidden="withheld")
    shown = {ward[2]: ward for ward in drawn.wards}
    assert shown[first.name][3:5] == ("hidden", "withheld")
    assert shown[second.name][3:5] == (4, "8")
    assert drawn.levels[0] == ("hidden", "withheld")


def test_a_council_without_boundaries_has_no_map(app):
    council = make_council()
    make_area(council)
    assert ward_map(council, {}) is None


def test_a_number_stands_in_the_middle_of_its_ward():
    outlines = draw_outlines([Area(id=1, slug="a", name="A", boundary=SQUARE)])
    assert outlines.wards[0].middle == (300, 300)


def test_wards_that_touch_share_their_edges():
    shapes = invent_boundaries(12, (0.0, 0.0), Random("DEMO1"))
    assert len(shapes) == 12
    corners = [{tuple(point) for point in one["coordinates"][0]} for one in shapes]
    assert all(any(len(mine & other) > 1 for other in corners if other is not mine) for mine in corners)


def test_the_map_page_says_each_number_in_words_too(client, council):
    html = client.get("/councils/testham/areas").get_data(as_text=True)
    assert 'aria-label="Ward 0: 0"' in html
    assert "<pattern" in html
