"""Numbers of rows as they come from outside: in an address, in a form's field, in a typed reference. Pure."""

from __future__ import annotations

LARGEST_ID = 2**31 - 1
"""The largest number that a key column holds on PostgreSQL (a 32-bit integer), which refuses to be compared with more."""


def read_id(text: str | None) -> int | None:
    """Return the row's number that `text` holds; None for anything that cannot be one."""
    if not text or not (text.isascii() and text.isdecimal()) or len(text) > len(str(LARGEST_ID)):
        return None
    return int(text) if 0 < int(text) <= LARGEST_ID else None
