"""How tags are written. Pure."""

from __future__ import annotations

import re
import unicodedata

MOST_TAGS = 8
LONGEST_TAG = 40
_SEPARATORS = re.compile(r"[,;\n#]+")
_NOT_A_WORD = re.compile(r"[^\w&+]+")


def parse_tags(text: str | None) -> list[str]:
    """Read tags as people type them, with commas or hashes between: normalised, each once, in order.

    Raises ValueError, with a sentence for the form, when there are too many or one is too long.
    """
    names = list(dict.fromkeys(filter(None, map(normalise, _SEPARATORS.split(text or "")))))
    if len(names) > MOST_TAGS:
        raise ValueError(f"Please use {MOST_TAGS} tags or fewer. You typed {len(names)}.")
    too_long = next((name for name in names if len(name) > LONGEST_TAG), None)
    if too_long is not None:
        raise ValueError(f"Please use tags of {LONGEST_TAG} characters or fewer: “{too_long[:LONGEST_TAG]}…”")
    return names


def normalise(text: str) -> str:
    """Write a tag the one way it is kept: lower case, hyphens for spaces, no punctuation around it."""
    composed = unicodedata.normalize("NFKC", text).casefold().strip()
    return _NOT_A_WORD.sub("-", composed.replace("_", "-")).strip("-")
