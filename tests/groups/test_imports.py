"""Groups come in from published grants once, however often the files are read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.core.db import commit, db
from forum.core.importing import ImportRefusedError, ImportReport
from forum.core.outbox import OutboxRow
from forum.groups.imports import import_groups
from forum.groups.models import Group
from forum.groups.name_matching import normalise_name
from tests.support.factories import make_council, make_group

pytestmark = pytest.mark.sql

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the published files are not beside this checkout")
GRANTS = DATA / "trafford" / "trafford_council_voluntary_sector_grants"
LLOYDS = DATA / "grants" / "lloyds-bank-foundation-2010-2015.json"


def grant(org_id: Any = "GB-CHC-1", name: Any = "Sale Choir", **given: Any) -> dict[str, Any]:
    return {"recipientOrganization": [{"id": org_id, "name": name, **given}]}


def json_file(folder: Path, *grants: dict[str, Any]) -> Path:
    file = folder / "grants.json"
    file.write_text(json.dumps({"grants": grants}))
    return file


def take(file: Path, council: Any = None) -> ImportReport:
    report = import_groups(file=file, council=council, progress=lambda _: None)
    commit()
    return report


def groups() -> list[Group]:
    return list(db.session.scalars(select(Group).order_by(Group.id)))


def test_a_recipient_becomes_a_group_that_search_will_learn_of(app: Flask, tmp_path: Path) -> None:
    ham = make_council("Ham", gss_code="E08000009")
    one = grant(url="https://choir.example.org", description="We sing.")
    one["beneficiaryLocation"] = [{"geoCode": "E08000009"}]
    one["fundingOrganization"] = [{"name": "Ham Council"}]
    assert take(json_file(tmp_path, one)).made == 1
    (group,) = groups()
    assert (group.name, group.org_id, group.council_id) == ("Sale Choir", "GB-CHC-1", ham.id)
    assert group.imported_from == "the published grants of Ham Council"
    assert group.website == "https://choir.example.org"
    assert group.claimed_at is None
    row = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "index")).one()
    assert row.payload == {"document": f"group:{group.id}"}


def test_a_second_grant_and_a_second_reading_make_no_second_group(app: Flask, tmp_path: Path) -> None:
    file = json_file(tmp_path, grant(), grant(name="The Sale Choir"), grant("GB-CHC-2", "Other"))
    assert take(file).made == 2
    again = take(file)
    assert (again.made, again.changed, again.unchanged) == (0, 0, 2)
    assert [one.name for one in groups()] == ["Sale Choir", "Other"]


def test_a_group_that_people_made_gets_its_identifier_and_keeps_its_words(app: Flask, tmp_path: Path) -> None:
    ham = make_council("Ham")
    ours = make_group("sale choir", council=ham, summary="Our own words")
    report = take(json_file(tmp_path, grant(description="Theirs")), ham)
    assert (report.made, report.changed) == (0, 1)
    assert [(one.id, one.org_id, one.summary) for one in groups()] == [(ours.id, "GB-CHC-1", "Our own words")]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (grant(org_id=""), "no organisation identifier"),
        (grant(org_id=None), "no organisation identifier"),
        (grant(org_id="GB-CHC- 1"), "not an organisation identifier"),
        (grant(org_id="x" * 200), "not an organisation identifier"),
        (grant(name=""), "no name"),
        (grant(name=["a", "list"]), "no name"),
        (grant(name="\u202e\u0000"), "no name"),
        (grant(name="…!"), "no letter"),
        (grant(name="x" * 161), "longer than 160"),
        (grant(name="Caf\ufffd"), "wrong encoding"),
        (grant(name="T? Gwyn"), "wrong encoding"),
        ({"recipientOrganization": "nobody"}, "no name"),
        ({}, "no name"),
        ({"recipientIndividual": [{"name": "Ada"}]}, "to a person"),
    ],
)
def test_a_bad_row_is_skipped_with_its_number_and_the_reason(
    app: Flask, tmp_path: Path, bad: dict[str, Any], why: str
) -> None:
    report = take(json_file(tmp_path, grant("GB-CHC-9", "Good"), bad))
    assert report.made == 1
    assert [(one.row, why in one.why) for one in report.skipped] == [(2, True)]


def test_odd_values_of_what_we_do_not_need_are_remarked_and_read(app: Flask, tmp_path: Path) -> None:
    report = take(json_file(tmp_path, grant() | {"fromOpenCall": "Y"}, grant("GB-CHC-2", "B", url="ftp://x")))
    assert report.made == 2
    assert any("'Y'" in remark for remark in report.remarks)
    assert groups()[1].website == ""


def test_a_file_that_breaks_off_leaves_nothing_behind(app: Flask, tmp_path: Path) -> None:
    whole = json.dumps({"grants": [grant(f"GB-CHC-{n}", f"Group {n}") for n in range(1, 900)]})
    file = tmp_path / "grants.json"
    file.write_text(whole[:-30])
    result = app.test_cli_runner().invoke(args=["groups", "import", str(file)])
    assert result.exit_code == 1
    assert "Nothing was changed." in result.output
    assert groups() == []


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("grants.xlsx", "not an Excel workbook"),
        ("grants.xls", r"Save it as \.xlsx or \.csv"),
        ("grants", r"must end in \.csv, \.xlsx or \.json"),
    ],
)
def test_other_kinds_of_file_are_refused(app: Flask, tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / name).write_text("x")
    with pytest.raises(ImportRefusedError, match=why):
        take(tmp_path / name)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Friends of Sale & District", "friends of sale and district"),
        ("St. John's Centre", "St Johns Centre"),
        ("Blue Sci CIC", "blue  sci"),
        ("Café Über Ltd.", "CAFE UBER LIMITED"),
        ("Menter Môn Cyf", "Menter Mon Ltd"),
        ("Fernbank C.I.C.", "Fernbank Community Interest Company"),
        ("Fernbank (SCIO)", "Fernbank Scottish Charitable Incorporated Organisation"),
        ("Arts + Crafts", "Arts & Crafts"),
        ("Arts+Crafts", "arts and crafts"),
        ("Hope Centre, The", "The Hope Centre"),
    ],
)
def test_one_name_written_in_two_ways_is_one_name(one: str, other: str) -> None:
    assert normalise_name(one) == normalise_name(other)


@needs_data
@pytest.mark.slow
def test_the_published_grants_come_in_as_they_are(app: Flask) -> None:
    make_council("Trafford", gss_code="E08000009")
    runner = app.test_cli_runner()
    trafford = runner.invoke(args=["groups", "import", f"{GRANTS}.csv"])
    assert "Read 555 rows: 342 groups made" in trafford.output
    assert "0 rows skipped" in trafford.output
    same = runner.invoke(args=["groups", "import", f"{GRANTS}.json"])
    assert "0 groups made, 0 changed, 342 as they were" in same.output
    lloyds = runner.invoke(args=["groups", "import", str(LLOYDS)])
    assert "Read 4,116 rows: 3,626 groups made" in lloyds.output
    assert "row 138: skipped" in lloyds.output
    assert db.session.scalar(select(func.count(Group.id))) == 342 + 3626
