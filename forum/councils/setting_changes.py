"""What the history of a council's settings says: a row holds a code and values, and is put into words when it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from forum.core.codes import ByCode
from forum.councils.models import CouncilChange
from forum.councils.working_days import CALENDAR_LABELS

Value = str | int | None
Values = Mapping[str, Value]
NUMBERS = {
    "holiday_calendar": "Bank holidays",
    "response_target_days": "Days for the first reply",
    "answer_target_days": "Days for an answer",
    "recurrence_groups": "Groups that make it recurring",
    "recurrence_months": "Months in which they met it",
}
"""The council's own numbers, by their columns."""
PARTS = ByCode({"lead": "a lead", "officer": "an officer"})
WORDS = "words"
"""The name of a value that is words as they were typed, or as an earlier version of Clearway wrote them."""


@dataclass(frozen=True, slots=True)
class SettingWords:
    """How one setting is put into words: its label, of which thing, and each of the two values."""

    label: Callable[[Values], str]
    value: Callable[[Values], str]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One change as people read it."""

    setting: str
    was: str
    became: str
    who: str
    when: datetime


def filled(**values: Value) -> dict[str, Value]:
    """Return those of some values that say anything, so that nothing is an empty set of values."""
    return {name: value for name, value in values.items() if value not in {"", None}}


def joined(values: Values) -> str:
    """Return values one after the other, as for a name with its address."""
    return ", ".join(str(value) for value in values.values() if value not in {"", None})


def show_change(change: CouncilChange) -> ShownChange:
    """Put one change into words."""
    words = _WORDS.get(change.setting)
    label = words.label(change.about) if words else str(change.about.get(WORDS, change.setting))
    was, became = (_shown(words, values) for values in (change.was, change.became))
    return ShownChange(label, was, became, change.person.name if change.person else "", change.created_at)


def add_setting_words(words: Mapping[str, SettingWords]) -> None:
    """Say how the settings of a higher feature are put into words."""
    _WORDS.update(words)


def setting_codes() -> frozenset[str]:
    """Return the codes of all settings that are known."""
    return frozenset(_WORDS)


def _shown(words: SettingWords | None, values: Values) -> str:
    if WORDS in values:
        return str(values[WORDS])
    return words.value(values) if words else joined(values)


def _named(label: str, value: Callable[[Values], str] = joined) -> SettingWords:
    return SettingWords(lambda _about: label, value)


def _number(values: Values) -> str:
    """Say a number, or whose bank holidays, as the pages do; nothing where there was none yet."""
    labels = {str(one): label for one, label in CALENDAR_LABELS.items()}
    value = values.get("value")
    return labels.get(str(value), str(value)) if value else "Default"


def _part(values: Values) -> str:
    return f"{values['name']} as {PARTS[str(values['part'])]}" if values else ""


def _retired(values: Values) -> str:
    return f"Its work goes to {values['to'] or 'no one yet'}" if "to" in values else joined(values)


def _colours(values: Values) -> str:
    return joined(values) or "Ours"


def _logo(values: Values) -> str:
    if "bytes" in values:
        return f"A new one, {values['bytes']:,} bytes"
    return {True: "One", False: "None"}[bool(values["number"])] if values else ""


_WORDS: dict[str, SettingWords] = {
    "contact": _named("Contact"),
    "department_added": _named("Department added"),
    "department": _named("Department"),
    "department_retired": _named("Department retired", _retired),
    "department_brought_back": _named("Department brought back"),
    "invitation": _named("Invitation", _part),
    "officer": _named("Officer"),
    "part_ended": _named("Part ended", _part),
    "colours": _named("Colours", _colours),
    "logo": _named("Logo", _logo),
    **{name: _named(label, _number) for name, label in NUMBERS.items()},
}
