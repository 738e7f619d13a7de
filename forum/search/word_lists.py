"""Reads the lists of words that ship in `words/`: a line each, and remarks behind a #."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "words"


def read_lines(name: str) -> list[str]:
    """Return the lines of a list without remarks and empty lines. Raises FileNotFoundError."""
    lines = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [kept for line in lines if (kept := line.partition("#")[0].strip())]
