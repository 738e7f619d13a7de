"""Short reference numbers that people can read out on the phone, such as C-1042K. Pure.

The number of the thread, and a letter that shows a slip: of one digit, or of two that changed places (weights
modulo 11). The letters neither look like a digit nor sound like one another.
"""

from __future__ import annotations

import re

from forum.core.row_ids import LARGEST_ID

CHECK_LETTERS = "AFHKMPQRWXY"
_WRITTEN = re.compile(rf"C[\s-]*([1-9]\d{{0,9}})[\s-]*([{CHECK_LETTERS}])", re.IGNORECASE)


def write_reference(number: int) -> str:
    """Give the reference number of a thread, by its id."""
    return f"C-{number}{_check_letter(number)}"


def read_reference(text: str) -> int | None:
    """Read a thread's id out of a reference number; None for anything else, a slip in it too."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    number = int(found[1])
    return number if number <= LARGEST_ID and _check_letter(number) == found[2].upper() else None


def _check_letter(number: int) -> str:
    total = sum(int(digit) * weight for weight, digit in enumerate(reversed(str(number)), start=1))
    return CHECK_LETTERS[total % len(CHECK_LETTERS)]
