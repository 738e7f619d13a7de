"""The readable part of an address."""

from __future__ import annotations

from slugify import slugify

MAXIMUM_SLUG = 70


def slug(text: str) -> str:
    """Make the lower-case, hyphenated, ASCII form of a title; "untitled" when nothing is left of it."""
    return slugify(text.replace("£", ""), max_length=MAXIMUM_SLUG, word_boundary=True) or "untitled"
