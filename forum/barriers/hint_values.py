"""Answers to the questions of one kind of barrier: read from what was typed into a typed value, and shown again. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from forum.barriers.vocabulary import CATEGORY_BY_CODE, Hint, HintKind

DAYS_IN = {"day": 1, "week": 7}
ONE = {"people": "person"}
"""The words for one of something, where that is not the plural less its s."""
TIMES = {"": 1, "k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
SPELLED = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
        start=1,
    )
}
YES_NO = {"yes": Decimal(1), "no": Decimal(0)}
MOST = Decimal(10) ** 12

_NUMBER = (
    rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,2}})?|\d{{1,13}}(?:\.\d{{1,2}})?|{'|'.join(SPELLED)})"
)
_ABOUT = r"(?:(?:about|around|roughly) )?"
_POUNDS = re.compile(
    rf"{_ABOUT}£?\s?{_NUMBER}\s?(?P<times>k|m|thousand|million)?\s?(?:pounds?|gbp)?", re.IGNORECASE
)
_DAYS = re.compile(rf"{_ABOUT}{_NUMBER}\s?(?P<unit>day|week)?s?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HintValue:
    """One answer: its question's key, the kind of value, the number where there is one, and words where they say more."""

    key: str
    kind: HintKind
    number: Decimal | None = None
    words: str = ""


def read_answers(category: str, typed: Mapping[str, str]) -> tuple[HintValue, ...]:
    """Return what was answered to the questions of a category, given what was typed by the questions' keys."""
    known = CATEGORY_BY_CODE.get(category)
    asked = known.hints if known else ()
    return tuple(read_answer(hint, typed[hint.key]) for hint in asked if typed.get(hint.key, "").strip())


def read_answer(hint: Hint, typed: str) -> HintValue:
    """Read a typed answer; the words are kept unless the number alone says the same."""
    typed = typed.strip()
    number = _read_number(hint, typed)
    is_said = number is not None and (typed.replace(",", "").isdecimal() or typed == _written(hint, number))
    return HintValue(hint.key, hint.kind, number, "" if is_said else typed)


def shown(hint: Hint, number: Decimal | None, words: str) -> str:
    """Return an answer as people read it: as it was typed, or else the number with its unit."""
    return words or (_written(hint, number) if number is not None else "")


def _read_number(hint: Hint, typed: str) -> Decimal | None:
    """Return the number that an answer is, and None where it says more than that."""
    if hint.kind == HintKind.YES_NO:
        return YES_NO.get(typed.lower())
    if hint.kind == HintKind.TEXT:
        return None
    read = _pattern(hint).fullmatch(typed)
    if read is None:
        return None
    number = read["number"].lower()
    value = Decimal(SPELLED[number] if number in SPELLED else number.replace(",", ""))
    if hint.kind == HintKind.POUNDS:
        value *= TIMES[(read["times"] or "").lower()]
    elif hint.kind == HintKind.DAYS:
        value *= DAYS_IN[(read["unit"] or hint.unit.removesuffix("s")).lower()]
    return value if value <= MOST else None


def _pattern(hint: Hint) -> re.Pattern[str]:
    if hint.kind == HintKind.POUNDS:
        return _POUNDS
    if hint.kind == HintKind.DAYS:
        return _DAYS
    units = "|".join(re.escape(unit) for unit in (hint.unit, _one_of(hint.unit)))
    return re.compile(rf"{_ABOUT}{_NUMBER}\s?(?:{units})?", re.IGNORECASE)


def _written(hint: Hint, number: Decimal) -> str:
    if hint.kind == HintKind.YES_NO:
        return "Yes" if number else "No"
    if hint.kind == HintKind.POUNDS:
        return f"£{number:,.2f}".removesuffix(".00")
    unit = hint.unit
    if hint.kind == HintKind.DAYS and unit == "weeks":
        weeks, days = divmod(number, DAYS_IN["week"])
        number, unit = (number, "days") if days else (weeks, unit)
    return f"{_plain(number)} {_one_of(unit) if number == 1 else unit}"


def _plain(number: Decimal) -> str:
    written = f"{number:,.2f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _one_of(unit: str) -> str:
    return ONE.get(unit, unit.removesuffix("s"))
