"""Letters can be read wherever they stand: in the site's colours, and in whatever colour a council may choose."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from config import ROOT
from forum.councils.branding import LEAST_CONTRAST, WHITE, contrast, problem_with, read_colour, style_sheet

pytestmark = pytest.mark.pure

STYLES = ROOT / "static" / "styles"
LEAST_EDGE = 3  # WCAG 2.2, 1.4.11: what is no letter
LETTERS = (
    ("brand-ink", "brand"), ("brand-ink", "brand-deep"), ("brand", "card"), ("brand", "paper"),
    ("brand-deep", "brand-tint"), ("ink", "brand-tint"), ("link-hover", "brand-tint"),
    ("link", "paper"), ("link", "card"), ("link-hover", "paper"), ("ink", "paper"), ("ink", "card"),
    ("ink-soft", "paper"), ("ink-soft", "card"), ("accent-ink", "accent"), ("accent-ink", "accent-tint"),
    ("wrong", "paper"), ("wrong", "card"), ("good", "card"), ("ink", "focus"),
    *((letters, f"heat-{level}") for letters in ("ink", "link-hover") for level in (1, 2, 3, 4)),
)  # fmt: skip
EDGES = (
    ("line-strong", "paper"),
    ("brand", "paper"),
    ("brand", "card"),
    ("level-4", "card"),
    ("ink", "focus"),
)


def properties(text: str) -> dict[str, str]:
    found = re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,6})\b", text)
    return {name: read_colour(colour) or "" for name, colour in found}


SITE = properties((STYLES / "colours.css").read_text())


def unreadable(colours: dict[str, str]) -> list[tuple[str, str, float]]:
    pairs = [(*pair, LEAST_CONTRAST) for pair in LETTERS] + [(*pair, LEAST_EDGE) for pair in EDGES]
    return [
        (one, other, round(contrast(colours[one], colours[other]), 2))
        for one, other, least in pairs
        if contrast(colours[one], colours[other]) < least
    ]


def test_the_sites_own_colours_can_be_read() -> None:
    assert unreadable(SITE) == []


@given(st.integers(0, 0xFFFFFF), st.sampled_from([WHITE, "#fff6d8"]))
def test_every_colour_that_a_council_may_choose_can_be_read_in_tables_too(number: int, ink: str) -> None:
    colour = f"#{number:06x}"
    assume(problem_with(colour, ink) is None)
    branded = SITE | properties(style_sheet(colour, ink))
    assert unreadable(branded) == []


def test_a_councils_colour_reaches_its_charts_maps_and_tables() -> None:
    branded = properties(style_sheet("#7a1f5c", WHITE))
    drawn = {"level-1", "level-2", "level-3", "level-4", "heat-1", "heat-2", "heat-3", "heat-4", "brand"}
    assert drawn <= branded.keys()
    for name in drawn:
        assert branded[name] != SITE[name]
    for file in ("chart", "heat-table", "ward-map"):
        text = (STYLES / f"{file}.css").read_text()
        fixed = re.findall(
            r"^[^{]*(?:stack|heat--\d|level-\d|chart__bar)[^{]*\{[^}]*#[0-9a-f]{3,6}", text, re.MULTILINE
        )
        assert [one for one in fixed if "#fff" not in one] == []


def test_a_buttons_colours_are_in_one_file() -> None:
    """Those that it has to itself; what it shares with the rest is in colours.css."""
    paints = re.compile(
        r"(?:^|[\s,])\.button(?:--[a-z]+)?(?::[a-z-]+|\[[^]]+\])*\s*\{[^}]*\b(?:background|color):"
    )
    found = [file.stem for file in sorted(STYLES.glob("*.css")) if paints.search(file.read_text())]
    assert found == ["button"]
