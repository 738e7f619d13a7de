"""Draws wards: from degrees to the flat coordinates of an SVG, with no more points than the eye sees."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from flask import url_for

from forum.core.settings import settings
from forum.councils.area_queries import list_boundaries
from forum.councils.models import Area, Council

WIDTH = 600
LEVELS = 4
MOST_KEPT = 100
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class WardMap:
    """What the component ward_map takes."""

    view_box: str
    wards: tuple[tuple[str, str, str, int | str, str, int, int], ...]
    levels: tuple[tuple[int | str, str], ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """One ward as SVG draws it, and where a number stands in it."""

    area_id: int
    slug: str
    name: str
    path: str
    middle: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Outlines:
    """A council's wards side by side; `height` is in the units of the drawing."""

    height: int
    wards: tuple[Outline, ...]


_drawn: OrderedDict[int, tuple[float, Outlines | None]] = OrderedDict()


def ward_map(
    council: Council,
    counts: Mapping[int, int | None],
    hidden: str = "withheld",
    areas: Sequence[Area] | None = None,
) -> WardMap | None:
    """Return every ward with a boundary as an SVG path, shaded by its number of barriers; None without boundaries.

    A count of None is a small number that is withheld; `hidden` is what stands in its place. `areas` saves a
    statement where a page has read the wards anyway, with their boundaries if `is_drawn` says no.
    """
    outlines = outlines_of(council, areas)
    if outlines is None:
        return None
    most = max((number for number in counts.values() if number), default=0)
    step = max(1, -(-most // LEVELS))
    wards = []
    for one in outlines.wards:
        number = counts.get(one.area_id, 0)
        level = "hidden" if number is None else -(-number // step)
        words = hidden if number is None else str(number)
        wards.append(
            (
                one.path,
                url_for("places.area", slug=council.slug, area_slug=one.slug),
                one.name,
                level,
                words,
                *one.middle,
            )
        )
    levels = _levels(step, most)
    if any(ward[3] == "hidden" for ward in wards):
        levels = (("hidden", hidden), *levels)
    return WardMap(f"0 0 {WIDTH} {outlines.height}", tuple(wards), levels)


def is_drawn(council: Council) -> bool:
    """Return whether a council's map needs no boundaries to be read, because it is kept from before."""
    return _kept(council) is not None


def _kept(council: Council) -> tuple[float, Outlines | None] | None:
    kept = _drawn.get(council.id)
    return kept if kept is not None and kept[0] > time.monotonic() else None


def outlines_of(council: Council, areas: Sequence[Area] | None = None) -> Outlines | None:
    """Draw a council's boundaries, which are long, once in a while: they change when somebody imports new ones.

    Kept as visitors' pages are, or not at all where those are not.
    """
    kept_for = 60 * settings().keep_pages.total_seconds()
    kept = _kept(council)
    if kept is not None:
        return kept[1]
    drawn = draw_outlines(list_boundaries(council) if areas is None else areas)
    if kept_for:
        _drawn[council.id] = (time.monotonic() + kept_for, drawn)
        while len(_drawn) > MOST_KEPT:
            _drawn.popitem(last=False)
    return drawn


def draw_outlines(areas: Sequence[Area]) -> Outlines | None:
    """Put areas on flat paper, north upwards; None where none has a boundary."""
    shapes = [(area, rings_of(area.boundary or {})) for area in areas]
    shapes = [(area, rings) for area, rings in shapes if rings]
    points = list(chain.from_iterable(ring for _, rings in shapes for ring in rings))
    if not points:
        return None
    west, south = min(x for x, _ in points), min(y for _, y in points)
    east, north = max(x for x, _ in points), max(y for _, y in points)
    narrowing = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / max((east - west) * narrowing, 1e-6)
    wards = []
    for area, rings in shapes:
        flat = [[((x - west) * narrowing * scale, (north - y) * scale) for x, y in ring] for ring in rings]
        wards.append(Outline(area.id, area.slug, area.name, _path(flat), _middle(flat)))
    return Outlines(max(1, round((north - south) * scale)), tuple(wards))


def _levels(step: int, most: int) -> tuple[tuple[int | str, str], ...]:
    """Name the shades that are used, so that the key promises no darker one."""
    used = range(1, -(-most // step) + 1)
    shades = ((n, f"{(n - 1) * step + 1} to {n * step}" if step > 1 else str(n)) for n in used)
    return ((0, "none yet"), *shades)


def _middle(rings: Sequence[Sequence[Point]]) -> tuple[int, int]:
    """Find where a number stands in a ward: the centre of gravity of its longest ring."""
    ring = max(rings, key=len)
    doubled, across, down = 0.0, 0.0, 0.0
    for (x, y), (next_x, next_y) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x * next_y - next_x * y
        doubled, across, down = doubled + cross, across + (x + next_x) * cross, down + (y + next_y) * cross
    if abs(doubled) < 1e-6:  # noqa: PLR2004  # a ring with no inside
        return round(ring[0][0]), round(ring[0][1])
    return round(across / (3 * doubled)), round(down / (3 * doubled))


def rings_of(geometry: Mapping[str, Any]) -> list[list[Point]]:
    """Return the rings of a GeoJSON geometry, each a list of points."""
    return list(_walk(geometry.get("coordinates") or []))


def _walk(nested: Sequence[Any]) -> Iterator[list[Point]]:
    """Find the rings, the lists of points, at whatever depth they are."""
    if nested and isinstance(nested[0], list) and nested[0] and isinstance(nested[0][0], int | float):
        yield [(float(one[0]), float(one[1])) for one in nested]
        return
    for part in nested:
        if isinstance(part, list):
            yield from _walk(part)


def _path(rings: Sequence[Sequence[Point]]) -> str:
    """Write rings as a path in whole units; points that fall together are written once."""
    parts = []
    for ring in rings:
        whole = [(round(x), round(y)) for x, y in ring]
        kept = [here for at, here in enumerate(whole) if at == 0 or here != whole[at - 1]]
        parts.append("M" + "L".join(f"{x} {y}" for x, y in kept) + "Z")
    return "".join(parts)
