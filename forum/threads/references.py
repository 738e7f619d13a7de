"""Short reference numbers that people can read out on the phone, such as C-1042K. Pure.

The number of the thread, and a letter that shows a slip: of one digit, or of two that changed places (weights
modulo 11). The letters neither look like a digit nor sound like one another.
"""

from __future__ import annotations

import re

from forum.core.row_ids import LARGEST_ID

CHECK_LETTERS = "AFHKMPQRWXY"
_WITHOUT_LETTER = re.compile(r"C\s*-\s*([1-9]\d{0,9})", re.IGNORECASE)  # the hyphen tells it from a "C19"
_WRITTEN = re.compile(rf"C[\s-]*([1-9]\d{{0,9}})[\s-]*([{CHECK_LETTERS}])", re.IGNORECASE)


def write_reference(number: int) -> str:
    """Return the reference number of a thread, by its id."""
    return f"C-{number}{_check_letter(number)}"


def read_reference(text: str) -> int | None:
    """Read a thread's id out of a reference number, with its letter or without; None for anything else, a slip too."""
    text = text.strip()
    found = _WRITTEN.fullmatch(text) or _WITHOUT_LETTER.fullmatch(text)
    if found is None:
        return None
    number, letter = int(found[1]), (found[2].upper() if found.re is _WRITTEN else "")
    return number if number <= LARGEST_ID and letter in {"", _check_letter(number)} else None


def _check_letter(number: int) -> str:
    total = sum(int(digit) * weight for weight, digit in enumerate(reversed(str(number)), start=1))
    return CHECK_LETTERS[total % len(CHECK_LETTERS)]
