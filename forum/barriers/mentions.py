"""Finds which colleagues a note names: "@Ruth Calloway", or "@Ruth" where only one of them is called so. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from forum.councils.models import Officer


def named_in(words: str, officers: Sequence[Officer]) -> list[Officer]:
    """List the officers whose name stands behind an @ in these words, each once; a full name before a first name."""
    firsts = Counter(_first(one) for one in officers)
    found: dict[int, Officer] = {}
    left = words
    for by_full_name in (True, False):
        for one in officers:
            name = one.person.name if by_full_name else _first(one)
            if not name or (not by_full_name and firsts[name] > 1):
                continue
            pattern = re.compile(rf"(?<!\w)@{re.escape(name)}(?!\w)", re.IGNORECASE)
            left, times = pattern.subn(" ", left)
            if times:
                found[one.id] = one
    return [one for one in officers if one.id in found]


def with_name(words: str, officer: Officer | None) -> str:
    """Put a colleague who was picked before the words, unless they name them already."""
    if officer is None or named_in(words, [officer]):
        return words
    return f"@{officer.person.name} {words}"


def _first(officer: Officer) -> str:
    return officer.person.name.split(" ", 1)[0] if officer.person.name else ""
