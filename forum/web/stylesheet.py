"""The one stylesheet as it travels: the files of static/styles, one a component, joined, without comments and space."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

FIRST, LAST = ("colours", "elements", "page"), ("print",)
"""The files that stand before and behind those of the components, which are in the order of their names."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};]) ?")


@lru_cache(maxsize=4)
def joined(folder: Path) -> str:
    """Join the files of a folder, and take out what a browser does not need."""
    text = "\n".join(file.read_text() for file in sorted(folder.glob("*.css"), key=_place))
    return _AROUND.sub(r"\1", _SPACE.sub(" ", _COMMENT.sub("", text))).replace(";}", "}").strip()


def _place(file: Path) -> tuple[int, bool, str]:
    name = file.stem
    return FIRST.index(name) if name in FIRST else len(FIRST), name in LAST, name
