"""How names of groups are compared, so that one group is not written down twice."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 160
LEGAL_ENDINGS = tuple(
    tuple(words.split())
    for words in (
        "scottish charitable incorporated organisation",
        "charitable incorporated organisation",
        "sefydliad corfforedig elusennol",
        "community interest company",
        "cwmni buddiannau cymunedol",
        "community benefit society",
        "public limited company",
        "limited liability partnership",
        "registered charity",
        "cyfyngedig",
        "limited",
        "scio",
        "cio",
        "cic",
        "cbc",
        "sce",
        "ltd",
        "cyf",
        "plc",
        "ccc",
        "llp",
        "uk",
        "the",
    )
)
"""What a name may end on without being another name: the legal form, in English and in Welsh."""


def normalise_name(name: str) -> str:
    """Fold case, accents, punctuation, "&" and "+", leave out a "the" at either end and endings such as Ltd or CIC."""
    folded = unicodedata.normalize("NFKD", re.sub(r"[&+]", " and ", name.casefold()))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    every = re.findall(r"[^\W_]+", re.sub(r"['\u2019.]", "", plain))
    words = every[1:] if every[:1] == ["the"] else every
    while ending := _ending(words):
        words = words[: -len(ending)]
    return " ".join(words or every)[:LONGEST_NAME]


def _ending(words: list[str]) -> tuple[str, ...] | None:
    return next(
        (one for one in LEGAL_ENDINGS if len(words) > len(one) and tuple(words[-len(one) :]) == one), None
    )
