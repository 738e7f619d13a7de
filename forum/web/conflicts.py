"""Two people, or two tabs, that change the same words: the second sees what the first wrote, and loses nothing.

Every form that changes what is stored is an EditForm.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, g
from wtforms import (
    BooleanField,
    Field,
    FileField,
    HiddenField,
    MultipleFileField,
    SelectField,
)
from wtforms.csrf.core import CSRFTokenField
from wtforms.widgets import HiddenInput

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
class FieldDifference:
    """A field that somebody else changed, or that differs from what was typed: its label and the runs of words."""

    label: str
    pieces: Sequence[Piece]


class EditForm(Form):
    """A form that changes what is stored: filled with `data`, `obj` or named values, which are what is stored now.

    Its token carries a mark of these along, so that no template can forget it. When they have changed since the page
    was shown, and not to what was typed, the form is not valid: `between` says what differs, the page is shown again
    with status 409, and its fresh mark lets the next press save what is in it, now that both were seen.
    """

    began_with = HiddenField()

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401  # handed on to WTForms
        super().__init__(*given, **named)
        self.between: list[FieldDifference] = []
        self._mark = fingerprint({field.name: field.object_data for field in self._compared()})
        self.began_with.data = self.began_with.data or self._mark
        if "csrf_token" in self:
            self.csrf_token.widget = _TokenAndMark(self.began_with)

    def validate(self, extra_validators: dict[str, Sequence[Any]] | None = None) -> bool:
        """Check every field, and that nobody else was quicker."""
        valid = super().validate(extra_validators=extra_validators)
        if valid and self.began_with.data != self._mark:
            self.between, self.began_with.data = list(_differences(self._compared())), self._mark
            g.has_conflict = bool(self.between)
        return valid and not self.between

    @property
    def data(self) -> dict[str, Any]:
        """Return what was typed, by the names of the fields; the mark is nobody's words."""
        return {name: value for name, value in super().data.items() if name != "began_with"}

    def _compared(self) -> list[Field]:
        kinds = (FileField, MultipleFileField, CSRFTokenField)
        return [field for field in self if field.name != "began_with" and not isinstance(field, kinds)]


class _TokenAndMark:
    """Draws a form's token and, behind it, the mark of what the form began with."""

    def __init__(self, mark: HiddenField) -> None:
        self._mark = mark

    def __call__(self, field: Field, **given: Any) -> str:  # noqa: ANN401  # attributes of the element
        return HiddenInput()(field, **given) + self._mark()


def use_conflicts(app: Flask) -> None:
    """Answer with 409 where a form was overtaken: then nothing of the request is committed either."""

    @app.after_request
    def overtaken(response: Response) -> Response:
        if g.get("has_conflict"):
            response.status_code = CONFLICT
        return response


def _differences(fields: Iterable[Field]) -> Iterator[FieldDifference]:
    for field in fields:
        theirs, ours = _shown(field, field.object_data), _shown(field, field.data)
        pieces = differences(theirs, ours)
        if any(piece.kind != SAME for piece in pieces):
            yield FieldDifference(field.label.text, pieces)


def fingerprint(values: Mapping[str, object]) -> str:
    """Return a mark of what a form began with; another one when anything in it was changed since."""
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
    if isinstance(field, BooleanField):
        return "yes" if value else "no"
    if isinstance(field, SelectField):  # radios and several to tick are its children
        chosen = set(map(str, value)) if isinstance(value, list) else {"" if value is None else str(value)}
        labels = [str(label) for code, label, *_ in field.iter_choices() if str(code) in chosen]
        return ", ".join(labels)
    return "" if value is None else str(value)
