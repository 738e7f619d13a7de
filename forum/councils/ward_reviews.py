"""What a review of wards ends: wards whose place new ones have taken, each with its successors; history stays with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from forum.core.db import db
from forum.core.geometry import box_of, holds, is_in_box, points_within
from forum.core.importing import ImportReport
from forum.councils.models import Area
from forum.councils.ward_files import Ward

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
