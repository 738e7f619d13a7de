"""Turns numbers into the geometry of a chart: paths, scales and marks, which the SVG macros only write down. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

SIDE = 1000
"""The plot's own units, both ways; it is stretched to the width of the page, its lines and letters are not."""
HEIGHT = 220
"""Pixels of the plot, so that letters beside it stay as large as the rest of the page."""
TOP = 14
WIDE = 90
"""Per cent of the width that the plot takes; the rest is for the last value of each line."""
FEWEST_FOR_A_MIDDLE = 4
MOST_MARKS = 13
LEAST_GAP = 17

Number = int | float


@dataclass(frozen=True, slots=True)
class ChartLine:
    """One line: its path in plot units, where its marks stand, and what stands at its end."""

    label: str
    path: str
    marks: tuple[tuple[float, float], ...]
    end: float
    end_words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What line_chart and step_chart take. Heights are pixels, widths per cent."""

    lines: tuple[ChartLine, ...]
    scale: tuple[tuple[float, str], ...]
    columns: tuple[tuple[float, str, str], ...]


def draw_lines(names: Sequence[str], series: Sequence[tuple[str, Sequence[Number | None]]]) -> Drawing:
    """Draw one line for each series over named steps; a value of None leaves a gap."""
    most = max((value for _, values in series for value in values if value is not None), default=0)
    top, step = _scale(most)
    width = max(len(names) - 1, 1)
    lines = []
    for label, values in series:
        points = [
            None if value is None else (SIDE * at / width, SIDE * (1 - value / top))
            for at, value in enumerate(values)
        ]
        lines.append(_line(label, points, values))
    return Drawing(_apart(lines), _ticks(top, step), _columns(names))


def draw_steps(curves: Sequence[tuple[str, Sequence[tuple[Number, float]]]], longest: int) -> Drawing:
    """Draw the share that is left after each number of days: it stays until the day on which it falls."""
    lines = []
    for label, steps in curves:
        corners: list[tuple[float, float] | None] = [(0.0, 0.0)]
        level = 0.0
        for days, share in steps:
            across, down = SIDE * min(days, longest) / max(longest, 1), SIDE * (1 - share)
            corners += [(across, level), (across, down)]
            level = down
        corners.append((float(SIDE), level))
        share_left = 1 - level / SIDE
        lines.append(_line(label, corners, (share_left,), marks=False, words=f"{share_left:.0%}"))
    scale = tuple((TOP + HEIGHT * (1 - share / 4), f"{share * 25}%") for share in range(5))
    places = [0, longest // 2, longest] if longest >= FEWEST_FOR_A_MIDDLE else [0, longest]
    columns = tuple(
        (
            WIDE * days / max(longest, 1),
            "the report" if days == 0 else f"{days:,} days",
            _anchor(days, longest),
        )
        for days in places
    )
    return Drawing(_apart(lines), scale, columns)


def level_of(value: Number | None, most: Number, levels: int = 4) -> int:
    """Return how heavily a cell is marked: 0 for nothing, up to `levels` for the most."""
    if not value or most <= 0:
        return 0
    return max(1, min(levels, math.ceil(levels * value / most)))


def _line(
    label: str,
    points: Sequence[tuple[float, float] | None],
    values: Sequence[Number | None],
    *,
    marks: bool = True,
    words: str = "",
) -> ChartLine:
    path, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        path.append(f"{pen}{point[0]:.0f} {point[1]:.0f}")
        pen = "L"
    known = [(at, point) for at, point in enumerate(points) if point is not None]
    every = 1 if len(points) <= MOST_MARKS else 3
    shown = [point for at, point in known if (len(points) - 1 - at) % every == 0] if marks else []
    last = known[-1][1] if known else (0.0, float(SIDE))
    final = next((value for value in reversed(values) if value is not None), None)
    return ChartLine(
        label=label,
        path="".join(path),
        marks=tuple((round(WIDE * x / SIDE, 1), round(TOP + HEIGHT * y / SIDE, 1)) for x, y in shown),
        end=round(TOP + HEIGHT * last[1] / SIDE, 1),
        end_words=words or ("" if final is None else f"{final:,}"),
    )


def _scale(most: Number) -> tuple[Number, Number]:
    """Choose a top and a step that people count in: 1, 2 or 5 with noughts behind."""
    wanted = max(most, 1) / 4
    size = 10 ** math.floor(math.log10(wanted)) if wanted > 1 else 1
    step = next(size * one for one in (1, 2, 5, 10) if size * one >= wanted)
    return step * max(1, math.ceil(most / step)), step


def _ticks(top: Number, step: Number) -> tuple[tuple[float, str], ...]:
    number = round(top / step)
    return tuple((round(TOP + HEIGHT * (1 - at / number), 1), f"{at * step:,}") for at in range(number + 1))


def _columns(names: Sequence[str]) -> tuple[tuple[float, str, str], ...]:
    """Name the first step, the middle and the last, so that the names never touch at 320 pixels."""
    last = len(names) - 1
    if last < 1:
        return tuple((0.0, name, "start") for name in names)
    places = (0, last // 2, last) if last >= FEWEST_FOR_A_MIDDLE else (0, last)
    return tuple((round(WIDE * at / last, 1), names[at], _anchor(at, last)) for at in places)


def _anchor(at: Number, last: Number) -> str:
    return "start" if at == 0 else "end" if at == last else "middle"


def _apart(lines: Sequence[ChartLine]) -> tuple[ChartLine, ...]:
    """Move the words at the ends of the lines apart, downwards, where they would stand on each other."""
    moved: dict[str, float] = {}
    free = 0.0
    for line in sorted(lines, key=lambda one: one.end):
        moved[line.label] = max(line.end, free)
        free = moved[line.label] + LEAST_GAP
    return tuple(ChartLine(one.label, one.path, one.marks, moved[one.label], one.end_words) for one in lines)
