"""Yields the grants of a 360Giving file in the shape that its JSON has: from JSON, a CSV or an Excel sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from forum.core.importing import ImportRefusedError, Progress, read_csv_cells, read_json_items
from forum.core.mojibake import repair_encoding
from forum.core.workbooks import read_workbook_cells
from forum.groups.grant_headings import LISTS, MOST_LISTED, missing_columns, read_heading
from forum.groups.grant_headings import Path as HeadingPath

REPAIRED = "a grant whose words had gone through a wrong encoding, put right"
MOST_NESTING = 12

Item = dict[str, Any]


def read_grant_items(
    file: Path, *, needed: tuple[str, ...], remarks: Counter[str], progress: Progress
) -> Iterator[tuple[int, Item]]:
    """Yield each grant with its number: the row of a sheet, the place in the list of a JSON.

    Text that was read in a wrong code page is put right, which `remarks` counts. Raises ImportRefusedError.
    """
    for number, item in _items(file, needed, progress):
        better = _repaired(item)
        if better is not item:
            remarks[REPAIRED] += 1
        yield number, better


def _items(file: Path, needed: tuple[str, ...], progress: Progress) -> Iterator[tuple[int, Item]]:
    kind = file.suffix.lower()
    if kind in {".json", ".geojson"}:
        return read_json_items(file, key="grants", progress=progress)
    if kind == ".csv":
        return _from_cells(read_csv_cells(file, progress=progress), needed)
    if kind == ".xlsx":
        return _from_cells(
            read_workbook_cells(file, is_heading=lambda row: not _missing(row, needed)), needed
        )
    if kind in {".xls", ".ods", ".xlsb", ".xlsm"}:
        raise ImportRefusedError(f"A spreadsheet that ends in {kind} is not read. Save it as .xlsx or .csv.")
    raise ImportRefusedError("The file's name must end in .csv, .xlsx or .json.")


def _missing(headings: list[str], needed: tuple[str, ...]) -> list[str]:
    return missing_columns([read_heading(one) for one in headings], needed)


def _from_cells(rows: Iterator[tuple[int, list[str]]], needed: tuple[str, ...]) -> Iterator[tuple[int, Item]]:
    headings = next(rows, (1, []))[1]
    missing = _missing(headings, needed)
    if missing:
        raise ImportRefusedError(
            f"The first row must name these columns, and does not: {', '.join(missing)}."
            " Capitals and spaces do not matter; the standard’s field ids, such as amountAwarded, are read too."
        )
    paths = [read_heading(one) for one in headings]
    for number, cells in rows:
        if any(cells):
            yield number, _nested(paths, cells)


def _nested(paths: list[HeadingPath | None], cells: list[str]) -> Item:
    """Make of a row what the JSON of the same grant would be. Of two columns with one meaning, the first that is filled."""
    item: Item = {}
    for path, cell in zip(paths, cells, strict=False):
        if path and cell:
            _put(item, path, cell)
    return item


def _put(item: Item, path: HeadingPath, cell: str) -> None:
    place: Any = item
    for step, following in pairwise(path):
        fresh: Any = [] if isinstance(following, int) else {}
        if isinstance(step, int) and isinstance(place, list):
            while len(place) <= step:
                place.append({})
            place = place[step]
        elif isinstance(step, str) and isinstance(place, dict):
            place = place.setdefault(step, fresh)
        else:
            return
    if isinstance(place, dict) and path[-1] not in LISTS:
        place.setdefault(path[-1], cell)


def _repaired(value: Any, deep: int = 0) -> Any:  # noqa: ANN401  # whatever a JSON holds
    """Return the same value, or a copy with its garbled text put right."""
    if isinstance(value, str):
        better: Any = value if value.isascii() else repair_encoding(value)
        return value if better == value else better
    if deep > MOST_NESTING:
        return value
    if isinstance(value, list):
        better = [_repaired(one, deep + 1) for one in value]
        return better if any(new is not old for new, old in zip(better, value, strict=True)) else value
    if isinstance(value, dict):
        better = {name: _repaired(one, deep + 1) for name, one in value.items()}
        return better if any(better[name] is not value[name] for name in value) else value
    return value


def objects(value: object) -> list[Item]:
    """Return the objects of a list, or the one that stands where a list is meant; at most MOST_LISTED."""
    if isinstance(value, dict):
        return [value]
    return [one for one in value if isinstance(one, dict)][:MOST_LISTED] if isinstance(value, list) else []


def first_of(value: object) -> Item:
    """Return the first object of a list; an empty one where there is none."""
    found = objects(value)
    return found[0] if found else {}


def text_of(value: object) -> str:
    """Return a text or a number as text; empty for anything else."""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
