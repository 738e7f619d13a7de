"""The readable part of an address."""

from __future__ import annotations

import re

from slugify import slugify

MAXIMUM_SLUG = 70

_LEFT_OUT = re.compile("[£'’‘ʼ`´]")  # an apostrophe joins, straight or curly: "it's" and "it’s" are one word


def slug(text: str) -> str:
    """Make the lower-case, hyphenated, ASCII form of a title, cut at a word's end where there is one.

    Returns "untitled" when nothing is left of it.
    """
    whole = slugify(_LEFT_OUT.sub("", text))
    if len(whole) > MAXIMUM_SLUG:
        whole = whole[: MAXIMUM_SLUG + 1].rpartition("-")[0] or whole[:MAXIMUM_SLUG]
    return whole or "untitled"
