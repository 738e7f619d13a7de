"""Reads grants out of a 360Giving file, CSV or JSON, one after the other, and says what is wrong with a row. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from forum.core.importing import ImportRefusedError, Progress, is_garbled, read_csv, read_json_items
from forum.core.text import clean, clean_line
from forum.groups.giving import Recipient, csv_recipient, first_of, json_recipients

NEEDED = (
    "Identifier",
    "Title",
    "Description",
    "Currency",
    "Amount Awarded",
    "Award Date",
    "Recipient Org:Identifier",
    "Recipient Org:Name",
    "Funding Org:Name",
)
LONGEST_ID = 120
LONGEST_FUNDER = 200
LARGEST_AMOUNT = 100_000_000
FIRST_YEAR = 1950
AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,10})?")


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
    recipient: Recipient


class RowRefusedError(ValueError):
    """Why one row is not taken."""


def read_grants(file: Path, progress: Progress) -> Iterator[tuple[int, Grant]]:
    """Give each grant with its number: the row of a CSV, the place in the list of a JSON. Raises ImportRefusedError."""
    if file.suffix.lower() == ".csv":
        return _from_csv(file, progress)
    if file.suffix.lower() == ".json":
        return _from_json(file, progress)
    raise ImportRefusedError("The file's name must end in .csv or .json.")


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
        (grant.currency not in {"GBP", ""}, f"the amount is in {grant.currency[:10]!r}, not in pounds"),
    )
    why = next((why for is_wrong, why in problems if is_wrong), None)
    if why:
        raise RowRefusedError(why)


def read_amount(text: str) -> Decimal:
    """Read pounds and pence. Raises RowRefusedError."""
    if not text:
        raise RowRefusedError("the grant has no amount")
    if text.startswith("-"):
        raise RowRefusedError(f"the amount {text[:30]!r} is below zero")
    if not AMOUNT.fullmatch(text):
        raise RowRefusedError(f"the amount {text[:30]!r} is not a number such as 2500 or 2500.50")
    amount = Decimal(text).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if amount > LARGEST_AMOUNT:
        raise RowRefusedError(f"the amount {text[:30]!r} is above £{LARGEST_AMOUNT:,}")
    return amount


def read_day(text: str, *, today: date) -> date:
    """Read the day of an award, from a date or from a moment. Raises RowRefusedError."""
    if not text:
        raise RowRefusedError("the grant has no award date")
    try:
        day = date.fromisoformat(text[:10])
    except ValueError as error:
        raise RowRefusedError(f"the award date {text[:30]!r} is not a date such as 2024-05-31") from error
    if len(text) > len("2024-05-31") and text[10] not in "T ":
        raise RowRefusedError(f"the award date {text[:30]!r} is not a date such as 2024-05-31")
    if not day.year >= FIRST_YEAR or day > today:
        raise RowRefusedError(f"the award date {text[:10]!r} is before {FIRST_YEAR} or still to come")
    return day


def read_plan(starts: str, ends: str) -> tuple[date | None, date | None]:
    """Read when a project was to begin and to end; two days that make no sense together are left out."""
    first, last = _any_day(starts), _any_day(ends)
    return (None, None) if first and last and first > last else (first, last)


def _any_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def web_source(text: str) -> str:
    """Keep an address of the web; anything else is left out."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in {"http", "https"} and "." in parts.netloc else ""


def _from_csv(file: Path, progress: Progress) -> Iterator[tuple[int, Grant]]:
    for number, row in read_csv(file, needed=NEEDED, progress=progress):
        yield (
            number,
            Grant(
                grant_id=clean_line(row["Identifier"]),
                title=clean_line(row["Title"]),
                description=clean(row["Description"]),
                currency=row["Currency"],
                amount=row["Amount Awarded"],
                awarded=row["Award Date"],
                starts=row.get("Planned Dates:Start Date", ""),
                ends=row.get("Planned Dates:End Date", ""),
                funder=clean_line(row["Funding Org:Name"]),
                source=row.get("Data Source", ""),
                recipient=csv_recipient(row),
            ),
        )


def _from_json(file: Path, progress: Progress) -> Iterator[tuple[int, Grant]]:
    for number, item in read_json_items(file, key="grants", progress=progress):
        recipient, plan = json_recipients(item)[0], first_of(item.get("plannedDates"))
        yield (
            number,
            Grant(
                grant_id=clean_line(_text(item.get("id"))),
                title=clean_line(_text(item.get("title"))),
                description=clean(_text(item.get("description"))),
                currency=_text(item.get("currency")),
                amount=_number(item.get("amountAwarded")),
                awarded=_text(item.get("awardDate")),
                starts=_text(plan.get("startDate")),
                ends=_text(plan.get("endDate")),
                funder=recipient.funder,
                source=_text(item.get("dataSource")),
                recipient=recipient,
            ),
        )


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _number(value: Any) -> str:  # noqa: ANN401  # whatever the file holds
    """Write a number as digits: Python would write a large one as 1e+16."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return ""
    return f"{value:.2f}" if isinstance(value, float) else str(value).strip()
