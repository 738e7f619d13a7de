"""Reading files that somebody else made: as a stream, up to a size, in UTF-8, with words for what is wrong."""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

MAXIMUM_BYTES = 50_000_000
LONGEST_ITEM = 2_000_000  # characters of one feature or grant
CHUNK = 65_536

Progress = Callable[[int], None]


class ImportRefusedError(ValueError):
    """The file as a whole cannot be read; nothing of it was taken. The message is for the person who runs it."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """One row that was not taken: its number as a spreadsheet shows it, and why."""

    row: int
    why: str


@dataclass(slots=True)
class ImportReport:
    """What an import did. `remarks` counts what was odd but taken all the same."""

    read: int = 0
    made: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    remarks: Counter[str] = field(default_factory=Counter)

    def skip(self, row: int, why: str) -> None:
        """Write down a row that was not taken."""
        self.skipped.append(Skipped(row, why))


def read_csv(
    file: Path, *, needed: tuple[str, ...], progress: Progress
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row with its number; the heading is row 1. Raises ImportRefusedError, naming the row."""
    rows = read_csv_cells(file, progress=progress)
    _, names = next(rows)
    missing = [name for name in needed if name not in names]
    if missing:
        raise ImportRefusedError(
            f"The first row must name these columns, and does not: {', '.join(missing)}."
        )
    for number, cells in rows:
        if cells:
            yield number, dict(zip(names, [*cells, *[""] * len(names)], strict=False))


def read_csv_cells(file: Path, *, progress: Progress) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of the heading, row 1, then those of each row; empty cells at the end do no harm.

    Raises ImportRefusedError, naming the row.
    """
    with _open(file) as opened:
        heading = _decoded(opened.readline)
        lines = chain([heading], _lines(opened, progress))
        rows, width, number = csv.reader(lines, delimiter=_delimiter(heading), strict=True), 0, 0
        try:
            for number, row in enumerate(rows, start=1):
                cells = trimmed(row)
                width = width or len(cells)
                if len(cells) > width:
                    raise ImportRefusedError(f"Row {number} has more cells than the first row has names.")
                yield number, cells
        except csv.Error as error:
            raise ImportRefusedError(
                f"This is not a CSV file we can read: after row {number}, {error}."
            ) from error


def trimmed(cells: Iterable[str]) -> list[str]:
    """Take the spaces from around each cell, and leave out the empty ones at the end."""
    found = [cell.strip() for cell in cells]
    while found and not found[-1]:
        found.pop()
    return found


def _delimiter(heading: str) -> str:
    """Find what stands between the names: programs set to another language write semicolons."""
    return max(",;\t", key=heading.count)


def read_json_items(file: Path, *, key: str, progress: Progress) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each object of the list called `key` (or of a bare list) with its number, from 1, never the whole file.

    Raises ImportRefusedError, naming the item.
    """
    with _open(file) as opened:
        stream = _Stream(opened, progress)
        stream.find_list(key)
        number = 0
        while stream.has_item(number):
            number += 1
            item = stream.take_item(number)
            if not isinstance(item, dict):
                raise ImportRefusedError(f"Item {number} of the list {key!r} is not an object.")
            yield number, item


class _Stream:
    """A buffer over a JSON text, from which whole values are taken one by one."""

    def __init__(self, opened: TextIO, progress: Progress) -> None:
        self.opened, self.progress, self.buffer = opened, progress, ""
        self.decoder = json.JSONDecoder()

    def more(self) -> bool:
        chunk = _decoded(lambda: self.opened.read(CHUNK))
        self.progress(len(chunk))
        self.buffer += chunk
        return bool(chunk)

    def find_list(self, key: str) -> None:
        start = re.compile(rf'\A\s*\[|"{re.escape(key)}"\s*:\s*\[')
        while (found := start.search(self.buffer)) is None:
            if len(self.buffer) > LONGEST_ITEM or not self.more():
                raise ImportRefusedError(
                    f"There is no list called {key!r} in this file, so it is not the kind we read."
                )
        self.buffer = self.buffer[found.end() :]

    def has_item(self, taken: int) -> bool:
        while not (rest := self.buffer.lstrip()):
            if not self.more():
                raise ImportRefusedError(f"The file ends in the middle, after item {taken}.")
        if rest[0] == "]":
            return False
        if (rest[0] == ",") != bool(taken):
            raise ImportRefusedError(f"After item {taken} a comma is missing or too many.")
        self.buffer = rest[1:] if taken else rest
        return True

    def take_item(self, number: int) -> object:
        while True:
            self.buffer = self.buffer.lstrip()
            try:
                item, end = self.decoder.raw_decode(self.buffer)
            except RecursionError as error:
                raise ImportRefusedError(f"Item {number} is nested too deeply.") from error
            except json.JSONDecodeError as error:
                if len(self.buffer) > LONGEST_ITEM:
                    words = f"Item {number} is not valid JSON, or longer than {LONGEST_ITEM:,} characters."
                    raise ImportRefusedError(words) from error
                if not self.more():
                    raise ImportRefusedError(f"Item {number} is not valid JSON: {error.msg}.") from error
            except ValueError as error:  # Python reads no number of thousands of digits
                raise ImportRefusedError(f"Item {number} holds a number that is far too long.") from error
            else:
                self.buffer = self.buffer[end:]
                return item


def check_size(file: Path) -> None:
    """Raise ImportRefusedError for a file that is not there, empty or too large."""
    if not file.is_file():
        raise ImportRefusedError(f"There is no file {file.name}.")
    size = file.stat().st_size
    if size > MAXIMUM_BYTES:
        raise ImportRefusedError(f"The file has {size:,} bytes; at most {MAXIMUM_BYTES:,} are read at once.")
    if size == 0:
        raise ImportRefusedError("The file is empty.")


def _open(file: Path) -> TextIO:
    check_size(file)
    with file.open("rb") as raw:
        start = raw.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in start:
        raise ImportRefusedError("The file is not in UTF-8. Save it again as UTF-8.")
    return file.open(encoding="utf-8-sig", newline="")


def _decoded(read: Callable[[], str]) -> str:
    try:
        return read()
    except UnicodeDecodeError as error:
        raise ImportRefusedError("The file is not in UTF-8 all through. Save it again as UTF-8.") from error


def _lines(opened: TextIO, progress: Progress) -> Iterator[str]:
    while line := _decoded(opened.readline):
        progress(len(line))
        yield line
