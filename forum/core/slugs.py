"""The readable part of an address."""

from __future__ import annotations

from slugify import slugify

MAXIMUM_SLUG = 70


def slug(text: str) -> str:
    """Make the lower-case, hyphenated, ASCII form of a title; "untitled" when nothing is left of it."""
    return slugify(text.replace("£", ""), max_length=MAXIMUM_SLUG, word_boundary=True) or "untitled"


def numbered_slug(number: int, text: str) -> str:
    """Make the last part of an address: the row's number, then its slug, as in 12-hall-hire-insurance."""
    return f"{number}-{slug(text)}"
