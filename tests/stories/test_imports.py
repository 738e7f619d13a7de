"""Past projects come in from published grants once, as stubs that nobody has told yet."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.models import Person, SiteRole
from forum.accounts.permissions import may_suspend
from forum.core.db import commit, db
from forum.core.importing import ImportReport
from forum.core.outbox import OutboxRow
from forum.councils.identity import Identity
from forum.groups.models import Group
from forum.stories.imports import import_stories
from forum.stories.models import Story, StoryImport
from forum.threads.author_display import public_author_display
from forum.threads.kinds import kind_of
from tests.groups.test_imports import GRANTS, LLOYDS, needs_data
from tests.support.factories import make_council, make_group, make_person, sign_in
from tests.support.statements import count_statements

pytestmark = pytest.mark.sql


def grant(number: int = 1, **given: Any) -> dict[str, Any]:
    return {
        "id": f"360G-test-{number}",
        "title": f"Grant {number}",
        "description": "To keep the hall open on Tuesdays.",
        "currency": "GBP",
        "amountAwarded": 2500.5,
        "awardDate": "2015-06-10T00:00:00+00:00",
        "plannedDates": [{"startDate": "2015-07-01", "endDate": "2016-06-30"}],
        "recipientOrganization": [{"id": f"GB-CHC-{number}", "name": f"Group {number}"}],
        "fundingOrganization": [{"name": "The Test Fund"}],
        "dataSource": "https://www.example.org/grants",
    } | given


def json_file(folder: Path, *grants: dict[str, Any]) -> Path:
    file = folder / "grants.json"
    file.write_text(json.dumps({"grants": grants}))
    return file


def take(file: Path, council: Any = None, *, licence: str = "CC BY 4.0") -> ImportReport:
    report = import_stories(
        file=file, council=council, licence=licence, strict=False, progress=lambda _: None
    )
    commit()
    return report


def run(app: Flask, *arguments: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["stories", "import", *map(str, arguments)])


def stories() -> list[Story]:
    return list(db.session.scalars(select(Story).order_by(Story.id)))


def nothing_is_here() -> bool:
    tables = (Story, StoryImport, Group, Person, OutboxRow)
    return not any(db.session.scalar(select(func.count()).select_from(table)) for table in tables)


def test_a_grant_becomes_a_stub_with_all_that_the_file_says(app: Flask, tmp_path: Path) -> None:
    ham = make_council("Ham", gss_code="E08000009")
    one = grant(beneficiaryLocation=[{"geoCode": "E08000009"}])
    assert take(json_file(tmp_path, one)).made == 1
    (story,) = stories()
    assert story.grant is not None
    assert (story.title, story.body, story.told_at) == ("Grant 1", "To keep the hall open on Tuesdays.", None)
    assert (story.council_id, story.created_at.date()) == (ham.id, date(2015, 6, 10))
    assert (story.started_on, story.ended_on) == (date(2015, 7, 1), date(2016, 6, 30))
    assert story.group is not None
    assert (story.group.name, story.group.org_id, story.group.claimed_at) == ("Group 1", "GB-CHC-1", None)
    found = story.grant
    assert (found.funder, found.recipient, found.amount_pounds) == (
        "The Test Fund",
        "Group 1",
        Decimal("2500.50"),
    )
    assert (found.licence, found.source, found.file_name, found.awarded_on) == (
        "CC BY 4.0",
        "https://www.example.org/grants",
        "grants.json",
        date(2015, 6, 10),
    )
    rows = db.session.scalars(select(OutboxRow.payload).where(OutboxRow.kind == "index")).all()
    assert {row["document"] for row in rows} == {f"thread:{story.id}", f"group:{story.group_id}"}


def test_reading_a_file_twice_changes_nothing(app: Flask, tmp_path: Path) -> None:
    file = json_file(
        tmp_path,
        grant(1),
        grant(2),
        grant(3, recipientOrganization=[{"id": "GB-CHC-1", "name": "The GROUP 1"}]),
    )
    assert take(file).made == 3
    db.session.execute(OutboxRow.__table__.delete())  # type: ignore[attr-defined]  # the worker did it
    stories()[0].body = "Our own words"
    commit()
    again = take(file)
    assert (again.made, again.unchanged, again.skipped) == (0, 3, [])
    assert stories()[0].body == "Our own words"
    assert db.session.scalar(select(func.count(Group.id))) == 2
    assert db.session.scalar(select(func.count(Person.id))) == 1
    assert db.session.scalar(select(func.count(OutboxRow.id))) == 0


def test_a_group_that_is_here_already_gets_its_story(app: Flask, tmp_path: Path) -> None:
    ours = make_group("Group 1", org_id="GB-CHC-1")
    take(json_file(tmp_path, grant()))
    assert stories()[0].group_id == ours.id


def test_its_author_is_nobody_and_can_never_sign_in(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    take(json_file(tmp_path, grant()))
    (story,) = stories()
    nobody = story.author
    assert (nobody.is_system, nobody.is_active, nobody.wants_mail, nobody.password_hash) == (
        True,
        False,
        False,
        None,
    )
    nobody.suspended_at = None
    assert not nobody.is_active
    assert not may_suspend(make_person(role=SiteRole.ADMINISTRATOR), nobody)
    sign_in(client, nobody)
    assert client.get("/account").status_code == 302
    assert public_author_display(story)(nobody) == "Published grants"
    document = kind_of(story).document(story)
    assert (document.author, document.title) == (None, "Grant 1")
    assert "The Test Fund" in document.text
    assert not kind_of(story).may_change(Identity(person=make_person()), story)


def test_its_page_says_whose_words_they_are(client: FlaskClient, tmp_path: Path) -> None:
    take(json_file(tmp_path, grant()))
    page = client.get(f"/stories/{stories()[0].numbered_slug}").text
    for words in ("has not told this story itself", "What the grant was for", "The Test Fund", "£2,500.50"):
        assert words in page
    for words in ("10 June 2015", "CC BY 4.0", "https://www.example.org/grants", "page to claim it"):
        assert words in page
    assert "What we did" not in page
    assert "Told by" not in page


def test_what_a_file_says_is_shown_as_words_alone(app: Flask, tmp_path: Path) -> None:
    take(
        json_file(tmp_path, grant(description="<script>alert(1)</script> [x](javascript:alert(1)) **bold**"))
    )
    html = stories()[0].body_html
    assert "<script" not in html
    assert "javascript:" not in html.replace("](javascript:alert(1))", "")
    assert "href" not in html


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ({"awardDate": "2020-02-30"}, "'2020-02-30' is not a date"),
        ({"amountAwarded": "1e9"}, "'1e9' is not a number"),
        ({"amountAwarded": 1e9}, "above £100,000,000"),
        ({"amountAwarded": -5}, "below zero"),
        ({"title": "Caf\ufffd nights"}, "wrong encoding"),
        ({"id": "360G-test-1"}, "is in the file twice"),
        ({"recipientOrganization": []}, "no name"),
        ({"recipientOrganization": [{"id": "GB-CHC- 1", "name": "G"}]}, "not an organisation identifier"),
        ({"recipientIndividual": [{"name": "Ada"}], "recipientOrganization": []}, "to a person"),
    ],
)
def test_a_bad_row_is_skipped_with_its_number_or_refuses_all_when_asked_to(
    app: Flask, tmp_path: Path, bad: dict[str, Any], why: str
) -> None:
    file = json_file(tmp_path, grant(1), grant(2, **bad), grant(3))
    strict = run(app, file, "--strict")
    assert strict.exit_code == 1
    assert "Row 2: " in strict.output
    assert why in strict.output
    assert "Nothing was changed." in strict.output
    assert nothing_is_here()
    told = run(app, file)
    assert "Read 3 rows: 2 stories made" in told.output
    assert "row 2: skipped, because" in told.output
    assert why in told.output
    assert "Say it with --licence" in told.output


def test_a_file_that_breaks_off_leaves_nothing_behind(app: Flask, tmp_path: Path) -> None:
    file = json_file(tmp_path, *(grant(number) for number in range(1, 1200)))
    file.write_text(file.read_text()[:-30])
    told = run(app, file)
    assert told.exit_code == 1
    assert "Nothing was changed." in told.output
    assert nothing_is_here()


def csv_file(folder: Path, *rows: dict[str, str], encoding: str = "utf-8") -> Path:
    row = {
        "Identifier": "360G-csv-1",
        "Title": "Café nights",
        "Description": "Singing, with tea",
        "Currency": "GBP",
        "Amount Awarded": "3056.37",
        "Award Date": "2013-01-18",
        "Recipient Org:Identifier": "GB-COH-07962245",
        "Recipient Org:Name": "Cyril’s Befrienders",
        "Funding Org:Name": "Ham Council",
    }
    file = folder / "grants.csv"
    with file.open("w", newline="", encoding=encoding) as opened:
        writer = csv.DictWriter(opened, fieldnames=list(row))
        writer.writeheader()
        writer.writerows(row | given for given in rows)
    return file


def test_the_flat_table_is_read_too_and_rows_are_numbered_as_a_spreadsheet_does(
    app: Flask, tmp_path: Path
) -> None:
    told = run(app, csv_file(tmp_path, {}, {"Identifier": "b", "Award Date": "2013-18-01"}))
    assert "Read 2 rows: 1 stories made" in told.output
    assert "row 3: skipped, because the award date '2013-18-01' is not a date" in told.output
    assert [story.title for story in stories()] == ["Café nights"]


def test_a_table_in_another_encoding_is_refused(app: Flask, tmp_path: Path) -> None:
    told = run(app, csv_file(tmp_path, {}, encoding="cp1252"))
    assert "not in UTF-8" in told.output
    assert nothing_is_here()


def test_missing_columns_are_named(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "grants.csv"
    file.write_text("Identifier,Title,Description\nx,y,z\n")
    told = run(app, file)
    assert "Amount Awarded, Award Date" in told.output
    assert nothing_is_here()


def test_an_unknown_council_is_said(app: Flask, tmp_path: Path) -> None:
    assert (
        "No council has the code 'XXX'" in run(app, json_file(tmp_path, grant()), "--council", "XXX").output
    )


def test_no_row_asks_the_database_anything(app: Flask, tmp_path: Path) -> None:
    take(json_file(tmp_path, grant(9999)))
    asked = []
    for first, last in ((1, 11), (11, 311)):
        with count_statements() as statements:
            take(json_file(tmp_path, *(grant(number) for number in range(first, last))))
        asked.append([one for one in statements if one.startswith("SELECT")])
    assert asked[0] == asked[1]


@needs_data
@pytest.mark.slow
def test_the_published_grants_come_in_as_they_are(app: Flask) -> None:
    make_council("Trafford", gss_code="E08000009")
    trafford = run(app, f"{GRANTS}.csv", "--licence", "Open Government Licence v3.0")
    assert "Read 555 rows: 555 stories made" in trafford.output
    assert "342 x a group made of a recipient" in trafford.output
    assert "19 x a group with the identifier of another, under another name" in trafford.output
    same = run(app, f"{GRANTS}.json")
    assert "0 stories made, 0 changed, 555 as they were, 0 rows skipped" in same.output
    lloyds = run(app, LLOYDS)
    assert "Read 4,116 rows: 4,115 stories made" in lloyds.output
    assert "row 138: skipped" in lloyds.output
    assert "0 stories made, 0 changed, 4,115 as they were" in run(app, LLOYDS).output
    assert db.session.scalar(select(func.count(Story.id)).where(Story.told_at.is_not(None))) == 0
    assert db.session.scalar(select(func.count(StoryImport.story_id))) == 555 + 4115
