"""In which of several councils a ward lies: by its name there, else by where its middle is on the map."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import undefer

from forum.core.db import db
from forum.councils.maps import Point, rings_of
from forum.councils.models import Area, Council


def place_finder(councils: Sequence[Council]) -> Callable[[Area], Council | None]:
    """Return a function that says in which of these councils a ward lies; None where nothing tells."""
    by_id = {one.id: one for one in councils}
    theirs = db.session.scalars(
        select(Area).where(Area.council_id.in_(by_id)).options(undefer(Area.boundary)).order_by(Area.id)
    ).all()
    by_name = {one.name.casefold(): by_id[one.council_id] for one in theirs}
    shapes = [(by_id[one.council_id], rings_of(one.boundary or {})) for one in theirs]

    def find(ward: Area) -> Council | None:
        named = by_name.get(ward.name.casefold())
        rings = rings_of(ward.boundary or {})
        if named is not None or not rings:
            return named
        middle = _middle(max(rings, key=len))
        return next((council for council, around in shapes if is_inside(middle, around)), None)

    return find


def is_inside(point: Point, rings: Sequence[Sequence[Point]]) -> bool:
    """Return whether a point is inside of a shape: a line from it crosses the shape's rings an odd number of times."""
    x, y = point
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                crossings += 1
    return crossings % 2 == 1


def _middle(ring: Sequence[Point]) -> Point:
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
