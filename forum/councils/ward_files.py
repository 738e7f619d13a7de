"""Reads wards out of a GeoJSON file as statistics offices publish them, and says what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forum.core.geometry import is_in_box
from forum.core.importing import ImportRefusedError, ImportReport, Progress, read_json_items
from forum.core.mojibake import is_garbled, repair_encoding
from forum.core.text import clean_line
from forum.councils.places import BOUNDS_OF_UK
from forum.councils.ward_columns import Columns, find_columns, text_of

GSS_CODE = re.compile(r"[A-Z]\d{8}")
SHAPES = {"Polygon": 2, "MultiPolygon": 3}
"""The shapes of areas, and how many lists deep their points lie (RFC 7946, 3.1.6)."""
LONGEST_NAME = 120
REPAIRED = "a name that had gone through a wrong encoding, put right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ward:
    """One ward as the file has it, checked as far as the file alone can tell."""

    code: str
    name: str
    welsh: str
    councils: Mapping[str, str]
    """What the columns of councils hold, with the council's name there."""
    shape: Any


def read_wards(file: Path, report: ImportReport, progress: Progress) -> Iterator[tuple[int, Ward]]:
    """Yield each ward with its place in the list; what cannot be read is skipped with the reason.

    The file is read twice: first to see which column is which. Raises ImportRefusedError.
    """
    properties = (
        _properties(one) for _, one in read_json_items(file, key="features", progress=lambda _: None)
    )
    columns = _columns(properties)
    for number, feature in read_json_items(file, key="features", progress=progress):
        report.read += 1
        ward = _ward(feature, columns, report)
        why = why_not(ward)
        if why:
            report.skip(number, why)
            continue
        yield number, ward


def _columns(properties: Iterator[dict[str, Any]]) -> Columns | None:
    """Find the columns; none in a file without a single ward, which is no mistake of its columns."""
    first = next(properties, None)
    if first is None:
        return None
    return find_columns([first, *properties])


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}


def _ward(feature: dict[str, Any], columns: Columns | None, report: ImportReport) -> Ward:
    if columns is None:
        raise ImportRefusedError("The file has no wards.")
    properties = _properties(feature)
    name, welsh = (
        _name(properties.get(column), report) if column else "" for column in (columns.name, columns.welsh)
    )
    return Ward(
        code=text_of(properties.get(columns.code)).upper(),
        name=name or welsh,
        welsh=welsh[:LONGEST_NAME],
        councils={
            text_of(properties.get(column)).upper(): text_of(properties.get(columns.council_names[column]))
            for column in columns.councils
            if text_of(properties.get(column))
        },
        shape=feature.get("geometry"),
    )


def _name(value: object, report: ImportReport) -> str:
    given = text_of(value)
    better = repair_encoding(given)
    report.remarks[REPAIRED] += better != given
    return clean_line(better)


def why_not(ward: Ward) -> str | None:
    """Return why a ward cannot be taken; None where it can."""
    name, code, shape = ward.name, ward.code, ward.shape
    has_shape = isinstance(shape, dict) and shape.get("type") in tuple(SHAPES)
    checks = (
        (not name, f"{code or 'a ward'}: it has no name"),
        (len(name) > LONGEST_NAME, f"{code}: its name is longer than {LONGEST_NAME} characters"),
        (is_garbled(name), f"the name {name!r} went through a wrong encoding"),
        (not code, f"{name}: it has no code"),
        (not GSS_CODE.fullmatch(code), f"{name}: {code[:20]!r} is not a GSS code"),
        (not has_shape, f"{name}: its shape is not a polygon"),
    )
    why = next((why for is_wrong, why in checks if is_wrong), None)
    return why or _why_not_there(name, shape)


def _why_not_there(name: str, shape: dict[str, Any]) -> str | None:
    """Return what is wrong with where a shape lies."""
    points = list(_points(shape.get("coordinates"), SHAPES[shape["type"]]))
    if not points or any(one is None for one in points):
        return f"{name}: its coordinates are not longitude and latitude in degrees"
    known = [one for one in points if one is not None]
    if all(is_in_box(BOUNDS_OF_UK, one) for one in known):
        return None
    if all(is_in_box(BOUNDS_OF_UK, (y, x)) for x, y in known):
        return f"{name}: latitude and longitude are swapped; GeoJSON has the longitude first"
    if all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in known):  # noqa: PLR2004  # degrees
        return f"{name}: it lies outside the United Kingdom"
    return f"{name}: its coordinates are not longitude and latitude in degrees, but perhaps metres"


def _points(coordinates: object, deep: int) -> Iterator[tuple[float, float] | None]:
    """Walk down to the points, which must lie so many lists deep; None for whatever is no point there."""
    if not isinstance(coordinates, list) or not coordinates:
        yield None
    elif deep:
        for one in coordinates:
            yield from _points(one, deep - 1)
    elif len(coordinates) > 1 and all(isinstance(one, int | float) for one in coordinates):
        yield float(coordinates[0]), float(coordinates[1])
    else:
        yield None
