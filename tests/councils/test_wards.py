"""Files of wards as they are published: which column is which, whose ward it is, where it lies, and what a review ends."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core import clock
from forum.core.db import commit, db
from forum.core.importing import ImportRefusedError, ImportReport
from forum.councils.area_imports import import_areas
from forum.councils.models import Area, Council, FormerCode
from forum.councils.queries import list_areas
from forum.councils.ward_columns import Columns, find_columns
from tests.stories.making import make_story
from tests.support.cases import CASES, needs_cases
from tests.support.factories import make_area, make_council, saved

pytestmark = pytest.mark.sql


def square(west: float, south: float, size: float = 0.01) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def wards(folder: Path, *features: tuple[dict[str, Any], dict[str, Any]]) -> Path:
    file = folder / "wards.geojson"
    made = [{"type": "Feature", "properties": given, "geometry": shape} for given, shape in features]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": made}))
    return file


def take(file: Path, council: Council, starts_on: date | None = None) -> ImportReport:
    report = import_areas(council_code=council.code, file=file, progress=lambda _: None, starts_on=starts_on)
    commit()
    return report


def areas() -> list[Area]:
    return list(db.session.scalars(select(Area).order_by(Area.id)))


def here() -> dict[str | None, str]:
    return {one.gss_code: one.name for one in areas()}


@pytest.mark.pure
@pytest.mark.parametrize(
    ("row", "code", "name"),
    [
        (
            {"LAD23CD": "E07000223", "LAD23NM": "Adur", "WD23CD": "E05000001", "WD23NM": "Mill"},
            "WD23CD",
            "WD23NM",
        ),
        (
            {"WD22CD": "E05000001", "WD22NM": "Old", "WD24CD": "E05000002", "WD24NM": "Mill"},
            "WD24CD",
            "WD24NM",
        ),
        ({"WARDNAME": "Mill", "WARDCODE": "N08000001"}, "WARDCODE", "WARDNAME"),
        ({"OBJECTID": 1, "Ward_Name": "Mill", "Ward_Code": "S13000001"}, "Ward_Code", "Ward_Name"),
        ({"wd23cdo": "99XX", "wd23cd": "W05000001", "wd23nmw": " ", "wd23nm": "Mill"}, "wd23cd", "wd23nm"),
        ({"area_code": "E05000001", "area_name": "Mill"}, "area_code", "area_name"),
        ({"code": "E05000001", "name": "Mill", "council_name": "Ham"}, "code", "name"),
        ({"gss": "E05000001", "ward": "Mill"}, "gss", "ward"),
        ({"code": "E04000001", "name": "Mill Parish"}, "code", "name"),
    ],
)
def test_columns_are_chosen_by_what_they_hold_and_by_their_year(
    row: dict[str, Any], code: str, name: str
) -> None:
    found = find_columns([row])
    assert (found.code, found.name) == (code, name)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"LAD23CD": "E07000223", "LAD23NM": "Adur"}, "begin with E05.*LAD23CD, LAD23NM"),
        ({"LSOA21CD": "E01000001", "LSOA21NM": "Adur 001A"}, "begin with E05"),
        ({"WD23CD": "E05000001", "colour": "red"}, "names of wards.*WD23CD, colour"),
        ({}, "Its columns are: none"),
    ],
)
def test_a_file_without_the_columns_is_refused_for_its_true_reason(row: dict[str, Any], why: str) -> None:
    with pytest.raises(ImportRefusedError, match=why):
        find_columns([row])


@pytest.mark.pure
def test_the_welsh_name_stands_beside_the_english_one() -> None:
    row = {"WD23CD": "W05000001", "WD23NM": "Valley", "WD23NMW": "Y Fali"}
    assert find_columns([row]) == Columns(code="WD23CD", name="WD23NM", welsh="WD23NMW")


def test_wards_of_another_council_are_skipped_and_it_is_named(app: Flask, tmp_path: Path) -> None:
    ham = make_council("Ham", gss_code="E07000223")
    saved(FormerCode(gss_code="E07000900", council_id=ham.id))
    rows = [
        ("E05000001", "E07000223", "Ham"),
        ("E05000002", "E07000224", "Arun"),
        ("E05000003", "E07000900", "Ham"),
    ]
    file = wards(
        tmp_path,
        *(
            (
                {"LAD23CD": lad, "LAD23NM": name, "WD23CD": code, "WD23NM": code[-1]},
                square(-0.3 + n / 50, 50.8),
            )
            for n, (code, lad, name) in enumerate(rows)
        ),
    )
    report = take(file, ham)
    assert set(here()) == {"E05000001", "E05000003"}
    assert [(one.row, "Arun (E07000224), another council" in one.why) for one in report.skipped] == [
        (2, True)
    ]


@pytest.mark.parametrize(
    ("shape", "why"),
    [
        (square(50.8, -0.3), "latitude and longitude are swapped"),
        (square(12.5, 41.9), "outside the United Kingdom"),
        (square(376480, 391413), "perhaps metres"),
    ],
)
def test_a_shape_that_is_not_in_the_country_is_refused_in_words(
    app: Flask, tmp_path: Path, shape: dict[str, Any], why: str
) -> None:
    report = take(wards(tmp_path, ({"WD23CD": "E05000001", "WD23NM": "Mill"}, shape)), make_council("Ham"))
    assert why in report.skipped[0].why
    assert areas() == []


def before_and_after(folder: Path, council: Council, day: date | None = None) -> ImportReport:
    old = [("E05000001", "Ashen", -1.9), ("E05000002", "Beechen", -1.88), ("E05000003", "Far", -1.5)]
    take(wards(folder, *(({"WD22CD": c, "WD22NM": n}, square(w, 52.4)) for c, n, w in old)), council)
    new = [
        ("E05000011", "Ashen", square(-1.9, 52.4, 0.015)),
        ("E05000012", "Beech & Cedar", square(-1.885, 52.4, 0.02)),
    ]
    return take(wards(folder, *(({"WD24CD": c, "WD24NM": n}, shape) for c, n, shape in new)), council, day)


def test_a_review_ends_wards_names_their_successors_and_leaves_history_where_it_was(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    ham = make_council("Ham")
    ham.slug = "ham"
    report = before_and_after(tmp_path, ham)
    by_code = {one.gss_code: one for one in areas()}
    ashen, old = by_code["E05000011"], by_code["E05000001"]
    assert [one.name for one in list_areas(ham)] == ["Ashen", "Beech & Cedar", "Far"]
    assert (old.ended_on, ashen.started_on, old.id == ashen.id) == (clock.today(), clock.today(), False)
    assert [one.gss_code for one in old.successors] == ["E05000011"]
    assert [one.gss_code for one in by_code["E05000002"].successors] == ["E05000012"]
    assert any("Far (E05000003) is not in this file" in one for one in report.remarks)
    make_story("By the ash", council=ham, area_id=old.id)
    page = client.get(f"/councils/ham/areas/{old.slug}").text
    assert "This ward ended on" in page
    assert f"/councils/ham/areas/{ashen.slug}" in page
    assert "By the ash" in page
    assert "Log a barrier</a></p>" not in page
    assert "/stories/tell?" not in page
    new_page = client.get(f"/councils/ham/areas/{ashen.slug}").text
    assert "It took the place of" in new_page
    assert "By the ash" not in new_page
    listed = client.get("/councils/ham/areas").text
    assert "Wards that have ended" in listed


def test_a_review_read_twice_or_undone_by_the_old_file_changes_nothing(app: Flask, tmp_path: Path) -> None:
    ham = make_council("Ham")
    before_and_after(tmp_path, ham)
    was = [(one.gss_code, one.ended_on) for one in areas()]
    again = before_and_after(tmp_path, ham)
    assert (again.made, again.changed) == (0, 0)
    assert [(one.gss_code, one.ended_on) for one in areas()] == was


def test_wards_of_a_day_to_come_are_offered_from_that_day(app: Flask, tmp_path: Path) -> None:
    ham = make_council("Ham")
    before_and_after(tmp_path, ham, clock.today() + timedelta(days=100))
    assert [one.gss_code for one in list_areas(ham)] == ["E05000001", "E05000002", "E05000003"]


def test_names_may_change_hands_between_wards(app: Flask, tmp_path: Path) -> None:
    ham = make_council("Ham")
    for names in (("Mill", "Park"), ("Park", "Mill")):
        rows = [(f"E0500000{n}", name, -1.9 + n / 50) for n, name in enumerate(names)]
        take(wards(tmp_path, *(({"WD22CD": c, "WD22NM": n}, square(w, 52.4)) for c, n, w in rows)), ham)
    assert here() == {"E05000000": "Park", "E05000001": "Mill"}


def test_a_ward_that_people_made_by_hand_gets_its_code(app: Flask, tmp_path: Path) -> None:
    ham = make_council("Ham")
    mill = make_area(ham, "Mill")
    take(wards(tmp_path, ({"WD22CD": "E05000001", "WD22NM": "Mill"}, square(-1.9, 52.4))), ham)
    assert [(one.id, one.gss_code) for one in areas()] == [(mill.id, "E05000001")]


@needs_cases
@pytest.mark.parametrize(
    ("name", "right", "skipped"),
    [
        ("w01_lad_first.geojson", {"E05099901": "Invented Ward One", "E05099902": "Invented Ward Two"}, 0),
        ("w02_two_councils.geojson", {"E05099903": "Ward in Adur"}, 1),
        ("w05_3d_hole.geojson", {"E05099907": "Holed Ward"}, 0),
        ("w06_null_geom.geojson", {}, 3),
        ("w07_welsh.geojson", {"W05099901": "Tŷ Croes", "W05099902": "Llanfair-yn-Neubwll"}, 0),
        ("w08_old_and_new_names.geojson", {"E05099911": "Older code first"}, 0),
        ("w10_code_change.geojson", {"E05099920": "Invented Ward One"}, 0),
    ],
)
def test_the_shared_cases_are_read_as_they_should_be(
    app: Flask, name: str, right: dict[str, str], skipped: int
) -> None:
    report = take(CASES / name, make_council("Adur", gss_code="E07000223"))
    assert (here(), len(report.skipped)) == (right, skipped)


@needs_cases
def test_the_shared_review_ends_three_wards_and_begins_two(app: Flask) -> None:
    ham = make_council("Ham")
    take(CASES / "wards-before.geojson", ham)
    take(CASES / "wards-after-review.geojson", ham)
    ended = [one for one in areas() if one.has_ended]
    assert [(one.name, [heir.name for heir in one.successors]) for one in ended] == [
        ("Ashen", ["Ashen"]),
        ("Beechen", ["Cedarn & Beechen"]),
        ("Cedarn", ["Cedarn & Beechen"]),
    ]
    assert [one.gss_code for one in list_areas(ham)] == ["E05900011", "E05900012"]
