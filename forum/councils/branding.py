"""A council's colours: whether people can read them, and the style sheet they make. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
PAPER = "#fbf8f3"  # the ground of our pages, on which the colour also stands as text
WHITE = "#ffffff"
LEVELS = (0.2, 0.45, 0.75, 0.9)
"""How much of the colour is in the shades of maps and stacked bars, from few to many."""
HEAT = (0.08, 0.18, 0.27, 0.36)
"""The same for the grounds of a table's cells, on which letters and links stand."""
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_SHORT = re.compile(r"#[0-9a-f]{3}")


def read_colour(typed: str) -> str | None:
    """Read #0d4f4c, 0d4f4c or #abc; None for what is no colour."""
    text = typed.strip().lower()
    text = text if text.startswith("#") else f"#{text}"
    if _SHORT.fullmatch(text):
        text = "#" + "".join(2 * letter for letter in text[1:])
    return text if _COLOUR.fullmatch(text) else None


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG counts it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def problem_with(colour: str, ink: str) -> tuple[str, str] | None:
    """Return which of "colour" and "ink" cannot be read and why; None when both are well."""
    on_paper, with_ink = contrast(colour, PAPER), contrast(colour, ink)
    if on_paper < LEAST_CONTRAST:
        words = (
            f"On our pages this colour has a contrast of {on_paper:.1f} to 1; people need {LEAST_CONTRAST}."
        )
        return "colour", f"{words} Try {darkened_until_read(colour)}, which is darker."
    if with_ink < LEAST_CONTRAST:
        words = f"On your colour these letters have a contrast of {with_ink:.1f} to 1"
        return "ink", f"{words}; people need {LEAST_CONTRAST}. White, {WHITE}, can be read."
    return None


def darkened_until_read(colour: str) -> str:
    """Return the lightest shade of a colour that can be read on our pages."""
    for share in range(100, -1, -1):
        shade = mixed(colour, "#000000", share / 100)
        if contrast(shade, PAPER) >= LEAST_CONTRAST:
            return shade
    return "#000000"


def mixed(colour: str, other: str, share: float) -> str:
    """Mix two colours; `share` is how much there is of the first, from 0 to 1."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(share * one + (1 - share) * two):02x}" for one, two in pairs)


def style_sheet(colour: str, ink: str) -> str:
    """Write the custom properties that our style sheet is drawn with, those of charts, maps and tables among them."""
    deep = mixed(colour, "#000000", 0.62)
    tint = mixed(colour, WHITE, 0.1)
    return (
        f":root{{--brand:{colour};--brand-ink:{ink};--brand-deep:{deep};--brand-tint:{tint};"
        f"--link:{colour};--link-hover:{deep};{_shades('level', LEVELS, colour)};{_shades('heat', HEAT, colour)}}}\n"
    )


def _shades(name: str, shares: Sequence[float], colour: str) -> str:
    shades = (f"--{name}-{number}:{mixed(colour, WHITE, share)}" for number, share in enumerate(shares, 1))
    return ";".join(shades)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  # sRGB's own numbers
