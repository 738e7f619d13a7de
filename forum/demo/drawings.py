"""Pictures for the demo: a few drawings of what barriers are about, made of plain shapes when the demo is loaded."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageDraw
from sqlalchemy import select

from forum.core.db import db
from forum.core.pictures import Patience
from forum.demo.canvas import (
    BRICK,
    CREAM,
    DARK,
    FINER,
    GOLD,
    GRASS,
    HEIGHT,
    NIGHT,
    ROAD,
    SAND,
    SEA,
    SKY,
    WIDTH,
    WOOD,
    Pen,
    box,
    disc,
    shape,
)
from forum.demo.drawings_of_projects import OF_PROJECTS
from forum.threads.actions.attachments import add_picture, describe_picture, prepare_picture
from forum.threads.models import Thread


def add_drawings() -> None:
    """Put each drawing on the barrier or story that it is about, where the demo has it."""
    titles = {title: (alt, draw) for title, alt, draw in DRAWINGS + OF_PROJECTS}
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


def _bench(pen: Pen) -> None:
    disc(pen, 1010, 150, 70, GOLD)
    box(pen, 0, 300, WIDTH, 480, SEA)
    box(pen, 0, 470, WIDTH, 600, SAND)
    box(pen, 0, 600, WIDTH, HEIGHT, ROAD)
    for left in range(40, WIDTH, 220):
        box(pen, left, 740, left + 110, 754, CREAM)
    for leg in (440, 800):
        box(pen, leg, 520, leg + 24, 660, DARK)
    for top in (400, 444, 488):
        box(pen, 400, top, 860, top + 30, WOOD, 8)
    box(pen, 380, 560, 880, 596, WOOD, 10)


def _gate(pen: Pen) -> None:
    box(pen, 0, 420, WIDTH, HEIGHT, GRASS)
    shape(pen, SAND, (560, 420), (700, 420), (960, HEIGHT), (280, HEIGHT))
    for x, y, r in ((160, 330, 130), (330, 370, 100), (1010, 330, 140), (1180, 380, 110)):
        disc(pen, x, y, r, "#5f8550")
    for post in (420, 800):
        box(pen, post, 330, post + 34, 690, DARK, 6)
    for top in (400, 480, 560):
        box(pen, 420, top, 640, top + 26, WOOD, 6)
    for top in (430, 510, 590):
        box(pen, 600, top, 834, top + 26, WOOD, 6)
    disc(pen, 690, 720, 38, DARK)
    disc(pen, 690, 720, 24, CREAM)
    disc(pen, 590, 720, 38, DARK)
    disc(pen, 590, 720, 24, CREAM)
    shape(pen, BRICK, (540, 560), (740, 560), (705, 676), (575, 676))


def _bandstand(pen: Pen) -> None:
    box(pen, 0, 600, WIDTH, HEIGHT, GRASS)
    shape(pen, BRICK, (640, 120), (1040, 320), (240, 320))
    box(pen, 270, 320, 1010, 352, DARK)
    for post in (300, 520, 740, 960):
        box(pen, post, 352, post + 22, 640, CREAM)
    box(pen, 250, 630, 1030, 720, "#b9a88c")
    for step in range(3):
        box(pen, 560 - step * 20, 720 + step * 24, 720 + step * 20, 744 + step * 24, "#a3916f")
    shape(pen, GOLD, (585, 400), (745, 400), (690, 500), (640, 500))
    box(pen, 640, 480, 690, 600, GOLD)
    disc(pen, 630, 572, 58, GOLD)
    disc(pen, 630, 572, 26, "#b98317")
    box(pen, 556, 470, 584, 580, GOLD, 12)
    box(pen, 530, 462, 600, 484, GOLD, 8)


def _last_bus(pen: Pen) -> None:
    box(pen, 0, 0, WIDTH, HEIGHT, NIGHT)
    disc(pen, 220, 150, 60, CREAM)
    box(pen, 0, 640, WIDTH, HEIGHT, "#3c4247")
    box(pen, 420, 300, 1160, 640, BRICK, 26)
    for left in range(455, 1080, 137):
        box(pen, left, 350, left + 112, 460, GOLD, 10)
    box(pen, 420, 520, 1160, 544, CREAM)
    for wheel in (560, 1010):
        disc(pen, wheel, 640, 62, "#14181b")
        disc(pen, wheel, 640, 30, "#9aa3a8")
    box(pen, 160, 330, 174, 720, CREAM)
    box(pen, 110, 300, 224, 390, GOLD, 8)
    disc(pen, 290, 560, 34, CREAM)
    box(pen, 262, 594, 318, 720, SEA, 20)


DRAWINGS: tuple[tuple[str, str, Callable[[Pen], None]], ...] = (
    (
        "Memorial bench not allowed to face the sea",
        "A drawing of an empty bench by the sea. It is turned to the road, with its back to the water",
        _bench,
    ),
    (
        "Motorbike barrier blocks tandems and mobility scooters",
        "A drawing of a pushchair in front of a gate of two fences that overlap. The gap is narrower than its wheels",
        _gate,
    ),
    (
        "Insurer will not cover instruments in the bandstand",
        "A drawing of a bandstand on a lawn, open on all sides, with a tuba left on its floor",
        _bandstand,
    ),
    (
        "Last bus leaves before the village forum begins",
        "A drawing of a lit bus driving past somebody who stands alone at a bus stop at night",
        _last_bus,
    ),
)
