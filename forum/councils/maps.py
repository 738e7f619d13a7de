"""Draws wards: from degrees to the flat coordinates of an SVG, with no more points than the eye sees."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from flask import url_for

from forum.councils.models import Area, Council

WIDTH = 600
LEVELS = 4
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class WardMap:
    """What the component ward_map takes."""

    view_box: str
    wards: tuple[tuple[str, str, str, int, str], ...]
    levels: tuple[tuple[int, str], ...]


def ward_shapes(council: Council, areas: Sequence[Area], counts: Mapping[int, int]) -> WardMap | None:
    """Give every ward with a boundary as an SVG path, shaded by its number of barriers; None without boundaries."""
    shapes = [(area, _rings(area.boundary or {})) for area in areas]
    points = list(chain.from_iterable(ring for _, rings in shapes for ring in rings))
    if not points:
        return None
    west, south = min(x for x, _ in points), min(y for _, y in points)
    east, north = max(x for x, _ in points), max(y for _, y in points)
    narrowing = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / max((east - west) * narrowing, 1e-6)
    height = max(1, round((north - south) * scale))
    most = max(counts.values(), default=0)
    step = max(1, -(-most // LEVELS))
    wards = []
    for area, rings in shapes:
        flat = [[((x - west) * narrowing * scale, (north - y) * scale) for x, y in ring] for ring in rings]
        number = counts.get(area.id, 0)
        url = url_for("places.area", slug=council.slug, area_slug=area.slug)
        wards.append((_path(flat), url, area.name, -(-number // step), str(number)))
    return WardMap(f"0 0 {WIDTH} {height}", tuple(wards), _levels(step, most))


def _levels(step: int, most: int) -> tuple[tuple[int, str], ...]:
    """Name the shades that are used, so that the key promises no darker one."""
    used = range(1, -(-most // step) + 1)
    shades = ((n, f"{(n - 1) * step + 1} to {n * step}" if step > 1 else str(n)) for n in used)
    return ((0, "none yet"), *shades)


def _rings(geometry: Mapping[str, Any]) -> list[list[Point]]:
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
