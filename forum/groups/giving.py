"""Reads the recipients out of a 360Giving file: the flat CSV or the JSON package. Only what we need is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forum.core.importing import Progress, read_csv, read_json_items
from forum.core.text import clean_line

NEEDED = ("Recipient Org:Identifier", "Recipient Org:Name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who received one grant. Empty where the file says nothing."""

    org_id: str
    name: str
    summary: str = ""
    website: str = ""
    place_code: str = ""
    funder: str = ""
    from_open_call: str = ""
    is_a_person: bool = False


def read_csv_recipients(file: Path, progress: Progress) -> Iterator[tuple[int, Recipient]]:
    """Give the recipient of each row of the flat CSV."""
    for number, row in read_csv(file, needed=NEEDED, progress=progress):
        yield number, csv_recipient(row)


def read_json_recipients(file: Path, progress: Progress) -> Iterator[tuple[int, Recipient]]:
    """Give each recipient of each grant of the JSON package, with the grant's number in the list."""
    for number, grant in read_json_items(file, key="grants", progress=progress):
        for recipient in json_recipients(grant):
            yield number, recipient


def csv_recipient(row: dict[str, str]) -> Recipient:
    """Give the recipient of one row."""
    return Recipient(
        org_id=row["Recipient Org:Identifier"],
        name=clean_line(row["Recipient Org:Name"]),
        summary=row.get("Recipient Org:Description", ""),
        website=row.get("Recipient Org:Web Address", ""),
        place_code=row.get("Beneficiary Location:Geographic Code", ""),
        funder=row.get("Funding Org:Name", ""),
        from_open_call=row.get("From an open call?", ""),
        is_a_person=bool(row.get("Recipient Ind:Identifier")),
    )


def json_recipients(grant: dict[str, Any]) -> list[Recipient]:
    """Give the recipients of one grant; one without a name where it has none."""
    organisations = _objects(grant.get("recipientOrganization")) or [{}]
    place, funder = first_of(grant.get("beneficiaryLocation")), first_of(grant.get("fundingOrganization"))
    return [
        Recipient(
            org_id=_text(organisation.get("id")),
            name=clean_line(_text(organisation.get("name"))),
            summary=_text(organisation.get("description")),
            website=_text(organisation.get("url")),
            place_code=_text(place.get("geoCode")),
            funder=clean_line(_text(funder.get("name"))),
            from_open_call=_text(grant.get("fromOpenCall")),
            is_a_person=not organisation and "recipientIndividual" in grant,
        )
        for organisation in organisations
    ]


def _objects(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def first_of(value: object) -> dict[str, Any]:
    """Give the first object of a list; an empty one where there is none."""
    found = _objects(value)
    return found[0] if found else {}


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""
