"""Takes in a council's wards with their boundaries, as statistics offices publish them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

from sqlalchemy import select

from forum.core.db import db
from forum.core.encoding import is_garbled
from forum.core.importing import ImportRefusedError, ImportReport, Progress, read_json_items
from forum.core.slugs import slug
from forum.core.text import clean_line
from forum.councils.models import Area, Council
from forum.councils.queries import MOST_AREAS, get_council_by_code

GSS_CODE = re.compile(r"[A-Z]\d{8}")
# area_code and area_name as Trafford writes them, WD23CD and WD23NM as the Office for National Statistics does.
CODE_NAMES = re.compile(r"area_code|gss_code|gss|code|[a-z]{2,4}\d\d(cd|cdo)", re.IGNORECASE)
NAME_NAMES = re.compile(r"area_name|name|ward|ward_name|[a-z]{2,4}\d\d(nm|nmo)", re.IGNORECASE)
SHAPES = {"Polygon": 2, "MultiPolygon": 3}
"""The shapes of areas, and how many lists deep their points lie (RFC 7946, 3.1.6)."""
LONGEST_NAME = 120


def import_areas(*, council_code: str, file: Path, progress: Progress) -> ImportReport:
    """Make or bring up to date the wards of one council. Raises ImportRefusedError when that cannot be done."""
    council = get_council_by_code(council_code.strip())
    if council is None:
        raise ImportRefusedError(f"No council has the code {council_code!r} here. Import the councils first.")
    report = ImportReport()
    areas = list(db.session.scalars(select(Area).where(Area.council_id == council.id)))
    by_code = {one.gss_code: one for one in areas if one.gss_code}
    by_name = {one.name: one for one in areas}
    seen: set[str] = set()
    for number, feature in read_json_items(file, key="features", progress=progress):
        report.read += 1
        code, name = _code_and_name(feature)
        why = _why_not(code, name, feature.get("geometry"), seen) or _why_foreign(code, council)
        if why:
            report.skip(number, why)
            continue
        seen |= {code, name}
        area = by_code.get(code) or by_name.get(name)
        if area is None:
            area = Area(council_id=council.id, slug=_free_slug(name, code, by_name))
            by_name[name] = area
        _fill(area, {"name": name, "gss_code": code, "boundary": feature["geometry"]}, report)
    db.session.flush()
    return report


def _fill(area: Area, values: dict[str, Any], report: ImportReport) -> None:
    is_new = area.id is None
    changed = [name for name, value in values.items() if is_new or getattr(area, name) != value]
    for name in changed:
        setattr(area, name, values[name])
    if is_new:
        db.session.add(area)
        report.made += 1
    elif changed:
        report.changed += 1
    else:
        report.unchanged += 1


def _code_and_name(feature: dict[str, Any]) -> tuple[str, str]:
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        return "", ""
    code = next((str(v) for k, v in properties.items() if CODE_NAMES.fullmatch(k) and v), "")
    name = next((str(v) for k, v in properties.items() if NAME_NAMES.fullmatch(k) and v), "")
    return code.strip(), clean_line(name)


def _why_not(code: str, name: str, shape: object, seen: set[str]) -> str | None:
    has_shape = isinstance(shape, dict) and shape.get("type") in tuple(SHAPES)
    checks = (
        (not name or len(name) > LONGEST_NAME, "it has no name, or one longer than 120 characters"),
        (is_garbled(name), f"the name {name!r} went through a wrong encoding"),
        (not GSS_CODE.fullmatch(code), f"{name}: {code!r} is not a GSS code"),
        (code in seen or name in seen, f"{name} ({code}): the name or the code was there already"),
        (not has_shape, f"{name}: its shape is not a polygon"),
        (
            has_shape and not _is_in_degrees(*_points_of(cast("dict[str, Any]", shape))),
            f"{name}: its coordinates are not longitude and latitude in degrees",
        ),
        (len(seen) >= 2 * MOST_AREAS, f"a council has at most {MOST_AREAS} areas here"),
    )
    return next((why for is_wrong, why in checks if is_wrong), None)


def _why_foreign(code: str, council: Council) -> str | None:
    """An area that another council has already must not be moved by a mistyped --council."""
    holder = db.session.scalar(select(Area).where(Area.gss_code == code, Area.council_id != council.id))
    return None if holder is None else f"{code} belongs to {holder.council.official_name} here"


def _points_of(shape: dict[str, Any]) -> tuple[object, int]:
    return shape.get("coordinates"), SHAPES[shape["type"]]


def _is_in_degrees(coordinates: object, deep: int) -> bool:
    """Walk down to the points, which must lie so many lists deep; no point at all is wrong too."""
    if not isinstance(coordinates, list) or not coordinates:
        return False
    if deep:
        return all(_is_in_degrees(one, deep - 1) for one in coordinates)
    if not all(isinstance(one, int | float) for one in coordinates):
        return False
    longitude, latitude = (*coordinates, 999, 999)[:2]
    return bool(-180 <= longitude <= 180 and -90 <= latitude <= 90)  # noqa: PLR2004  # degrees


def _free_slug(name: str, code: str, known: dict[str, Area]) -> str:
    wish = slug(name)
    return f"{wish}-{code.lower()}" if any(wish == one.slug for one in known.values()) else wish
