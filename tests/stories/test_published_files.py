"""Files of grants as people publish them: the right value for each habit, in our own words and in the shared cases."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import select

from forum.core import workbooks
from forum.core.db import commit, db
from forum.core.importing import ImportRefusedError, ImportReport
from forum.groups.models import DuplicateReason, Group, SameGroup
from forum.stories.imports import import_stories
from forum.stories.models import Story, StoryImport
from tests.support.cases import CASES, needs_cases
from tests.support.factories import make_council

TITLES = (
    "Identifier", "Title", "Description", "Currency", "Amount Awarded", "Award Date", "Recipient Org:Identifier",
    "Recipient Org:Name", "Funding Org:Identifier", "Funding Org:Name",
)  # fmt: skip


def row(number: int = 1, **given: str) -> list[str]:
    values = {
        "Identifier": f"360G-own-{number}",
        "Title": f"A bench {number}",
        "Description": "For the green",
        "Currency": "GBP",
        "Amount Awarded": "1200",
        "Award Date": "2021-05-04",
        "Recipient Org:Identifier": f"GB-CHC-77000{number:02}",
        "Recipient Org:Name": f"Larch Club {number}",
        "Funding Org:Identifier": "GB-CHC-7700099",
        "Funding Org:Name": "Larch Trust",
    }
    return list((values | {name.replace("_", " "): value for name, value in given.items()}).values())


def csv_file(folder: Path, *rows: list[str], headings: tuple[str, ...] = TITLES) -> Path:
    file = folder / "grants.csv"
    lines = [",".join(f'"{cell}"' if "," in cell else cell for cell in one) for one in (headings, *rows)]
    file.write_text("\n".join(lines) + "\n")
    return file


def take(file: Path) -> ImportReport:
    report = import_stories(file=file, council=None, licence="", strict=False, progress=lambda _: None)
    commit()
    return report


def amounts() -> list[Decimal | None]:
    return list(db.session.scalars(select(StoryImport.amount_pounds).order_by(StoryImport.story_id)))


def days() -> list[date | None]:
    return list(db.session.scalars(select(StoryImport.awarded_on).order_by(StoryImport.story_id)))


def names() -> list[str]:
    return list(db.session.scalars(select(Group.name).order_by(Group.id)))


def test_days_written_day_first_are_read_with_a_remark(app: Flask, tmp_path: Path) -> None:
    report = take(
        csv_file(tmp_path, row(1, Award_Date="24/07/2014"), row(2, Award_Date="05/06/2014")),
    )
    assert days() == [date(2014, 7, 24), date(2014, 6, 5)]
    assert report.remarks["a date written day first, such as 31/05/2024, read so"] == 2


def test_a_file_whose_days_may_be_month_first_is_refused(app: Flask, tmp_path: Path) -> None:
    file = csv_file(tmp_path, row(1, Award_Date="07/24/2014"), row(2, Award_Date="05/06/2014"))
    with pytest.raises(ImportRefusedError, match="month first"):
        take(file)


def test_one_wrong_day_among_days_that_are_surely_day_first_is_skipped(app: Flask, tmp_path: Path) -> None:
    odd = row(1, Award_Date="07/24/2014")
    report = take(csv_file(tmp_path, odd, row(2, Award_Date="05/06/2014"), row(3, Award_Date="24/07/2014")))
    assert ([one.row for one in report.skipped], report.made) == ([2], 2)


def test_amounts_with_signs_and_commas_and_a_currency_in_small_letters_are_read(
    app: Flask, tmp_path: Path
) -> None:
    report = take(
        csv_file(
            tmp_path,
            row(1, Amount_Awarded="£1,200.00", Currency="gbp"),
            row(2, Amount_Awarded="1,200", Currency=""),
            row(3, Currency="EUR"),
            row(4, Amount_Awarded="-500"),
        )
    )
    assert amounts() == [Decimal(1200), Decimal(1200)]
    assert ["in 'EUR', not in pounds" in report.skipped[0].why, "below zero" in report.skipped[1].why] == [
        True
    ] * 2
    assert report.remarks["an amount without a currency, read as pounds"] == 1


def test_headings_may_be_field_ids_in_any_case_and_cells_may_be_empty_at_the_end(
    app: Flask, tmp_path: Path
) -> None:
    ids = ("ID", "title", "description", "currency", "AmountAwarded", "awarddate")
    ids += (
        "recipientOrganization/0/id",
        "recipientOrganization/name",
        "fundingOrganization/0/id",
        "Funding org : name",
    )
    assert take(csv_file(tmp_path, [*row(1), "", ""], [""] * 10, row(2), headings=ids)).made == 2


def test_a_table_without_descriptions_is_read(app: Flask, tmp_path: Path) -> None:
    def without(cells: list[str]) -> list[str]:
        return cells[:2] + cells[3:]

    assert take(csv_file(tmp_path, without(row()), headings=tuple(without(list(TITLES))))).made == 1
    story = db.session.scalars(select(Story)).one()
    assert story.body == "A bench 1"


def test_names_that_were_read_in_a_wrong_code_page_are_put_right_or_told(app: Flask, tmp_path: Path) -> None:
    names_as_given = ("TÅ· Gwyn", "Ã‰clair", "Tþ Coch", "Clwb Llanð", "C?n Môr", "Ynys Môn")
    rows = [[*row(n)[:7], name, *row(n)[8:]] for n, name in enumerate(names_as_given, 1)]
    report = take(csv_file(tmp_path, *rows))
    assert names() == ["Tŷ Gwyn", "Éclair", "Tŷ Coch", "Ynys Môn"]
    assert [one.row for one in report.skipped] == [5, 6]
    assert "a grant whose words had gone through a wrong encoding, put right" in report.remarks


def workbook(folder: Path, *rows: list[object], headings: tuple[str, ...] = TITLES) -> Path:
    book = Workbook()
    book.active.append(["Read me first"])
    sheet = book.create_sheet("grants")
    for one in (list(headings), *rows):
        sheet.append(one)
    file = folder / "grants.xlsx"
    book.save(file)
    return file


def test_a_workbook_is_read_from_the_sheet_that_holds_the_grants(app: Flask, tmp_path: Path) -> None:
    first: list[object] = list(row(1))
    first[4], first[5] = 1200.5, datetime(2014, 7, 24)
    second: list[object] = list(row(2))
    second[4], second[5] = 300, "05/06/2014"
    assert take(workbook(tmp_path, first, [None] * 10, second)).made == 2
    assert (amounts(), days()) == (
        [Decimal("1200.50"), Decimal(300)],
        [date(2014, 7, 24), date(2014, 6, 5)],
    )
    assert take(tmp_path / "grants.xlsx").unchanged == 2


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with ZipFile(bomb, "w", compression=8) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 3_000_000)
    monkeypatch.setattr(workbooks, "MOST_UNPACKED_BYTES", 1_000_000)
    with pytest.raises(ImportRefusedError, match="unpacks to 3,000,000 bytes"):
        take(bomb)


@pytest.mark.parametrize("inside", ["xl/workbook.xml", "[Content_Types].xml", "nothing"])
def test_a_workbook_that_is_none_inside_is_refused_in_words(app: Flask, tmp_path: Path, inside: str) -> None:
    broken = tmp_path / "broken.xlsx"
    with ZipFile(broken, "w") as packed:
        packed.writestr(inside, "<not-xml")
    with pytest.raises(ImportRefusedError, match="not an Excel workbook"):
        take(broken)


def test_a_workbook_of_more_rows_than_are_read_is_refused(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MOST_ROWS", 2)
    with pytest.raises(ImportRefusedError, match="more than 2 rows"):
        take(workbook(tmp_path, list(row(1)), list(row(2))))


def json_grant(number: int, *recipients: tuple[str, str], **given: object) -> dict[str, object]:
    return {
        "id": f"360G-own-{number}",
        "title": f"Kitchen {number}",
        "currency": "GBP",
        "amountAwarded": 5000,
        "awardDate": "2025-02-03",
        "fundingOrganization": [{"name": "Larch Trust"}],
        "recipientOrganization": [{"id": org_id, "name": name} for org_id, name in recipients],
    } | given


def json_file(folder: Path, *grants: dict[str, object]) -> Path:
    file = folder / "grants.json"
    file.write_text(json.dumps({"grants": grants}))
    return file


def test_a_grant_to_two_groups_makes_both_and_its_amount_is_nobodys_alone(app: Flask, tmp_path: Path) -> None:
    file = json_file(tmp_path, json_grant(1, ("GB-CHC-7", "Cedar Club"), ("GB-CHC-8", "Dogwood Club")))
    take(file)
    assert names() == ["Cedar Club", "Dogwood Club"]
    story = db.session.scalars(select(Story)).one()
    assert story.group_id is None
    assert [one.group.name for one in story.recipients] == ["Cedar Club", "Dogwood Club"]
    page = app.test_client().get(f"/stories/{story.numbered_slug}").text
    assert "£5,000.00 shared by the groups" in page
    assert "Open your group’s page, named above, to claim it." in page
    for group in db.session.scalars(select(Group)):
        assert "Kitchen 1" in app.test_client().get(f"/groups/{group.id}-{group.slug}").text
    assert take(file).unchanged == 1


def test_branches_with_one_identifier_are_kept_apart_and_told(app: Flask, tmp_path: Path) -> None:
    north, south = ("GB-CHC-7", "Order of Fir, North"), ("GB-CHC-7", "Order of Fir, South")
    file = json_file(tmp_path, json_grant(1, north), json_grant(2, south), json_grant(3, south))
    report = take(file)
    assert names() == ["Order of Fir, North", "Order of Fir, South"]
    assert any("identifier of another, under another name" in remark for remark in report.remarks)
    stories = db.session.scalars(select(Story).order_by(Story.id)).all()
    assert [one.group.name[-5:] for one in stories if one.group] == ["North", "South", "South"]
    pair = db.session.scalars(select(SameGroup)).one()
    assert (pair.group.name, pair.other.name, pair.likeness) == (*names(), DuplicateReason.IDENTIFIER)
    again = take(json_file(tmp_path, json_grant(3, south), json_grant(4, south)))
    assert (again.made, again.unchanged, len(names())) == (1, 1, 2)


def test_one_group_under_its_charity_and_its_company_number_is_offered_as_one(
    app: Flask, tmp_path: Path
) -> None:
    charity = {"id": "GB-CHC-7", "name": "Cedar Club", "companyNumber": "123456"}
    company = {"id": "GB-COH-00123456", "name": "Cedar Kitchens"}
    take(
        json_file(
            tmp_path,
            json_grant(1, recipientOrganization=[charity]),
            json_grant(2, recipientOrganization=[company]),
            json_grant(3, ("GB-COH-9", "The Cedar Club CIC")),
            json_grant(4, ("GB-CHC-8", "Cedar Club")),
        )
    )
    pairs = db.session.scalars(select(SameGroup).order_by(SameGroup.other_id)).all()
    assert [(one.group.name, one.other.name, one.likeness) for one in pairs[:2]] == [
        ("Cedar Club", "Cedar Kitchens", DuplicateReason.NUMBERS),
        ("Cedar Club", "The Cedar Club CIC", DuplicateReason.NAME),
    ]
    assert len(names()) == 4


@needs_cases
@pytest.mark.parametrize(
    ("name", "made", "skipped"),
    [
        ("g02_uk_dates.csv", 2, []),
        ("g03_utc_moment.csv", 4, []),
        ("g05_head_case.csv", 1, []),
        ("g07_ids.csv", 1, []),
        ("g08_semicolon.csv", 1, []),
        ("g10_idspace.csv", 3, [2]),
        ("g11_blankrows.csv", 2, []),
        ("g12_trailing_cells.csv", 2, []),
        ("g13_currency.csv", 2, [2]),
        ("g14_no_description.csv", 1, []),
        ("g15_newline_quote.csv", 1, []),
        ("g16_dupgrant.csv", 1, [3]),
        ("g17_welsh.csv", 3, []),
        ("g18_two_recipients.json", 1, []),
        ("g20_key_in_text.json", 1, []),
        ("g23_nan.json", 0, [1]),
        ("two-recipients.json", 1, []),
        ("branches-of-one-charity.json", 2, []),
    ],
)
def test_the_shared_cases_are_read_as_they_should_be(
    app: Flask, name: str, made: int, skipped: list[int]
) -> None:
    report = take(CASES / name)
    assert (report.made, [one.row for one in report.skipped]) == (made, skipped)
    again = take(CASES / name)
    assert (again.made, again.unchanged) == (0, made)


@needs_cases
def test_the_shared_cases_have_the_right_values(app: Flask) -> None:
    take(CASES / "g02_uk_dates.csv")
    take(CASES / "g03_utc_moment.csv")
    assert days() == [date(2014, 7, 24), date(2014, 6, 5), *[date(2021, 7, 1)] * 4]
    report = take(CASES / "g04_amounts.csv")
    assert amounts()[6:9] == [Decimal(1200), Decimal(1200), Decimal(0)]
    assert any("below zero" in one.why for one in report.skipped)
    with pytest.raises(ImportRefusedError, match="UTF-8"):
        take(CASES / "g09_cp1252.csv")


def test_where_a_grant_is_comes_from_all_that_its_file_says(app: Flask, tmp_path: Path) -> None:
    ham = make_council("Ham", gss_code="E08000009")
    here = {"location": [{"geoCode": "e08000009"}]}
    several = [{"name": "Somewhere"}, {"geoCode": " e08 000 009 "}]
    take(
        json_file(
            tmp_path,
            json_grant(1, ("GB-CHC-1", "A"), beneficiaryLocation=several),
            json_grant(2, recipientOrganization=[{"id": "GB-CHC-2", "name": "B", **here}]),
            json_grant(3, ("GB-CHC-3", "C"), beneficiaryLocation=[{"geoCode": "E01000001"}]),
        )
    )
    assert [one.council_id for one in db.session.scalars(select(Story).order_by(Story.id))] == [
        ham.id,
        ham.id,
        None,
    ]
    assert [one.council_id for one in db.session.scalars(select(Group).order_by(Group.id))] == [
        ham.id,
        ham.id,
        None,
    ]
