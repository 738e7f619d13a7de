"""Reads the headings of a 360Giving sheet: as titles ("Recipient Org:Name") or as field ids, however they are spelt."""

from __future__ import annotations

import re
from functools import cache

Path = tuple[str | int, ...]
"""The way to a value in a grant as JSON has it: ("recipientOrganization", 0, "name")."""

LISTS = frozenset(
    {"recipientOrganization", "recipientIndividual", "fundingOrganization", "beneficiaryLocation", "location"}
    | {"plannedDates", "actualDates", "grantProgramme", "classifications", "relatedDocument"}
)
TITLES = {
    "identifier": "id",
    "recipientorg": "recipientOrganization",
    "recipientorganisation": "recipientOrganization",
    "recipientind": "recipientIndividual",
    "fundingorg": "fundingOrganization",
    "fundingorganisation": "fundingOrganization",
    "geographiccode": "geoCode",
    "geographiccodetype": "geoCodeType",
    "postcode": "postalCode",
    "webaddress": "url",
    "city": "addressLocality",
    "county": "addressRegion",
    "country": "addressCountry",
    "fromanopencall": "fromOpenCall",
    "durationmonths": "duration",
}
"""Titles that are not their field's id in other words."""
FIELDS = LISTS | {
    "id", "title", "description", "currency", "amountAppliedFor", "amountAwarded", "amountDisbursed", "awardDate",
    "startDate", "endDate", "duration", "name", "charityNumber", "companyNumber", "streetAddress", "addressLocality",
    "addressRegion", "addressCountry", "postalCode", "url", "latitude", "longitude", "countryCode", "geoCode",
    "geoCodeType", "fromOpenCall", "dataSource", "dateModified", "department", "code",
}  # fmt: skip
PARTS = {one.casefold(): one for one in FIELDS} | TITLES
NEEDED = {
    "Identifier": ("id",),
    "Title": ("title",),
    "Amount Awarded": ("amountAwarded",),
    "Award Date": ("awardDate",),
    "Recipient Org:Identifier": ("recipientOrganization", 0, "id"),
    "Recipient Org:Name": ("recipientOrganization", 0, "name"),
    "Funding Org:Name": ("fundingOrganization", 0, "name"),
}
"""The columns without which no grant can be read, by the title that people know."""
MOST_LISTED = 20
"""So many recipients or places of one grant are read."""
BETWEEN_PARTS = re.compile(r"[:/.\[\]]+")


@cache
def read_heading(heading: str) -> Path | None:
    """Return the way to what a column holds; None for a column of which the standard knows nothing.

    Case, spaces and dashes do not count; the first of a list may be said ("Recipient Org:0:Name") or not.
    """
    path: list[str | int] = []
    for part in BETWEEN_PARTS.split(heading.strip()):
        plain = re.sub(r"[\W_]+", "", part.casefold())
        if plain.isdecimal() and path and path[-1] in LISTS:
            path.append(min(int(plain[:4]), MOST_LISTED))
            continue
        known = PARTS.get(plain)
        if plain and known is None:
            return None
        if known is not None:
            path += [0, known] if path and path[-1] in LISTS else [known]
    return tuple(path) or None


def missing_columns(paths: list[Path | None], needed: tuple[str, ...]) -> list[str]:
    """List the titles of the needed columns that are not there. Grants to people alone name no organisation."""
    to_people = any(path and path[0] == "recipientIndividual" for path in paths)
    return [
        title
        for title in needed
        if NEEDED[title] not in paths and not (to_people and title.startswith("Recipient Org"))
    ]
