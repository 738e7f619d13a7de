"""Pictures for the invented stories, drawn of plain shapes when the demo is loaded."""

from __future__ import annotations

from collections.abc import Callable

from forum.demo.canvas import (
    BRICK,
    CREAM,
    DARK,
    GOLD,
    GRASS,
    HEIGHT,
    SAND,
    SEA,
    WIDTH,
    WOOD,
    Pen,
    box,
    disc,
    shape,
)

LEAF, SOIL, STEEL = "#5f8550", "#6b4a2f", "#9aa3a8"


def _apple_trees(pen: Pen) -> None:
    disc(pen, 180, 140, 70, GOLD)
    shape(pen, LEAF, (0, 520), (420, 380), (860, 470), (WIDTH, 400), (WIDTH, HEIGHT), (0, HEIGHT))
    box(pen, 0, 560, WIDTH, HEIGHT, GRASS)
    for x, top in ((210, 420), (520, 400), (830, 420), (1110, 400)):
        box(pen, x - 14, top, x + 14, top + 250, WOOD)
        disc(pen, x, top - 30, 116, LEAF)
        for dx, dy in ((-56, -50), (10, -88), (58, -20), (-20, 10)):
            disc(pen, x + dx, top - 30 + dy, 15, BRICK)
        box(pen, x + 30, top + 150, x + 104, top + 192, CREAM, 4)
    disc(pen, 660, 742, 44, SEA)
    box(pen, 616, 742, 704, 800, SEA, 8)
    shape(pen, SEA, (700, 776), (772, 716), (784, 728), (700, 796))


def _raised_beds(pen: Pen) -> None:
    box(pen, 0, 430, WIDTH, HEIGHT, GRASS)
    shape(pen, SAND, (480, 430), (800, 430), (1000, HEIGHT), (280, HEIGHT))
    for left in (50, 860):
        box(pen, left, 470, left + 370, 520, SOIL)
        for plant in range(left + 40, left + 360, 60):
            disc(pen, plant, 456, 28, LEAF)
        box(pen, left - 14, 512, left + 384, 586, WOOD, 6)
        for leg in (left, left + 340):
            box(pen, leg, 586, leg + 30, 720, DARK)
    disc(pen, 640, 610, 92, DARK)
    disc(pen, 640, 610, 76, SAND)
    disc(pen, 640, 610, 14, STEEL)
    disc(pen, 730, 690, 32, DARK)
    box(pen, 590, 500, 712, 532, SEA, 8)
    box(pen, 580, 380, 606, 524, SEA, 8)
    box(pen, 600, 372, 676, 510, GOLD, 24)
    disc(pen, 640, 324, 46, WOOD)


def _mended_toaster(pen: Pen) -> None:
    box(pen, 0, 560, WIDTH, HEIGHT, WOOD)
    box(pen, 0, 560, WIDTH, 590, DARK)
    box(pen, 360, 300, 860, 640, STEEL, 60)
    box(pen, 360, 580, 860, 660, DARK, 20)
    for left in (440, 640):
        box(pen, left, 200, left + 140, 330, SAND, 30)
        box(pen, left, 296, left + 140, 316, DARK)
    box(pen, 850, 400, 900, 440, DARK, 8)
    disc(pen, 610, 470, 44, CREAM)
    box(pen, 606, 438, 614, 470, BRICK)
    box(pen, 980, 690, 1180, 716, GOLD, 12)
    box(pen, 900, 696, 990, 710, STEEL)
    shape(pen, CREAM, (120, 660), (250, 660), (235, 780), (135, 780))
    disc(pen, 262, 710, 26, CREAM)
    disc(pen, 262, 710, 14, WOOD)


OF_PROJECTS: tuple[tuple[str, str, Callable[[Pen], None]], ...] = (
    (
        "Community orchard planted on an unused strip of land",
        "A drawing of four young apple trees in a row. Each has a name board at its foot, and a watering can stands by",
        _apple_trees,
    ),
    (
        "Raised allotment beds for wheelchair users",
        "A drawing of two planted beds as high as a table, with a gardener in a wheelchair on the path between them",
        _raised_beds,
    ),
    (
        "Monthly repair café mends six hundred things a year",
        "A drawing of a toaster on a workbench with two slices in it, a screwdriver on its right and a mug on its left",
        _mended_toaster,
    ),
)
