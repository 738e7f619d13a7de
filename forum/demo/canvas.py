"""Draws plain shapes for the pictures of the demo, larger than they are kept, so that edges come out smooth."""

from __future__ import annotations

from PIL import ImageDraw

WIDTH, HEIGHT, FINER = 1280, 860, 2
SKY, SEA, SAND, GRASS, ROAD = "#cfe3ea", "#5c93a8", "#e8d9b5", "#8fae6a", "#6b6f72"
WOOD, DARK, BRICK, CREAM, GOLD, NIGHT = "#8a5a33", "#3b2a1d", "#a4563c", "#f4ecdc", "#f6bd4a", "#22344a"
Pen = ImageDraw.ImageDraw


def box(pen: Pen, left: float, top: float, right: float, bottom: float, fill: str, radius: float = 0) -> None:
    """Fill a box, its corners rounded where a radius is given."""
    corners = [one * FINER for one in (left, top, right, bottom)]
    pen.rounded_rectangle(corners, radius * FINER, fill=fill)


def disc(pen: Pen, x: float, y: float, r: float, fill: str) -> None:
    """Fill a disc around a point."""
    pen.ellipse([(x - r) * FINER, (y - r) * FINER, (x + r) * FINER, (y + r) * FINER], fill=fill)


def shape(pen: Pen, fill: str, *points: tuple[float, float]) -> None:
    """Fill the shape between points."""
    pen.polygon([(x * FINER, y * FINER) for x, y in points], fill=fill)
