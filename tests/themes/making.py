"""Barriers of planted themes, as rows of a file: theme, kind, owner of the rule, title, words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from forum.demo.loader import list_cases
from forum.search.meaning.encoder import encode_cases, load_encoder
from forum.search.meaning.vectors import shrink
from forum.themes.finding import FoundTheme, ThemeCandidate

HERE = Path(__file__).parent
COUNCILS = 5


class Planted(NamedTuple):
    """One line of such a file."""

    theme: str
    category: str
    rule_source: str
    title: str
    words: str


def read_planted(name: str) -> list[Planted]:
    return [Planted(*line.split("\t")) for line in (HERE / name).read_text().splitlines()]


def candidate(number: int, vector: Sequence[int] | bytes = b"", **given: object) -> ThemeCandidate:
    """A public barrier at a council of its own, unless said otherwise."""
    meaning = vector if isinstance(vector, bytes) else np.array(vector, np.int8).tobytes()
    usual: dict[str, object] = {
        "council_id": number, "category": f"kind{number}", "rule_source": "unknown", "case_id": number,
        "tag_ids": frozenset(), "is_public": True, "text": "", "meaning": meaning,
    }  # fmt: skip
    return ThemeCandidate(number=number, **{**usual, **given})  # type: ignore[arg-type]


def among_the_demo(planted: Sequence[Planted]) -> tuple[list[ThemeCandidate], dict[int, str]]:
    """Planted barriers at several councils, among the demo's cases with their tags; and which number is of which theme."""
    rows = [
        (case.category, case.rule_source, case.title, case.story, frozenset(map(hash, case.tags)))
        for case in list_cases()
    ]
    rows += [(one.category, one.rule_source, one.title, one.words, frozenset()) for one in planted]
    encoder = load_encoder()
    assert encoder is not None
    vectors = shrink(encode_cases(encoder, [(row[2], row[3]) for row in rows]))
    candidates = [
        candidate(
            number,
            vectors[number].tobytes(),
            council_id=number % COUNCILS,
            category=row[0],
            rule_source=row[1],
            text=f"{row[2]}\n{row[3]}",
            tag_ids=row[4],
        )
        for number, row in enumerate(rows)
    ]
    first = len(rows) - len(planted)
    return candidates, {first + place: one.theme for place, one in enumerate(planted) if one.theme}


def found_of(themes: Sequence[FoundTheme], wanted: dict[int, str]) -> dict[str, tuple[int, int]]:
    """For each planted theme, of the theme that holds most of it: how many of it, and how many in all."""
    best: dict[str, tuple[int, int]] = {}
    for name in sorted(set(wanted.values())):
        held = [
            (sum(wanted.get(number) == name for number in one.public_ids), len(one.public_ids))
            for one in themes
        ]
        best[name] = max(held, default=(0, 0), key=lambda pair: (pair[0], -pair[1]))
    return best
