"""Takes in a council's wards with their boundaries; a review of wards ends those whose place others took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from forum.core import clock
from forum.core.db import db
from forum.core.geometry import box_of, holds, is_in_box, points_within
from forum.core.importing import ImportRefusedError, ImportReport, Progress
from forum.core.slugs import slug
from forum.councils.area_queries import MOST_AREAS
from forum.councils.models import Area, Council, CouncilName, FormerCode
from forum.councils.name_matching import normalise
from forum.councils.queries import get_council_by_code
from forum.councils.ward_files import Ward, read_wards


def import_areas(
    *, council_code: str, file: Path, progress: Progress, starts_on: date | None = None
) -> ImportReport:
    """Make or bring up to date the wards of one council; new ones begin on `starts_on`, today if none is said.

    Raises ImportRefusedError when that cannot be done.
    """
    council = get_council_by_code(council_code.strip())
    if council is None:
        raise ImportRefusedError(f"No council has the code {council_code!r} here. Import the councils first.")
    report = ImportReport()
    ours = _Ours(council)
    wards: dict[str, Ward] = {}
    names: set[str] = set()
    for number, ward in read_wards(file, report, progress):
        why = ours.why_foreign(ward) or _why_again(ward, wards, names)
        if why:
            report.skip(number, why)
            continue
        names.add(ward.name)
        wards[ward.code] = ward
    _take(council, wards, starts_on or clock.today(), report)
    return report


def _why_again(ward: Ward, wards: dict[str, Ward], names: set[str]) -> str | None:
    if ward.code in wards:
        return f"{ward.name}: the code {ward.code} was there already"
    if ward.name in names:
        return f"{ward.name} ({ward.code}): the name was there already"
    return f"a council has at most {MOST_AREAS} wards here" if len(wards) >= MOST_AREAS else None


class _Ours:
    """Which wards of a file are a council's own."""

    def __init__(self, council: Council) -> None:
        self.council = council
        before = select(Council.id).where(Council.successor_id == council.id)
        numbers = [council.id, *db.session.scalars(before)]
        codes = select(Council.gss_code).where(Council.id.in_(numbers), Council.gss_code.is_not(None))
        former = select(FormerCode.gss_code).where(FormerCode.council_id.in_(numbers))
        names = select(CouncilName.normalised).where(CouncilName.council_id.in_(numbers))
        self.codes = {*db.session.scalars(codes), *db.session.scalars(former)}
        self.names = {*db.session.scalars(names), normalise(council.name)}
        held = select(Area.gss_code, Council.official_name).join(Council, Council.id == Area.council_id)
        held = held.where(Area.gss_code.is_not(None), Area.council_id.not_in(numbers))
        self.others: dict[str, str] = {code or "": name for code, name in db.session.execute(held).tuples()}

    def why_foreign(self, ward: Ward) -> str | None:
        """Return whose ward it is, as the file says or as is known here; None for a ward of this council."""
        if ward.code in self.others:
            return f"{ward.name}: {ward.code} belongs to {self.others[ward.code]} here"
        if not ward.councils:
            return None
        named = [f"{name} ({code})" if name else code for code, name in ward.councils.items()]
        if self.codes:
            is_ours = not self.codes.isdisjoint(ward.councils)
        else:
            is_ours = any(not name or normalise(name) in self.names for name in ward.councils.values())
        return (
            None
            if is_ours
            else f"{ward.name}: the file says that it is in {', '.join(named)}, another council"
        )


def _take(council: Council, wards: dict[str, Ward], day: date, report: ImportReport) -> None:
    mine = select(Area).where(Area.council_id == council.id).options(undefer(Area.boundary))
    areas = list(db.session.scalars(mine.order_by(Area.id)))
    by_code = {one.gss_code: one for one in areas if one.gss_code}
    uncoded = {one.name: one for one in areas if not one.gss_code and one.ended_on is None}
    fresh = [one for one in wards.values() if one.code not in by_code and one.name not in uncoded]
    gone = [one for one in areas if one.gss_code and one.ended_on is None and one.gss_code not in wards]
    heirs = _review(gone, fresh, day, report)
    begins = day if heirs else None
    slugs = {one.slug for one in areas}
    _free_names(areas, wards)
    for ward in wards.values():
        area = by_code.get(ward.code) or uncoded.get(ward.name)
        if area is None:
            area = Area(council_id=council.id, slug=_free_slug(ward, slugs), started_on=begins)
        if area.ended_on is not None:
            report.unchanged += 1
            report.remarks["a ward that has ended, left as it is"] += 1
            continue
        by_code[ward.code] = area
        values = {"name": ward.name, "gss_code": ward.code, "boundary": ward.shape, "name_welsh": ward.welsh}
        _fill(area, values, report)
    db.session.flush()
    for area, successors in heirs:
        area.successors = [by_code[one.code] for one in successors]
    db.session.flush()


def _review(
    gone: Iterable[Area], fresh: list[Ward], day: date, report: ImportReport
) -> list[tuple[Area, list[Ward]]]:
    """End the wards whose place new ones took; what the file does not have and nothing covers stays, which is said."""
    found: list[tuple[Area, list[Ward]]] = []
    for area in gone:
        heirs = find_heirs(area, fresh) if fresh else []
        if heirs:
            end_ward(area, heirs, day, report)
            found.append((area, heirs))
        else:
            report.remarks[f"{area.name} ({area.gss_code}) is not in this file; it stays as it is"] += 1
    return found


def _free_names(areas: Iterable[Area], wards: dict[str, Ward]) -> None:
    """Let names change hands: wards that are called otherwise now give their names up first."""
    renamed = [
        one
        for one in areas
        if one.ended_on is None and one.gss_code in wards and wards[one.gss_code or ""].name != one.name
    ]
    for one in renamed:
        one.name = f"{one.name[:100]} ({one.gss_code})"
    if renamed:
        db.session.flush()


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


def _free_slug(ward: Ward, taken: set[str]) -> str:
    wish = slug(ward.name)
    free = f"{wish}-{ward.code.lower()}" if wish in taken else wish
    taken.add(free)
    return free


ENOUGH_OF_IT = 0.5
"""A ward ends if new ones of the file cover so much of it."""
A_PART_OF_IT = 0.05


def find_heirs(gone: Area, fresh: Sequence[Ward]) -> list[Ward]:
    """Return the new wards that took the place of one that the file no longer has; none if it may well go on."""
    named = [one for one in fresh if one.name == gone.name]
    if not gone.boundary:
        return named
    points = points_within(gone.boundary)
    held = [
        (ward, sum(is_in_box(box, point) and holds(ward.shape, point) for point in points))
        for ward, box in ((one, box_of(one.shape)) for one in fresh)
    ]
    covered = sum(number for _, number in held)
    if not points or covered < ENOUGH_OF_IT * len(points):
        return named
    return [ward for ward, number in held if number >= A_PART_OF_IT * len(points) or ward in named]


def end_ward(gone: Area, heirs: Sequence[Ward], day: date, report: ImportReport) -> None:
    """Let a ward be one no more from a day on. What was posted there stays there."""
    gone.ended_on = day
    db.session.flush()  # its name is free for another ward only then
    names = " and ".join(f"{one.name} ({one.code})" for one in heirs)
    report.changed += 1
    report.remarks[f"{gone.name} ({gone.gss_code}) ended on {day.isoformat()}; in its place: {names}"] += 1
