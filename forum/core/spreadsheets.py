"""Writes tables as CSV that is safe to open in a spreadsheet: no cell of it can become a formula (OWASP, CSV injection)."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from forum.core.slugs import slug

BOM = "\ufeff"
MOST_ROWS = 20_000
"""A file ends after so many rows, as the page that it comes from does."""
ROWS_AT_ONCE = 200
_STARTS_FORMULA = frozenset("=+-@\t\r\n|%")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
Cell = str | int | float | date | None


def safe_cell(value: Cell) -> str | int | float:
    """Return what a spreadsheet shows as it is: numbers, negative ones too, stay numbers; a formula becomes words.

    A cell that begins, behind blanks, with a sign that starts a formula gets an apostrophe before it.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    text = _CONTROL.sub("", value.isoformat() if isinstance(value, date) else value)
    if _NUMBER.fullmatch(text):
        return text
    # Full-width signs are read as plain ones by some spreadsheets.
    first = unicodedata.normalize("NFKC", text[:1] + text.lstrip()[:1])
    return "'" + text if any(sign in _STARTS_FORMULA for sign in first) else text


def stream_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]], *, with_bom: bool) -> Iterator[bytes]:
    """Write a table piece by piece, its first line the names of the columns; with a BOM where Excel needs one."""
    buffer = io.StringIO(BOM if with_bom else "", newline="")
    buffer.seek(0, io.SEEK_END)
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([safe_cell(one) for one in head])
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            break
        writer.writerow([safe_cell(one) for one in row])
        if number % ROWS_AT_ONCE == ROWS_AT_ONCE - 1:
            yield _taken(buffer)
    yield _taken(buffer)


def file_name(council: str, table: str, day: date) -> str:
    """Name a file by council, table and day, as in wexmoor-recurring-2026-11-03.csv; safe in any header."""
    return f"{slug(council)}-{slug(table)}-{day.isoformat()}.csv"


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
