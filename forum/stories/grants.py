"""Reads grants out of a 360Giving file, one after the other, and says what is wrong with one. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from forum.core.importing import Progress
from forum.core.mojibake import is_garbled
from forum.core.text import clean, clean_line
from forum.groups.grant_files import Item, first_of, read_grant_items
from forum.groups.grant_headings import NEEDED as ALL_NEEDED
from forum.groups.threesixty_giving import Recipient, recipients_of
from forum.stories.grant_values import RowRefusedError

NEEDED = tuple(ALL_NEEDED)
LONGEST_ID = 120
LONGEST_FUNDER = 200
POUNDS = {"GBP", "£", ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One grant as the file has it; all of it text, which nobody has checked yet."""

    grant_id: str
    title: str
    description: str
    currency: str
    amount: str
    awarded: str
    starts: str
    ends: str
    funder: str
    source: str
    recipients: tuple[Recipient, ...]


def read_grants(file: Path, *, remarks: Counter[str], progress: Progress) -> Iterator[tuple[int, Grant]]:
    """Yield each grant with its number: the row of a sheet, the place in the list of a JSON. Raises ImportRefusedError."""
    for number, item in read_grant_items(file, needed=NEEDED, remarks=remarks, progress=progress):
        yield number, _grant(item)


def _grant(item: Item) -> Grant:
    recipients, plan = recipients_of(item), first_of(item.get("plannedDates"))
    return Grant(
        grant_id=clean_line(_words(item.get("id"))),
        title=clean_line(_words(item.get("title"))),
        description=clean(_words(item.get("description"))),
        currency=_words(item.get("currency")).upper(),
        amount=_number(item.get("amountAwarded")),
        awarded=_words(item.get("awardDate")),
        starts=_words(plan.get("startDate")),
        ends=_words(plan.get("endDate")),
        funder=recipients[0].funder,
        source=_words(item.get("dataSource")),
        recipients=tuple(recipients),
    )


def check(grant: Grant) -> None:
    """Raise RowRefusedError for a grant whose words cannot be taken."""
    problems = (
        (not grant.grant_id, "the grant has no identifier"),
        (len(grant.grant_id) > LONGEST_ID, f"the identifier is longer than {LONGEST_ID} characters"),
        (not grant.title, "the grant has no title"),
        (not grant.funder, "the grant names no funder"),
        (len(grant.funder) > LONGEST_FUNDER, f"the funder's name is longer than {LONGEST_FUNDER} characters"),
        (is_garbled(grant.title), f"the title {grant.title[:60]!r} went through a wrong encoding"),
        (is_garbled(grant.description), "the description went through a wrong encoding"),
        (is_garbled(grant.funder), f"the funder {grant.funder[:60]!r} went through a wrong encoding"),
        (grant.currency not in POUNDS, f"the amount is in {grant.currency[:10]!r}, not in pounds"),
    )
    why = next((why for is_wrong, why in problems if is_wrong), None)
    if why:
        raise RowRefusedError(why)


def web_source(text: str) -> str:
    """Keep an address of the web; anything else is left out."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in {"http", "https"} and "." in parts.netloc else ""


def _words(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _number(value: Any) -> str:  # noqa: ANN401  # whatever the file holds
    """Write a number as digits: Python would write a large one as 1e+16."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return ""
    return f"{value:.2f}" if isinstance(value, float) else str(value).strip()
