"""Lays text out as Python-Markdown reads it: what people type right below each other becomes blocks of its own.

Pure, and line by line. People put a table, a list or an answer to a quotation on the next line, indent by two spaces
or three, and number with `1)`; Python-Markdown wants blank lines between blocks, four spaces a level and `1.`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto

BULLETS = "-*+•‣◦▪●"
INDENT = "    "  # Python-Markdown's one level
NESTS_AT = 2  # spaces further in than the marker above, by which people mean "inside"

# A heading or a rule stands alone, or Python-Markdown copies all that follows it, once for each.
_ALONE = re.compile(r" {0,3}(?:#{1,6} .*|([-*_])(?: {0,2}\1){2,} *)")
_ITEM = re.compile(rf"( *)(?:([{BULLETS}])|(\d{{1,9}})[.)])(?:  *(.*)|)$")
_QUOTE = re.compile(r" {0,3}> ?(.*)")
_TABLE_RULE = re.compile(r" *\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *")


class _Kind(Enum):
    BLANK = auto()
    WORDS = auto()
    ITEM = auto()
    TABLE = auto()
    QUOTE = auto()
    ALONE = auto()


@dataclass(frozen=True)
class _Item:
    indent: int
    number: int | None  # None for a bullet
    words: str

    @property
    def is_ordered(self) -> bool:
        return self.number is not None


@dataclass
class _Layout:
    lines: list[str]
    out: list[str] = field(default_factory=list)
    lists: list[_Item] = field(
        default_factory=list
    )  # the last item of each list that is open, outermost first
    before: _Kind = _Kind.BLANK

    def put(self, line: str, kind: _Kind, *, apart: bool = False) -> None:
        """Write one line of a kind; `apart` begins a block of its own."""
        if apart and self.before is not _Kind.BLANK:
            self.out.append("")
        self.out.append(line)
        self.before = kind


def lay_out(text: str) -> str:
    """Return the text with a blank line between its blocks, `1.` for `1)`, `-` for every bullet, and four spaces a level."""
    layout = _Layout(text.expandtabs(4).split("\n"))
    at = 0
    while at < len(layout.lines):
        at = _place(layout, at)
    return "\n".join(layout.out)


def _place(layout: _Layout, at: int) -> int:
    """Write the block or line that begins here; return the number of the next line."""
    line = layout.lines[at]
    if not line.strip():
        layout.put("", _Kind.BLANK)
    elif _ALONE.fullmatch(line) and not _is_table_rule(layout, at):
        layout.lists.clear()
        layout.put(line, _Kind.ALONE, apart=True)
    elif _QUOTE.fullmatch(line):
        return _place_quote(layout, at)
    elif _begins_table(layout, at):
        return _place_table(layout, at)
    elif (item := _item(line)) and _begins_item(layout, at, item):
        _place_item(layout, item)
    else:
        _place_words(layout, line)
    return at + 1


def _place_quote(layout: _Layout, at: int) -> int:
    """Lay out what is quoted by itself; the line below it that quotes nothing is the writer's own."""
    quoted = []
    while at < len(layout.lines) and (found := _QUOTE.fullmatch(layout.lines[at])):
        quoted.append(found.group(1))
        at += 1
    layout.lists.clear()
    layout.put(f"> {quoted[0]}", _Kind.QUOTE, apart=layout.before is not _Kind.WORDS)
    layout.out[-1:] = [f"> {line}".rstrip() for line in lay_out("\n".join(quoted)).split("\n")]
    return at


def _place_table(layout: _Layout, at: int) -> int:
    """Write heading, rule and rows; the first line without a bar is no row."""
    _close_lists(layout, layout.lines[at])
    layout.put(_inside(layout, layout.lines[at]), _Kind.TABLE, apart=True)
    at += 1
    while at < len(layout.lines) and "|" in layout.lines[at]:
        layout.put(_inside(layout, layout.lines[at]), _Kind.TABLE)
        at += 1
    return at


def _place_item(layout: _Layout, item: _Item) -> None:
    """Write an item at its depth: inside the one above if it is set further in, beside it, or beside one further out."""
    above: _Item | None = None
    while layout.lists and item.indent < layout.lists[-1].indent + NESTS_AT:
        above = layout.lists.pop()
    other_kind = above is not None and above.is_ordered != item.is_ordered
    not_below_item = layout.before is not _Kind.ITEM and not (layout.lists or above)
    marker = f"{item.number}." if item.is_ordered else "-"
    depth = INDENT * len(layout.lists)
    layout.put(f"{depth}{marker} {item.words}".rstrip(), _Kind.ITEM, apart=other_kind or not_below_item)
    layout.lists.append(item)


def _place_words(layout: _Layout, line: str) -> None:
    """Write words: of an item they are set in below, after a blank line; else at the edge, apart from table and quotation."""
    if layout.before in {_Kind.ITEM, _Kind.WORDS} and layout.lists:
        layout.put(line.lstrip(), _Kind.WORDS)  # goes on with the item's own sentence
        return
    _close_lists(layout, line)
    apart = layout.before in {_Kind.TABLE, _Kind.QUOTE, _Kind.ALONE}
    layout.put(_inside(layout, line), _Kind.WORDS, apart=apart)


def _close_lists(layout: _Layout, line: str) -> None:
    indent = len(line) - len(line.lstrip())
    while layout.lists and indent < layout.lists[-1].indent + NESTS_AT:
        layout.lists.pop()


def _inside(layout: _Layout, line: str) -> str:
    return INDENT * len(layout.lists) + line.lstrip() if layout.lists else line


def _item(line: str) -> _Item | None:
    found = _ITEM.match(line)
    if not found:
        return None
    return _Item(len(found.group(1)), int(found.group(3)) if found.group(3) else None, found.group(4) or "")


def _begins_item(layout: _Layout, at: int, item: _Item) -> bool:
    """Return whether a line with a marker is an item; right below words a number is one only if the next number follows."""
    if not item.words:
        return bool(layout.lists)
    if layout.before is not _Kind.WORDS or layout.lists or not item.is_ordered:
        return True
    return item.number == 1 and _goes_on(layout.lines[at + 1 :], item)


def _goes_on(lines: list[str], first: _Item) -> bool:
    for line in lines:
        item = _item(line)
        if item and item.indent == first.indent:
            return item.is_ordered and item.number == 2  # noqa: PLR2004  # what comes after one
    return False


def _begins_table(layout: _Layout, at: int) -> bool:
    return "|" in layout.lines[at] and _is_table_rule(layout, at + 1)


def _is_table_rule(layout: _Layout, at: int) -> bool:
    """Return whether this line divides a table's heading from its rows."""
    lines = layout.lines
    if not 0 < at < len(lines) or "|" not in lines[at] or "|" not in lines[at - 1]:
        return False
    return bool(_TABLE_RULE.fullmatch(lines[at]))
