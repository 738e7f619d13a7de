"""The list of councils and the wards come in as they are published, again and again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.core.db import db
from forum.councils.area_imports import import_areas
from forum.councils.imports import COLUMNS, import_councils
from forum.councils.models import Area, Council, CouncilName, Department
from forum.councils.queries import find_councils, get_council_by_code, list_successors
from tests.support.factories import make_council

pytestmark = pytest.mark.sql

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the published files are not beside this checkout")

SQUARE = {"type": "Polygon", "coordinates": [[[-2.3, 53.3], [-2.3, 53.4], [-2.2, 53.4], [-2.3, 53.3]]]}


def nothing(_: int) -> None:
    """Show no progress."""


def row(**given: str) -> dict[str, str]:
    values = dict.fromkeys(COLUMNS, "")
    values.update({"local-authority-code": "AAA", "official-name": "Ham Council", "nice-name": "Ham"})
    return values | {name.replace("_", "-"): value for name, value in given.items()}


def csv_file(folder: Path, *rows: dict[str, str]) -> Path:
    file = folder / "councils.csv"
    quoted = [",".join('"' + one[name].replace('"', '""') + '"' for name in COLUMNS) for one in rows]
    file.write_text("\n".join([",".join(COLUMNS), *quoted]) + "\n", encoding="utf-8")
    return file


def geojson(folder: Path, *features: tuple[str, str, object]) -> Path:
    file = folder / "wards.geojson"
    made = [
        {"type": "Feature", "properties": {"area_code": code, "area_name": name}, "geometry": shape}
        for code, name, shape in features
    ]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": made}))
    return file


def areas_of(council: Council) -> list[str]:
    query = select(Area.name).where(Area.council_id == council.id).order_by(Area.name)
    return list(db.session.scalars(query))


def test_a_council_comes_in_with_its_names_and_the_usual_departments(app: Flask, tmp_path: Path) -> None:
    file = csv_file(tmp_path, row(alt_names="Hamton,The Ham", gss_code="E08000009", pop_2020="217232.0"))
    assert import_councils(file=file, progress=nothing).made == 1
    ham = get_council_by_code("e08000009")
    assert ham is not None
    assert (ham.slug, ham.name, ham.population) == ("ham", "Ham", 217232)
    assert find_councils("hamton") == [ham]
    assert db.session.scalar(select(func.count()).where(Department.council_id == ham.id)) > 10


def test_reading_twice_changes_nothing_and_a_newer_file_changes_only_what_is_new(
    app: Flask, tmp_path: Path
) -> None:
    import_councils(file=csv_file(tmp_path, row()), progress=nothing)
    ham = get_council_by_code("AAA")
    ham.contact_email = "hello@example.org"
    again = import_councils(file=csv_file(tmp_path, row()), progress=nothing)
    assert (again.made, again.changed, again.unchanged) == (0, 0, 1)
    newer = import_councils(file=csv_file(tmp_path, row(nice_name="Greater Ham")), progress=nothing)
    assert newer.changed == 1
    assert (ham.name, ham.slug, ham.contact_email) == ("Greater Ham", "ham", "hello@example.org")


def test_a_council_that_was_split_leads_to_both_that_took_its_place(app: Flask, tmp_path: Path) -> None:
    old = row(local_authority_code="OLD", official_name="Wolds County Council", nice_name="Wolds")
    old |= {"end-date": "2023-04-01", "replaced-by": "EAS,WES"}
    east = row(local_authority_code="EAS", official_name="East Council", nice_name="East")
    west = row(local_authority_code="WES", official_name="West Council", nice_name="West")
    import_councils(file=csv_file(tmp_path, old, east, west), progress=nothing)
    assert [one.name for one in find_councils("Wolds")] == ["East", "West"]
    assert [one.name for one in list_successors(get_council_by_code("OLD"))] == ["East", "West"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"local_authority_code": ""}, "not a local-authority code"),
        ({"official_name": ""}, "no name"),
        ({"official_name": "CafÃ© Council"}, "wrong encoding"),
        ({"gss_code": "E08"}, "not a GSS code"),
        ({"end_date": "1/4/2023"}, "not a date"),
        ({"pop_2020": "many"}, "not a number"),
    ],
)
def test_a_bad_row_is_skipped_with_its_number_and_the_reason(
    app: Flask, tmp_path: Path, given: dict[str, str], why: str
) -> None:
    good = row(local_authority_code="GOO", official_name="Good Council", nice_name="Good")
    report = import_councils(file=csv_file(tmp_path, good, row(**given)), progress=nothing)
    assert report.made == 1
    assert [one.row for one in report.skipped] == [3]
    assert why in report.skipped[0].why


def test_a_file_that_breaks_off_leaves_nothing_behind(app: Flask, tmp_path: Path) -> None:
    file = csv_file(tmp_path, row())
    file.write_bytes(file.read_bytes() + b"\xff\xfe broken\n")
    result = app.test_cli_runner().invoke(args=["councils", "import", str(file)])
    assert result.exit_code == 1
    assert "UTF-8" in result.output
    assert "Nothing was changed." in result.output
    assert get_council_by_code("AAA") is None


def test_wards_come_in_once_with_their_boundaries(app: Flask, tmp_path: Path) -> None:
    ham = make_council("Ham")
    file = geojson(tmp_path, ("E05000001", "Altrincham", SQUARE), ("E05000002", "Sale", SQUARE))
    assert import_areas(council_code=ham.code, file=file, progress=nothing).made == 2
    assert import_areas(council_code=ham.code, file=file, progress=nothing).unchanged == 2
    assert areas_of(ham) == ["Altrincham", "Sale"]


def test_bad_wards_are_skipped_with_the_reason(app: Flask, tmp_path: Path) -> None:
    ham = make_council("Ham")
    eastings = {"type": "Polygon", "coordinates": [[[376480, 391413], [376481, 391413], [376480, 391414]]]}
    report = import_areas(
        council_code=ham.code,
        file=geojson(
            tmp_path,
            ("E05000001", "Sale", SQUARE),
            ("E05000001", "Twice", SQUARE),
            ("E05000003", "Sale", SQUARE),
            ("nonsense", "Nonsense", SQUARE),
            ("E05000005", "", SQUARE),
            ("E05000006", "A point", {"type": "Point", "coordinates": [1, 2]}),
            ("E05000007", "In metres", eastings),
            ("E05000008", "No shape", None),
        ),
        progress=nothing,
    )
    assert areas_of(ham) == ["Sale"]
    assert [one.row for one in report.skipped] == [2, 3, 4, 5, 6, 7, 8]
    assert "degrees" in report.skipped[5].why


@pytest.mark.parametrize(
    "coordinates",
    [
        [1, 2],
        [[1, 2], [2, 3]],
        [[[0, 51], [1, 51], [1, 52]], [3, 4]],
        [[["0", "51"]]],
        [[[{}]]],
        json.loads("[" * 400 + "1, 51" + "]" * 400),
    ],
    ids=["a point", "a line", "a ring and a point", "words", "no numbers", "far too deep"],
)
def test_a_shape_that_is_no_polygon_inside_is_skipped(
    app: Flask, tmp_path: Path, coordinates: object
) -> None:
    ham = make_council("Ham")
    file = geojson(tmp_path, ("E05000001", "Sale", {"type": "Polygon", "coordinates": coordinates}))
    report = import_areas(council_code=ham.code, file=file, progress=nothing)
    assert "degrees" in report.skipped[0].why
    assert areas_of(ham) == []


def test_a_mistyped_council_does_not_take_anothers_wards(app: Flask, tmp_path: Path) -> None:
    ham, spam = make_council("Ham"), make_council("Spam")
    file = geojson(tmp_path, ("E05000001", "Sale", SQUARE))
    import_areas(council_code=ham.code, file=file, progress=nothing)
    report = import_areas(council_code=spam.code, file=file, progress=nothing)
    assert "belongs to Ham" in report.skipped[0].why
    assert areas_of(ham) == ["Sale"]
    result = app.test_cli_runner().invoke(args=["areas", "import", str(file), "--council", "NONE"])
    assert "No council has the code" in result.output


@needs_data
def test_the_published_files_come_in_as_they_are(app: Flask) -> None:
    runner = app.test_cli_runner()
    councils = runner.invoke(
        args=["councils", "import", str(DATA / "councils" / "uk_local_authorities_current.csv")]
    )
    assert "Read 470 rows: 470 councils made" in councils.output
    assert "0 rows skipped" in councils.output
    wards = runner.invoke(
        args=["areas", "import", str(DATA / "trafford" / "electoral_ward.geojson"), "--council", "TRF"]
    )
    assert "21 areas made" in wards.output
    assert [one.name for one in find_councils("Cumbria County Council")] == [
        "Cumberland",
        "Westmorland and Furness",
    ]
    assert [one.name for one in find_councils("Hull", 1)] == ["Kingston upon Hull"]
    assert db.session.scalar(select(func.count(CouncilName.id))) > 600
