"""Reads who received a published grant, and where. Only what we need is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from forum.core.importing import Progress
from forum.core.text import clean_line
from forum.councils.places import Clue
from forum.groups.grant_files import Item, first_of, objects, read_grant_items, text_of

NEEDED = ("Recipient Org:Identifier", "Recipient Org:Name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who received one grant. Empty where the file says nothing."""

    org_id: str
    name: str
    charity_number: str = ""
    company_number: str = ""
    summary: str = ""
    website: str = ""
    places: tuple[Clue, ...] = ()
    """Where the group itself is."""
    helped: tuple[Clue, ...] = ()
    """Where the people are whom the grant was for."""
    funder: str = ""
    from_open_call: str = ""
    is_a_person: bool = False


def read_recipients(
    file: Path, *, remarks: Counter[str], progress: Progress
) -> Iterator[tuple[int, Recipient]]:
    """Yield each recipient of each grant, with the number of its row. Raises ImportRefusedError."""
    for number, grant in read_grant_items(file, needed=NEEDED, remarks=remarks, progress=progress):
        for recipient in recipients_of(grant):
            yield number, recipient


def recipients_of(grant: Item) -> list[Recipient]:
    """Return the recipients of one grant; one without a name where it has none."""
    organisations = objects(grant.get("recipientOrganization")) or [{}]
    funder = clean_line(text_of(first_of(grant.get("fundingOrganization")).get("name")))
    helped = tuple(map(_clue, objects(grant.get("beneficiaryLocation"))))
    return [
        Recipient(
            org_id=text_of(organisation.get("id")),
            name=clean_line(text_of(organisation.get("name"))),
            charity_number=text_of(organisation.get("charityNumber")),
            company_number=text_of(organisation.get("companyNumber")),
            summary=text_of(organisation.get("description")),
            website=text_of(organisation.get("url")),
            places=_places_of(organisation),
            helped=helped,
            funder=funder,
            from_open_call=text_of(grant.get("fromOpenCall")),
            is_a_person=not organisation and "recipientIndividual" in grant,
        )
        for organisation in organisations
    ]


def _places_of(organisation: Item) -> tuple[Clue, ...]:
    """Return where an organisation is: its locations, and the postcode of its address.

    The town of an address is left out: post towns reach into the councils around them.
    """
    places = [_clue(one) for one in objects(organisation.get("location"))]
    postcode = text_of(organisation.get("postalCode"))
    return (*places, *([Clue(postcode=postcode)] if postcode else []))


def _clue(location: Item) -> Clue:
    return Clue(
        code=text_of(location.get("geoCode")),
        name=text_of(location.get("name")),
        postcode=text_of(location.get("postalCode")) or text_of(location.get("postCode")),
        longitude=text_of(location.get("longitude")),
        latitude=text_of(location.get("latitude")),
    )
