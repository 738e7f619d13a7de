"""STRUCTURE.md names what is there: a newcomer who follows it finds the file."""

from __future__ import annotations

import re

import pytest

from config import ROOT

pytestmark = pytest.mark.pure

PAGE = (ROOT / "STRUCTURE.md").read_text(encoding="utf-8")


def test_every_path_in_the_page_exists() -> None:
    paths = re.findall(r"`((?:forum|templates|static|tests|migrations|bench)/[\w./-]*)`", PAGE)
    assert len(paths) > 25
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_feature_has_its_row() -> None:
    features = {f"forum/{one.name}/" for one in (ROOT / "forum").iterdir() if (one / "__init__.py").exists()}
    assert sorted(one for one in features if f"`{one}`" not in PAGE) == []


def test_it_is_one_page_with_eight_answers() -> None:
    assert len(PAGE.splitlines()) <= 60
    answers = PAGE.split("## Where do I change …")[1]
    assert len([line for line in answers.splitlines() if line.startswith("| ") and "?" in line]) == 8
