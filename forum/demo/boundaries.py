"""Invented boundaries for the invented wards: a middle, and a ring of wards around it that share their edges."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from random import Random
from typing import Any

Point = list[float]
INNER, MIDDLE, OUTER = 0.012, 0.030, 0.052
"""Degrees of latitude from the middle of the town."""


def invent_boundaries(number: int, middle: tuple[float, float], chance: Random) -> list[dict[str, Any]]:
    """Give GeoJSON polygons for so many wards around a place, at least five; no two overlap."""
    inside = max(2, number // 3)
    rings = [_ring(INNER, 24, chance), _ring(MIDDLE, 24, chance), _ring(OUTER, 24, chance)]
    wards = [_closed(rings[0])]
    wards += _wedges(rings[0], rings[1], inside)
    wards += _wedges(rings[1], rings[2], number - 1 - inside)
    stretch = 1 / math.cos(math.radians(middle[1]))
    return [
        {"type": "Polygon", "coordinates": [[_placed(point, middle, stretch) for point in ward]]}
        for ward in wards
    ]


def _ring(far: float, corners: int, chance: Random) -> list[Point]:
    turns = (2 * math.pi * at / corners for at in range(corners))
    return [_at(turn, far * chance.uniform(0.86, 1.16)) for turn in turns]


def _at(turn: float, far: float) -> Point:
    return [far * math.sin(turn), far * math.cos(turn)]


def _wedges(inner: Sequence[Point], outer: Sequence[Point], number: int) -> list[list[Point]]:
    """Cut the band between two rings into so many wards."""
    corners = len(inner)
    cuts = [round(corners * at / number) for at in range(number + 1)]
    made = []
    for start, end in itertools.pairwise(cuts):
        there = [outer[at % corners] for at in range(start, end + 1)]
        back = [inner[at % corners] for at in range(end, start - 1, -1)]
        made.append(_closed([*there, *back]))
    return made


def _closed(ring: Sequence[Point]) -> list[Point]:
    return [*ring, ring[0]]


def _placed(point: Point, middle: tuple[float, float], stretch: float) -> Point:
    return [round(middle[0] + point[0] * stretch, 5), round(middle[1] + point[1], 5)]
