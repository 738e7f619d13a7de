"""How names of groups are compared, so that one group is not written down twice."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 160
LEGAL_ENDINGS = frozenset({"ltd", "limited", "cic", "cio", "uk", "plc"})


def normalise_name(name: str) -> str:
    """Fold case, accents, punctuation and "and", leave out a leading "the" and endings such as Ltd or CIC."""
    folded = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    every = re.findall(r"[^\W_]+", re.sub(r"['\u2019.]", "", plain))
    words = every[1:] if every[:1] == ["the"] else every
    while len(words) > 1 and words[-1] in LEGAL_ENDINGS:
        words = words[:-1]
    return " ".join(words or every)[:LONGEST_NAME]
