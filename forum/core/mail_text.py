"""Breaks the lines of a mail's text, for programs that show no HTML."""

from __future__ import annotations

import re
from itertools import groupby
from textwrap import wrap

WIDTH = 72
"""The longest line, in characters, that readers quote and print well (RFC 3676)."""
_INDENT = "  "
_PARAGRAPH = re.compile(r"\n(?:[ \t]*\n)+")
_ADDRESS = re.compile(r"https?://\S+$")
_LABEL = re.compile(r"[A-Z][^.!?:]*:$")
"""Words on a line of their own that say where the address below leads."""


def wrap_mail(text: str) -> str:
    """Return the text with lines of WIDTH at most and one empty line between paragraphs; an address is never broken."""
    body, foot, why = text.rpartition("\n-- \n")
    parts = [_wrap_paragraph(part) for part in _PARAGRAPH.split((body if foot else text).strip("\n"))]
    return "\n\n".join(parts) + (f"\n{foot}{_wrap_paragraph(why.strip())}" if foot else "")


def _wrap_paragraph(part: str) -> str:
    lines = part.split("\n")
    if all(line.startswith(_INDENT) for line in lines):  # a card: each line is a thing of its own
        return "\n".join(_fill(line.strip(), _INDENT) for line in lines)
    alone = {place for place, line in enumerate(lines) if _ADDRESS.match(line)}
    alone |= {place - 1 for place in alone if place and _LABEL.match(lines[place - 1])}
    filled: list[str] = []
    for stands_alone, places in groupby(range(len(lines)), key=alone.__contains__):
        some = [lines[place] for place in places]
        filled += [_fill(line) for line in (some if stands_alone else [" ".join(some)])]
    return "\n".join(filled)


def _fill(line: str, indent: str = "") -> str:
    """Break one line; what follows of a card's line is indented further, so that it does not look like the next one."""
    more = indent * 2
    lines = wrap(
        line,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=more,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines)
