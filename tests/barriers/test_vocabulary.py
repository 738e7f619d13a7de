"""Our lists hold the codes that are shared with other sites."""

from __future__ import annotations

import csv

import pytest

from config import ROOT
from forum.barriers.vocabulary import CATEGORIES, CATEGORY_BY_CODE, CATEGORY_GROUPS

pytestmark = pytest.mark.pure
SHARED = ROOT.parent / "shared" / "vocabulary" / "barrier_categories.csv"


def test_there_are_twenty_four_kinds_in_six_groups_and_other() -> None:
    assert len(CATEGORY_GROUPS) == 6
    assert len(CATEGORIES) == 25 - 1
    assert "other" in CATEGORY_BY_CODE


def test_codes_and_service_numbers_are_those_of_the_shared_list() -> None:
    if not SHARED.exists():
        pytest.skip("the shared vocabulary is not beside this checkout")
    with SHARED.open() as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    assert set(rows) == set(CATEGORY_BY_CODE)
    numbers = {code: ";".join(map(str, one.lgsl)) for code, one in CATEGORY_BY_CODE.items()}
    assert numbers == {code: row["lgsl"] for code, row in rows.items()}


def test_every_kind_has_help_and_its_questions_have_keys_of_their_own() -> None:
    for category in CATEGORIES:
        assert category.help
        assert len({hint.key for hint in category.hints}) == len(category.hints)
