"""Takes in a table that says in which ward and council postcodes or areas of the census lie, as statistics offices publish it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import chain, islice
from pathlib import Path

from sqlalchemy import insert, select, update

from forum.core.db import db
from forum.core.importing import ImportRefusedError, ImportReport, Progress, read_csv_cells
from forum.councils.models import PlaceCode
from forum.councils.places import POSTCODE, place_key
from forum.councils.ward_columns import COUNCIL_CODE, WARD_CODE, newest

SMALLER_CODE = re.compile(r"(?:E0[12]|W0[12]|S0[12]|N2[01])\d{6}|95[A-Z]{2}\d{2}[A-Z]\d")
"""Areas of the census: LSOA and MSOA, data zones, super output areas."""
LOOKED_AT = 500
"""So many rows are read before it is decided which column is which."""
BATCH = 500
ENOUGH = 0.5
WARD_CODE_LENGTH = 9

Cells = tuple[int, list[str]]
Fits = Callable[[str], bool]


def import_place_codes(*, file: Path, progress: Progress) -> ImportReport:
    """Write down where each postcode or area of a table lies. Raises ImportRefusedError when it is no such table."""
    report = ImportReport()
    if file.suffix.lower() != ".csv":
        raise ImportRefusedError("The file's name must end in .csv.")
    rows = read_csv_cells(file, progress=progress)
    _, headings = next(rows)
    first = list(islice(rows, LOOKED_AT))
    smaller, ward, council = _columns(headings, first)
    waiting: dict[str, tuple[str, str]] = {}
    for number, cells in chain(first, rows):
        report.read += bool(cells)
        code, in_ward, in_council = (_cell(cells, place) for place in (smaller, ward, council))
        if not code or not (in_ward or in_council):
            if cells:
                report.skip(number, "it does not say where a postcode or an area lies")
            continue
        waiting[code] = (in_ward[:WARD_CODE_LENGTH], in_council[:WARD_CODE_LENGTH])
        if len(waiting) == BATCH:
            _write(waiting, report)
    _write(waiting, report)
    return report


def _columns(headings: list[str], rows: list[Cells]) -> tuple[int, int, int]:
    """Find the columns by what they hold; -1 where there is none of wards or of councils."""
    smaller = _holding(
        headings, rows, lambda text: bool(SMALLER_CODE.fullmatch(text) or POSTCODE.fullmatch(text))
    )
    wards = _holding(headings, rows, lambda text: WARD_CODE.fullmatch(text) is not None)
    councils = _holding(headings, rows, lambda text: COUNCIL_CODE.fullmatch(text) is not None)
    if smaller < 0 or (wards < 0 and councils < 0):
        raise ImportRefusedError(
            "The table must have a column of postcodes or of areas of the census (LSOA21CD), and one of the codes of"
            f" wards or councils beside it. Its columns are: {', '.join(headings[:12])}."
        )
    return smaller, wards, councils


def _holding(headings: list[str], rows: list[Cells], fits: Fits) -> int:
    found: Counter[int] = Counter()
    for _, cells in rows:
        found.update(place for place, cell in enumerate(cells) if fits(place_key(cell)))
    mostly = {headings[place]: place for place, number in found.items() if number >= ENOUGH * len(rows)}
    return mostly.get(newest(sorted(mostly, key=mostly.__getitem__)), -1)


def _cell(cells: list[str], place: int) -> str:
    return place_key(cells[place]) if 0 <= place < len(cells) else ""


def _write(waiting: dict[str, tuple[str, str]], report: ImportReport) -> None:
    known_rows = select(PlaceCode.code, PlaceCode.ward_code, PlaceCode.council_code)
    known = {
        code: (ward, council)
        for code, ward, council in db.session.execute(
            known_rows.where(PlaceCode.code.in_(list(waiting)))
        ).tuples()
    }
    fresh = [_row(code, where) for code, where in waiting.items() if code not in known]
    changed = [(code, where) for code, where in waiting.items() if known.get(code, where) != where]
    if fresh:
        db.session.execute(insert(PlaceCode), fresh)
    for code, (ward, council) in changed:
        moved = update(PlaceCode).where(PlaceCode.code == code)
        db.session.execute(moved.values(ward_code=ward, council_code=council))
    report.made += len(fresh)
    report.changed += len(changed)
    report.unchanged += len(waiting) - len(fresh) - len(changed)
    waiting.clear()


def _row(code: str, where: tuple[str, str]) -> dict[str, str]:
    return {"code": code, "ward_code": where[0], "council_code": where[1]}
