"""One heading has many spellings: as a title, as a field id, in any case, with or without the number of a list."""

from __future__ import annotations

import pytest

from forum.groups.grant_headings import NEEDED, missing_columns, read_heading

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    "heading",
    [
        "Recipient Org:Name",
        "recipient org:name",
        "RECIPIENT ORG : NAME",
        "Recipient Org:0:Name",
        "RecipientOrg:Name",
        "Recipient Organisation:Name",
        "recipientOrganization/0/name",
        "recipientOrganization/name",
        "recipientorganization/0/NAME",
        "  Recipient  Org:Name ",
        "recipient_org:name",
    ],
)
def test_every_spelling_of_a_heading_leads_to_the_same_value(heading: str) -> None:
    assert read_heading(heading) == ("recipientOrganization", 0, "name")


@pytest.mark.parametrize(
    ("heading", "path"),
    [
        ("Identifier", ("id",)),
        ("id", ("id",)),
        ("Amount Awarded", ("amountAwarded",)),
        ("amountAwarded", ("amountAwarded",)),
        ("Award Date", ("awardDate",)),
        ("Beneficiary Location:Geographic Code", ("beneficiaryLocation", 0, "geoCode")),
        ("Beneficiary Location:2:Geographic Code", ("beneficiaryLocation", 2, "geoCode")),
        ("beneficiaryLocation/1/geoCode", ("beneficiaryLocation", 1, "geoCode")),
        (
            "Recipient Org:Location:Geographic Code",
            ("recipientOrganization", 0, "location", 0, "geoCode"),
        ),
        (
            "recipientOrganization/0/location/1/geoCode",
            ("recipientOrganization", 0, "location", 1, "geoCode"),
        ),
        ("Planned Dates:Start Date", ("plannedDates", 0, "startDate")),
        ("From an open call?", ("fromOpenCall",)),
        ("Favourite colour", None),
        ("", None),
        ("::/", None),
        ("7", None),
    ],
)
def test_titles_and_field_ids_of_the_standard_are_known(
    heading: str, path: tuple[object, ...] | None
) -> None:
    assert read_heading(heading) == path


def test_missing_columns_are_named_as_people_know_them() -> None:
    paths = [read_heading(one) for one in ("id", "title", "AWARD DATE")]
    assert missing_columns(paths, tuple(NEEDED)) == [
        "Amount Awarded",
        "Recipient Org:Identifier",
        "Recipient Org:Name",
        "Funding Org:Name",
    ]
