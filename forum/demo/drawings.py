"""Pictures for the demo: a few drawings of what barriers are about, made of plain shapes when the demo is loaded."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageDraw
from sqlalchemy import select

from forum.core.db import db
from forum.core.pictures import Patience
from forum.threads.actions.attachments import add_picture, describe_picture, prepare_picture
from forum.threads.models import Thread

WIDTH, HEIGHT, FINER = 1280, 860, 2
SKY, SEA, SAND, GRASS, ROAD = "#cfe3ea", "#5c93a8", "#e8d9b5", "#8fae6a", "#6b6f72"
WOOD, DARK, BRICK, CREAM, GOLD, NIGHT = "#8a5a33", "#3b2a1d", "#a4563c", "#f4ecdc", "#f6bd4a", "#22344a"
Pen = ImageDraw.ImageDraw


def add_drawings() -> None:
    """Put each drawing on the barrier that it is about, where the demo has that barrier."""
    titles = {title: (alt, draw) for title, alt, draw in DRAWINGS}
    patience = Patience(60)
    for thread in db.session.scalars(select(Thread).where(Thread.title.in_(titles)).order_by(Thread.id)):
        alt, draw = titles[thread.title]
        prepared = prepare_picture(content=_drawn(draw), name="drawing.png", patience=patience)
        picture = add_picture(thread=thread, person=thread.author, prepared=prepared)
        describe_picture(picture=picture, alt=alt)


def _drawn(draw: Callable[[Pen], None]) -> bytes:
    image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), SKY)
    draw(ImageDraw.Draw(image))
    written = io.BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(written, "PNG")
    return written.getvalue()


def _box(
    pen: Pen, left: float, top: float, right: float, bottom: float, fill: str, radius: float = 0
) -> None:
    corners = [one * FINER for one in (left, top, right, bottom)]
    pen.rounded_rectangle(corners, radius * FINER, fill=fill)


def _round(pen: Pen, x: float, y: float, r: float, fill: str) -> None:
    pen.ellipse([(x - r) * FINER, (y - r) * FINER, (x + r) * FINER, (y + r) * FINER], fill=fill)


def _shape(pen: Pen, fill: str, *points: tuple[float, float]) -> None:
    pen.polygon([(x * FINER, y * FINER) for x, y in points], fill=fill)


def _bench(pen: Pen) -> None:
    _round(pen, 1010, 150, 70, GOLD)
    _box(pen, 0, 300, WIDTH, 480, SEA)
    _box(pen, 0, 470, WIDTH, 600, SAND)
    _box(pen, 0, 600, WIDTH, HEIGHT, ROAD)
    for left in range(40, WIDTH, 220):
        _box(pen, left, 740, left + 110, 754, CREAM)
    for leg in (440, 800):
        _box(pen, leg, 520, leg + 24, 660, DARK)
    for top in (400, 444, 488):
        _box(pen, 400, top, 860, top + 30, WOOD, 8)
    _box(pen, 380, 560, 880, 596, WOOD, 10)


def _gate(pen: Pen) -> None:
    _box(pen, 0, 420, WIDTH, HEIGHT, GRASS)
    _shape(pen, SAND, (560, 420), (700, 420), (960, HEIGHT), (280, HEIGHT))
    for x, y, r in ((160, 330, 130), (330, 370, 100), (1010, 330, 140), (1180, 380, 110)):
        _round(pen, x, y, r, "#5f8550")
    for post in (420, 800):
        _box(pen, post, 330, post + 34, 690, DARK, 6)
    for top in (400, 480, 560):
        _box(pen, 420, top, 640, top + 26, WOOD, 6)
    for top in (430, 510, 590):
        _box(pen, 600, top, 834, top + 26, WOOD, 6)
    _round(pen, 690, 720, 38, DARK)
    _round(pen, 690, 720, 24, CREAM)
    _round(pen, 590, 720, 38, DARK)
    _round(pen, 590, 720, 24, CREAM)
    _shape(pen, BRICK, (540, 560), (740, 560), (705, 676), (575, 676))


def _bandstand(pen: Pen) -> None:
    _box(pen, 0, 600, WIDTH, HEIGHT, GRASS)
    _shape(pen, BRICK, (640, 120), (1040, 320), (240, 320))
    _box(pen, 270, 320, 1010, 352, DARK)
    for post in (300, 520, 740, 960):
        _box(pen, post, 352, post + 22, 640, CREAM)
    _box(pen, 250, 630, 1030, 720, "#b9a88c")
    for step in range(3):
        _box(pen, 560 - step * 20, 720 + step * 24, 720 + step * 20, 744 + step * 24, "#a3916f")
    _shape(pen, GOLD, (585, 400), (745, 400), (690, 500), (640, 500))
    _box(pen, 640, 480, 690, 600, GOLD)
    _round(pen, 630, 572, 58, GOLD)
    _round(pen, 630, 572, 26, "#b98317")
    _box(pen, 556, 470, 584, 580, GOLD, 12)
    _box(pen, 530, 462, 600, 484, GOLD, 8)


def _last_bus(pen: Pen) -> None:
    _box(pen, 0, 0, WIDTH, HEIGHT, NIGHT)
    _round(pen, 220, 150, 60, CREAM)
    _box(pen, 0, 640, WIDTH, HEIGHT, "#3c4247")
    _box(pen, 420, 300, 1160, 640, BRICK, 26)
    for left in range(455, 1080, 137):
        _box(pen, left, 350, left + 112, 460, GOLD, 10)
    _box(pen, 420, 520, 1160, 544, CREAM)
    for wheel in (560, 1010):
        _round(pen, wheel, 640, 62, "#14181b")
        _round(pen, wheel, 640, 30, "#9aa3a8")
    _box(pen, 160, 330, 174, 720, CREAM)
    _box(pen, 110, 300, 224, 390, GOLD, 8)
    _round(pen, 290, 560, 34, CREAM)
    _box(pen, 262, 594, 318, 720, SEA, 20)


DRAWINGS: tuple[tuple[str, str, Callable[[Pen], None]], ...] = (
    (
        "The bench may face the road but not the sea",
        "A drawing of an empty bench by the sea. It is turned to the road, with its back to the water",
        _bench,
    ),
    (
        "A gate that keeps out motorbikes, and us",
        "A drawing of a pushchair in front of a gate of two fences that overlap. The gap is narrower than its wheels",
        _gate,
    ),
    (
        "Our tuba is not insured in a bandstand without a door",
        "A drawing of a bandstand on a lawn, open on all sides, with a tuba left on its floor",
        _bandstand,
    ),
    (
        "The last bus leaves before the meeting begins",
        "A drawing of a lit bus driving past somebody who stands alone at a bus stop at night",
        _last_bus,
    ),
)
