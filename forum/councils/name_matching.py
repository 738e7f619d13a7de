"""How the many names of one council are compared: Trafford, Trafford MBC, the Metropolitan Borough of Trafford."""

from __future__ import annotations

import re
import unicodedata

# Words that say what kind of body it is, not which one.
KINDS = frozenset(
    {"council", "councils", "borough", "district", "metropolitan", "mbc", "county", "city", "corporation"}
    | {"authority", "ua", "unitary", "royal", "the", "of", "cc", "bc", "dc"}
)
LONGEST_NAME = 200


def normalise(name: str) -> str:
    """Fold case, accents and punctuation, and leave out the words that say the kind; keep them when nothing is left."""
    folded = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    words = re.sub(r"['\u2019]", "", plain)
    words = re.sub(r"^\s*london borough (of )?", "", words)
    every = re.findall(r"[^\W_]+", words)
    telling = [word for word in every if word not in KINDS]
    return " ".join(telling or every)[:LONGEST_NAME]
