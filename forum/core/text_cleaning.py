"""What people type, made clean before it is stored: one kind of newline, no hidden tricks, every language kept."""

from __future__ import annotations

import re
import unicodedata

MOST_MARKS_ON_A_LETTER = 8  # more than any language stacks; a tower of thousands is also slow to normalise

_NEWLINES = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"  # England, Scotland, Wales are spelt with hidden tags
_HIDDEN = re.compile(
    f"({_FLAG})"
    "|[\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls
    "\u202a-\u202e\u2066-\u2069"  # bidi embeddings, overrides and isolates
    "\u00ad\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"  # invisible, and no language needs them
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # halves of letters, and what is no letter at all
    "\U000e0000-\U000e007f]"  # tags outside a flag
)
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters that look like nothing
_VISIBLE = frozenset("LNPS")  # letters, numbers, punctuation, symbols


def clean(text: str) -> str:
    """Make typed text fit to store: newlines, NFC, no controls or bidi tricks, no space around it.

    Letters of every direction, joiners in emoji and the marks that right-to-left writing needs are kept.
    Text that shows nothing becomes "".
    """
    text = _NEWLINES.sub("\n", text)
    text = _HIDDEN.sub(lambda found: found.group(1) or "", text)
    if not text.isascii():
        text = _few_marks(unicodedata.normalize("NFC", _few_marks(text)))
    text = text.strip()
    return text if any(_shows(letter) for letter in text) else ""


def clean_line(text: str) -> str:
    """Make typed text fit for one line: as clean does, and each run of space or newline is one space."""
    return " ".join(clean(text).split())


def _few_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MOST_MARKS_ON_A_LETTER:
            kept.append(letter)
    return "".join(kept)


def _shows(letter: str) -> bool:
    return unicodedata.category(letter)[0] in _VISIBLE and letter not in _BLANK
