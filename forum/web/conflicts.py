"""Two people, or two tabs, that change the same words: the second sees what the first wrote, and loses nothing.

Every form that changes what is stored is an EditForm, filled by `opened_with`; its view asks `changed_between`
before it saves, and shows the page again with CONFLICT where somebody was quicker.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import Field, HiddenField, RadioField, SelectField, SelectMultipleField

from forum.web.choices import label_of
from forum.web.forms import Form

_WORDS = re.compile(r"\s+|[^\s]+")
MOST_COMPARED = 4_000  # words of both texts; comparing takes time that grows with their product
CONFLICT = 409
SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both texts have, or only one of them."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody else changed, or that differs from what was typed: its label and the runs of words."""

    label: str
    pieces: Sequence[Piece]


class EditForm(Form):
    """A form that changes what is stored; it carries a mark of what it was opened with."""

    began_with = HiddenField()


def opened_with(now: Mapping[str, Any]) -> dict[str, Any]:
    """Give an EditForm its data: what is stored now, by the names of its fields, and the mark of it."""
    return {**now, "began_with": fingerprint(now)}


def changed_between(form: Form, now: Mapping[str, Any]) -> list[Difference]:
    """Compare what is stored now with what was typed, where somebody else changed it since the form was opened.

    The form goes back with a fresh mark: the next press saves what is in it, now that both were seen.
    """
    mark = fingerprint(now)
    if form["began_with"].data in {"", None, mark}:
        return []
    form["began_with"].data = mark
    shown = []
    for name, value in now.items():
        theirs, ours = _shown(form[name], value), _shown(form[name], form[name].data)
        pieces = differences(theirs, ours)
        if any(piece.kind != SAME for piece in pieces):
            shown.append(Difference(form[name].label.text, pieces))
    return shown


def fingerprint(values: Mapping[str, object]) -> str:
    """Give a mark of what a form began with; another one when anything in it was changed since."""
    written = "\x1f".join(f"{name}\x1e{value}" for name, value in sorted(values.items()))
    return hashlib.sha256(written.encode()).hexdigest()[:24]


def differences(theirs: str, ours: str) -> Sequence[Piece]:
    """Compare two texts word by word: REMOVED is only in theirs, ADDED only in ours."""
    before, after = _WORDS.findall(theirs), _WORDS.findall(ours)
    if len(before) + len(after) > MOST_COMPARED:
        return [Piece(REMOVED, theirs), Piece(ADDED, ours)]
    return list(_compared(before, after))


def _compared(before: list[str], after: list[str]) -> Iterator[Piece]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, left, left_end, right, right_end in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(SAME, "".join(before[left:left_end]))
            continue
        if left < left_end:
            yield Piece(REMOVED, "".join(before[left:left_end]))
        if right < right_end:
            yield Piece(ADDED, "".join(after[right:right_end]))


def _shown(field: Field, value: object) -> str:
    """Write a value as people chose or typed it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(field, SelectMultipleField):
        return label_of(field, *(value if isinstance(value, list) else ()))
    text = "" if value is None else str(value)
    return (label_of(field, text) if isinstance(field, SelectField | RadioField) else "") or text
