"""The one stylesheet stays whole and small, and knows paper."""

import gzip
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure
TEXT = (Path(__file__).resolve().parents[2] / "static" / "clearway.css").read_text()
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
    assert len(gzip.compress(TEXT.encode(), 9)) <= 10 * 1024


def test_paper_has_its_own_rules_so_that_no_table_is_cut_and_no_button_is_printed():
    printed = "".join(RULES.split("@media print")[1:])
    for rule in (
        "@page { size: A4",
        ".table-scroll { overflow: visible; }",
        ".no-print",
        ".print-only { display: block; }",
    ):
        assert rule in printed
