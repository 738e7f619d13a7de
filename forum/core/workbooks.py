"""Reads a sheet of an Excel workbook (.xlsx) as rows of text: never the whole of it, and never more than it may hold."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812  # a class with a small name

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from forum.core.importing import ImportRefusedError, check_size, trimmed

MOST_UNPACKED_BYTES = 200_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 300
MOST_SHEETS = 50
BROKEN = (BadZipFile, InvalidFileException, ZlibError, KeyError, ValueError, TypeError, OSError, SyntaxError)
"""What openpyxl raises for a workbook that is not one, or is broken inside."""

Heading = Callable[[list[str]], bool]


def read_workbook_cells(file: Path, *, is_heading: Heading) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of the heading and of each row of the first sheet whose first row `is_heading`.

    Where there is none, the first sheet is given, whose reader then says what is missing. Raises ImportRefusedError.
    """
    check_size(file)
    _check_unpacked(file)
    with closing(_workbook(file)) as book:
        yield from _rows(_sheet(book, is_heading))


def _check_unpacked(file: Path) -> None:
    """Refuse a file that would unpack to more than a machine can hold: zip never unpacks more than it says here."""
    try:
        with ZipFile(file) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
    except BROKEN as error:
        raise ImportRefusedError("This is not an Excel workbook (.xlsx) that we can open.") from error
    if unpacked > MOST_UNPACKED_BYTES:
        raise ImportRefusedError(
            f"The workbook unpacks to {unpacked:,} bytes; at most {MOST_UNPACKED_BYTES:,} are read. Save it as CSV."
        )


def _workbook(file: Path) -> Any:  # noqa: ANN401  # openpyxl has no types
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of styles and drop-down lists, which we do not read
            return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except BROKEN as error:
        raise ImportRefusedError("This is not an Excel workbook (.xlsx) that we can open.") from error


def _sheet(book: Any, is_heading: Heading) -> Any:  # noqa: ANN401
    sheets = book.worksheets[:MOST_SHEETS]
    if not sheets:
        raise ImportRefusedError("The workbook has no sheet with rows.")
    for sheet in sheets:
        first = next(_rows(sheet), None)
        if first and is_heading(first[1]):
            return sheet
    return sheets[0]


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:  # noqa: ANN401
    sheet.reset_dimensions()  # what a file says of its size is often wrong
    rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
    width, number = 0, 0
    try:
        for number, row in enumerate(islice(rows, MOST_ROWS + 1), start=1):
            cells = trimmed(_texts(row))
            width = width or len(cells)
            yield number, cells[:width]
    except BROKEN as error:
        raise ImportRefusedError("The workbook is broken inside. Open it, and save it again.") from error
    if number > MOST_ROWS:
        raise ImportRefusedError(f"The sheet has more than {MOST_ROWS:,} rows. Split it, please.")


def _texts(row: Iterable[object]) -> Iterator[str]:
    return (_text(value) for value in row)


def _text(value: object) -> str:
    """Write a cell as a CSV would hold it: days as 2024-05-31, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat() if value.time() != time() else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.10f}".rstrip("0")
    return str(value)
