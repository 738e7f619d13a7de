"""Numbers and sums as people write them, in figures and in words, each brought to one form."""

from __future__ import annotations

import re
from decimal import Decimal

_MULTIPLES = {
    "": 1,
    "k": 1_000,
    "thousand": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "million": 1_000_000,
    "bn": 1_000_000_000,
    "billion": 1_000_000_000,
}
_ONES = "one two three four five six seven eight nine".split()  # noqa: SIM905
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_VALUES = {word: str(number) for number, word in enumerate((*_ONES, *_TEENS), start=1)}
_VALUES |= {word: str(10 * number) for number, word in enumerate(_TENS, start=2)}
_VALUES |= {f"{ten} {one}": str(int(_VALUES[ten]) + int(_VALUES[one])) for ten in _TENS for one in _ONES}
_VALUES |= {f"{one} hundred": f"{_VALUES[one]}00" for one in _ONES} | {"hundred": "100", "a hundred": "100"}
_VALUES |= {"dozen": "12", "a dozen": "12"}
_PARTS = {"half a": "0.5", "a quarter of a": "0.25", "quarter of a": "0.25", "a": "1"}


def _either(spoken: list[str]) -> str:
    return "|".join(sorted(spoken, key=len, reverse=True)).replace(" ", r"[\s-]")


_DIGITS = r"\d{1,3}(?:[\x20\u00a0\u2009\u202f]\d{3}){1,5}(?![\d,.]*\d)|\d[\d,]{0,14}(?:\.\d{1,4})?"
_SIZE = "thousand|million|billion"
_END = r"(?![^\W_])"
PATTERN = rf"""
    (?P<money>[£$€]\s?(?P<sum>{_DIGITS})(?:[\s-]?(?P<many>{_SIZE}|bn|mn|m|k))?{_END})
    |(?P<number>{_DIGITS})(?:[\s-](?P<times>{_SIZE}))?{_END}
    |\b(?P<spelled>{_either([*_VALUES, *_PARTS])})[\s-](?P<size>{_SIZE}){_END}
    |\b(?P<counted>{_either([word for word in _VALUES if word != "one"])})(?!['\u2019]?[^\W_])
"""
"""For re.VERBOSE and re.IGNORECASE. "One" alone counts nothing: it is a stop word."""
_SHORT = re.compile(r"(\d[\d,]*(?:\.\d+)?)(k|m|mn|bn)", re.IGNORECASE)


def number_of(match: re.Match[str]) -> str:
    """Return the number that PATTERN matched, in plain figures: 10000000 for £10m, 25 for twenty-five."""
    spelled = match["spelled"] or match["counted"]
    if spelled:
        spoken = re.sub(r"[\s-]", " ", spelled.lower())
        return _figures(_PARTS.get(spoken) or _VALUES[spoken], match["size"])
    return _figures(match["sum"] or match["number"], match["many"] or match["times"])


def is_sum(match: re.Match[str]) -> bool:
    """Return whether PATTERN matched a sum: with a currency, or in thousands and more."""
    return bool(match["money"] or match["times"] or match["size"])


def read_short(word: str) -> str | None:
    """Return 5000000 for 5m, which may be metres too; None where a word is no such thing."""
    match = _SHORT.fullmatch(word)
    return _figures(match[1], match[2]) if match else None


def write_short(word: str) -> str | None:
    """Return 5m for 5000000 and 10k for 10000; None for what is no round number."""
    sizes = (("m", 6), ("k", 3))
    return next((word[:-noughts] + sign for sign, noughts in sizes if _is_round(word, noughts)), None)


def _is_round(word: str, noughts: int) -> bool:
    return word.isdecimal() and len(word) > noughts and word.endswith("0" * noughts)


def _figures(digits: str, multiple: str | None) -> str:
    value = Decimal(re.sub(r"[,\s]", "", digits)) * _MULTIPLES[(multiple or "").lower()]
    return format(
        value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize(), "f"
    )
