"""Finds text that was read in a wrong code page on its way to us, and puts it right where only one reading is possible."""

from __future__ import annotations

import re

CODE_PAGES = ("cp1252", "latin-1", "mac_roman", "cp850", "cp437")
"""In which programs read UTF-8 by mistake: Windows, the web, old Macs and DOS."""
LETTERS = (
    "".join(map(chr, range(0xA1, 0x180))) + "\u2010\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac"
)
LEFT_OVER = re.compile(
    "[\u00c2\u00c3][\u0080-\u00bf\u0152-\u0178]|[\u00c5][\u0080-\u009f\u00b4-\u00b7]|\u00e2\u20ac|\ufffd"
)
"""What is left of UTF-8 where it cannot be put right any more."""
CELTIC = {"\u00f0": "\u0175", "\u00d0": "\u0174", "\u00fe": "\u0177", "\u00de": "\u0176"}
"""Where the Celtic code page (ISO 8859-14) has Welsh letters, the Western one has Icelandic ones."""
WELSH_WORDS = frozenset(
    [
        "tŷ",
        "dŷ",
        "nhŷ",
        "thŷ",
        "gŵyl",
        "ŵyl",
        "ngŵyl",
        "dŵr",
        "ddŵr",
        "nŵr",
        "cŵn",
        "gŵn",
        "sŵn",
        "gŵr",
        "ŵr",
        "ŵy",
        "ŵyn",
        "gŵydd",
        "ŵydd",
        "tŵr",
        "llŷn",
        "llŷr",
        "ŷd",
        "ŷm",
        "gŵyr",
        "mŵg",
        "pŵer",
        "bŵer",
        "tŷ'r",
        "dŷ'r",
        "tŷ’r",
        "dŷ’r",
    ]
)
LOST_LETTER = re.compile(r"[^\W\d_]\?[^\W\d_]|\b[bcdfghjklmnpqrstvwxz]{1,2}\?(?=\s+\w)", re.IGNORECASE)
"""A question mark where a letter was: within a word, or after consonants alone as in "T? Gwyn"."""
WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")


def _garbled_letters() -> dict[str, str]:
    """Return what each letter looks like after its UTF-8 was read in one of the code pages."""
    found: dict[str, str] = {}
    for page in CODE_PAGES:
        for letter in LETTERS:
            shown = "".join(_shown(byte, page) for byte in letter.encode())
            found.setdefault(shown, letter)
    return found


def _shown(byte: int, page: str) -> str:
    try:
        return bytes([byte]).decode(page)
    except UnicodeDecodeError:  # a code page leaves some bytes out; programs pass them through
        return chr(byte)


GARBLED_LETTERS = _garbled_letters()
FIRST_OF_GARBLED = re.compile("[" + "".join(sorted({re.escape(one[0]) for one in GARBLED_LETTERS})) + "]")
GARBLED = re.compile("|".join(re.escape(one) for one in sorted(GARBLED_LETTERS, key=len, reverse=True)))
MOST_ROUNDS = 3
"""A text that was saved wrongly again and again is unwrapped so many times."""


def repair_encoding(text: str) -> str:
    """Put back the letters of a text whose UTF-8 was read in a wrong code page, or whose Welsh was read as Western."""
    if text.isascii():
        return text
    for _ in range(MOST_ROUNDS):
        if not FIRST_OF_GARBLED.search(text):
            break
        better = GARBLED.sub(lambda found: GARBLED_LETTERS[found[0]], text)
        if better == text:
            break
        text = better
    if any(letter in text for letter in CELTIC):
        text = WORD.sub(_in_welsh, text)
    return text


def _in_welsh(found: re.Match[str]) -> str:
    """Correct a word if it is a Welsh one then; other words are left as they are."""
    word = found[0]
    welsh = "".join(CELTIC.get(letter, letter) for letter in word)
    return welsh if welsh.casefold() in WELSH_WORDS else word


def is_garbled(text: str) -> bool:
    """Return whether a text went through the wrong encoding on its way, whether or not it can be put right."""
    return LEFT_OVER.search(text) is not None or repair_encoding(text) != text


def has_lost_letters(name: str) -> bool:
    """Return whether letters of a name became others on the way: "C?n", or "Llanþ" where no Welsh word is known."""
    return LOST_LETTER.search(name) is not None or any(letter in name for letter in CELTIC)
