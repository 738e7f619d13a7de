"""Breaks the lines of a mail's text, for programs that show no HTML."""

from __future__ import annotations

import re
from itertools import groupby
from textwrap import wrap

WIDTH = 72
"""The longest line, in characters, that readers quote and print well (RFC 3676)."""
_INDENT = "  "
_PARAGRAPH = re.compile(r"\n(?:[ \t]*\n)+")
_STANDS_ALONE = re.compile(r"https?://\S+$|[A-Z][^.!?:]*:$")
"""An address, or the words on a line of their own that say where it leads."""


def wrap_mail(text: str) -> str:
    """Return the text with lines of WIDTH at most and one empty line between paragraphs; an address is never broken."""
    body, foot, why = text.rpartition("\n-- \n")
    parts = [_wrap_paragraph(part) for part in _PARAGRAPH.split((body if foot else text).strip("\n"))]
    return "\n\n".join(parts) + (f"\n{foot}{_wrap_paragraph(why.strip())}" if foot else "")


def _wrap_paragraph(part: str) -> str:
    lines = part.split("\n")
    if all(line.startswith(_INDENT) for line in lines):  # a card: each line is a thing of its own
        return "\n".join(_fill(line.strip(), _INDENT) for line in lines)
    pieces = groupby(lines, key=lambda line: bool(_STANDS_ALONE.match(line)))
    filled = (
        [_fill(line) for line in some] if stands_alone else [_fill(" ".join(some))]
        for stands_alone, some in pieces
    )
    return "\n".join(line for some in filled for line in some)


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
