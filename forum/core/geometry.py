"""What is inside of what: points and GeoJSON polygons, in degrees. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Point = tuple[float, float]
Box = tuple[float, float, float, float]
SAMPLES = 7
"""So many rows and columns of points are laid over a shape to see where it lies."""


def polygons_of(shape: dict[str, Any]) -> list[list[list[list[float]]]]:
    """Return the polygons of a Polygon or a MultiPolygon: each a list of rings, the outer one first."""
    coordinates: list[Any] = shape["coordinates"]
    return [coordinates] if shape["type"] == "Polygon" else coordinates


def box_of(shape: dict[str, Any]) -> Box:
    """Return the least and the greatest longitude and latitude: west, south, east, north."""
    points = [point for polygon in polygons_of(shape) for ring in polygon for point in ring]
    east_west, north_south = [one[0] for one in points], [one[1] for one in points]
    return min(east_west), min(north_south), max(east_west), max(north_south)


def holds(shape: dict[str, Any], point: Point) -> bool:
    """Return whether a point lies in a shape and in none of its holes."""
    return any(sum(_is_in_ring(ring, point) for ring in polygon) % 2 for polygon in polygons_of(shape))


def is_in_box(box: Box, point: Point) -> bool:
    """Return whether a point lies in a box."""
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def points_within(shape: dict[str, Any]) -> list[Point]:
    """Return points spread over a shape; at least one where it is not all too thin for the grid."""
    return [point for point in _grid(box_of(shape)) if holds(shape, point)]


def _grid(box: Box) -> Iterator[Point]:
    west, south, east, north = box
    for column in range(1, SAMPLES + 1):
        for row in range(1, SAMPLES + 1):
            yield (
                west + (east - west) * (column - 0.5) / SAMPLES,
                south + (north - south) * (row - 0.5) / SAMPLES,
            )


def _is_in_ring(ring: list[list[float]], point: Point) -> bool:
    """Count how often a line from the point to the east crosses the ring."""
    x, y = point
    inside = False
    for (x1, y1, *_), (x2, y2, *_) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
