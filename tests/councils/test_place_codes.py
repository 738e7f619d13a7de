"""Tables of postcodes and of areas of the census tell in which ward and council each lies, and grants are placed by them."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from forum.core.db import commit, db
from forum.core.importing import ImportRefusedError, ImportReport
from forum.councils.models import PlaceCode
from forum.councils.place_imports import import_place_codes
from forum.councils.places import Clue, Place, Places
from tests.support.factories import make_area, make_council

pytestmark = pytest.mark.sql


def table(folder: Path, text: str) -> Path:
    file = folder / "places.csv"
    file.write_text(text)
    return file


def take(file: Path) -> ImportReport:
    report = import_place_codes(file=file, progress=lambda _: None)
    commit()
    return report


@pytest.mark.parametrize(
    "text",
    [
        "pcds,osward,oslaua,lsoa\nM33 1AA,E05000001,E08000001,x\nM33 1AB,E05000001,E08000001,x\n",
        "LAD23CD,WD22CD,WD24CD,pcd\nE08000001,E05000009,E05000001,m331aa\n",
    ],
)
def test_a_postcode_leads_to_its_ward_and_council(app: Flask, tmp_path: Path, text: str) -> None:
    ham = make_council("Ham", gss_code="E08000001")
    ward = make_area(ham, "Mill")
    ward.gss_code = "E05000001"
    commit()
    assert take(table(tmp_path, text)).made > 0
    assert Places.load().find([Clue(postcode="m33 1aa")]) == Place(ham.id, ward.id)


def test_areas_of_the_census_are_read_and_a_second_reading_changes_nothing(
    app: Flask, tmp_path: Path
) -> None:
    rows = "".join(f"E01{n:06},E05000001,E08000001\n" for n in range(1200))
    file = table(tmp_path, "LSOA21CD,WD24CD,LAD24CD\n" + rows)
    assert take(file).made == 1200
    again = take(file)
    assert (again.made, again.changed, again.unchanged) == (0, 0, 1200)
    moved = take(table(tmp_path, "LSOA21CD,WD24CD,LAD24CD\nE01000001,E05000002,E08000001\n"))
    assert moved.changed == 1
    assert db.session.get(PlaceCode, "E01000001").ward_code == "E05000002"  # type: ignore[union-attr]


def test_a_row_that_says_nothing_is_skipped_and_another_table_is_refused(app: Flask, tmp_path: Path) -> None:
    report = take(table(tmp_path, "pcds,oslaua\nM33 1AA,E08000001\nM33 1AB,\n"))
    assert [one.row for one in report.skipped] == [3]
    with pytest.raises(ImportRefusedError, match="Its columns are: id, name"):
        take(table(tmp_path, "id,name\n1,Ham\n"))
    assert len(db.session.scalars(select(PlaceCode)).all()) == 1


def test_the_command_says_what_it_did(app: Flask, tmp_path: Path) -> None:
    file = table(tmp_path, "pcds,oslaua\nM33 1AA,E08000001\n")
    told = app.test_cli_runner().invoke(args=["areas", "codes", str(file)])
    assert "1 places made" in told.output
