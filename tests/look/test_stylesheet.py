"""The one stylesheet stays whole and small, and knows paper."""

import gzip
import re
from pathlib import Path

from forum.web.stylesheet import joined

STYLES = Path(__file__).resolve().parents[2] / "static" / "styles"
TEXT = "\n".join(file.read_text() for file in sorted(STYLES.glob("*.css")))
RULES = re.sub(r"/\*.*?\*/", "", TEXT, flags=re.DOTALL)


def test_every_block_that_opens_closes_before_the_next_at_the_left_edge_begins():
    depth = 0
    for line in RULES.splitlines():
        if line[:1].strip() and line[:1] != "}":
            assert depth == 0, line
        depth += line.count("{") - line.count("}")
        assert depth >= 0, line
    assert depth == 0


def test_it_is_under_ten_kilobytes_when_it_travels():
    assert len(gzip.compress(joined(STYLES).encode(), 9)) < 10_000


def test_what_travels_says_the_same_in_fewer_letters(app, client):
    text = client.get("/static/clearway.css").text
    assert text == joined(STYLES)
    assert "/*" not in text
    assert text.count("{") == text.count("}") == RULES.count("{")
    assert "@media (min-width: 48rem){body{font-size: 1.125rem}" in text


def test_paper_has_its_own_rules_so_that_no_table_is_cut_and_no_button_is_printed():
    printed = "".join(RULES.split("@media print")[1:])
    for rule in (
        "@page { size: A4",
        ".table-scroll { overflow: visible; }",
        ".no-print",
        ".print-only { display: block; }",
    ):
        assert rule in printed
