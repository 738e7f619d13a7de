"""The questions about what a barrier did to one group: asked of the reporter and of everybody who joins."""

from __future__ import annotations

import re
from typing import Any

from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField, ValidationError

from forum.barriers.report_input import Experience
from forum.barriers.vocabulary import EFFECTS, EXCLUDED
from forum.web.choices import choices
from forum.web.forms import Form, at_most, line, lines

MOST_POUNDS = 10_000_000
MOST_DAYS = 3_650
MOST_PEOPLE = 1_000_000
LONGEST_WORDS = 5_000
_GROUPED = re.compile(r"^\d{1,3}(,\d{3})+$")


class WholeNumber:
    """The field is empty or a whole number from 0 to the most that makes sense; commas and £ may stand in it."""

    def __init__(self, most: int, *, unit: str) -> None:
        self.most, self.unit = most, unit

    def __call__(self, form: Form, field: StringField) -> None:
        """Raise ValidationError, saying what to type."""
        del form
        text = plain_number(field.data)
        if not text:
            return
        if text.startswith("-") and text[1:].isdecimal():
            raise ValidationError(f"Use 0 or more {self.unit}.")
        if not (text.isascii() and text.isdecimal()):
            raise ValidationError(f"Type a whole number of {self.unit}, such as 40, or leave it blank.")
        if len(text) > len(str(self.most)) or int(text) > self.most:
            raise ValidationError(f"Please use {self.most:,} {self.unit} or fewer.")


def plain_number(text: str | None) -> str:
    """Take the pound sign and the commas of thousands out of a typed number."""
    text = (text or "").strip().removeprefix("£").strip()
    return text.replace(",", "") if _GROUPED.match(text) else text


def whole(text: str | None) -> int | None:
    """Read a number that WholeNumber has checked; None where nothing was typed."""
    digits = plain_number(text)
    return int(digits) if digits else None


class OneOf:
    """The value is empty or one of the codes; anything else was never offered."""

    def __init__(self, codes: Any, message: str = "Choose one of the answers shown.") -> None:  # noqa: ANN401  # anything that `in` works on
        self.codes, self.message = codes, message

    def __call__(self, form: Form, field: Any) -> None:  # noqa: ANN401  # WTForms has many kinds of field
        """Raise ValidationError for a code that is not in the list."""
        del form
        given = field.data if isinstance(field.data, list) else [field.data]
        if any(code and code not in self.codes for code in given):
            raise ValidationError(self.message)


class ExperienceFields(Form):
    """Effect, cost, delay, people and whom it leaves out; all of it optional."""

    effect = RadioField(
        "What did it do to your plans?",
        choices=choices((one.code, one.label) for one in EFFECTS),
        validators=[OneOf({one.code for one in EFFECTS})],
        validate_choice=False,
    )
    cost_pounds = StringField(
        "What did it cost you?", filters=[line], validators=[WholeNumber(MOST_POUNDS, unit="pounds")]
    )
    delay_days = StringField(
        "How long did it hold you up?", filters=[line], validators=[WholeNumber(MOST_DAYS, unit="days")]
    )
    people_affected = StringField(
        "How many people did it affect?", filters=[line], validators=[WholeNumber(MOST_PEOPLE, unit="people")]
    )
    excluded = SelectMultipleField(
        "Who does it leave out?",
        choices=choices((one.code, one.label) for one in EXCLUDED),
        validators=[OneOf({one.code for one in EXCLUDED})],
        validate_choice=False,
    )

    def experience(self, *, words: str = "", is_nameless: bool = False) -> Experience:
        """Give what was typed, checked. Call it after validate."""
        return Experience(
            effect=self.effect.data or None,
            cost_pounds=whole(self.cost_pounds.data),
            delay_days=whole(self.delay_days.data),
            people_affected=whole(self.people_affected.data),
            excluded=tuple(dict.fromkeys(self.excluded.data or ())),
            words=words,
            is_nameless=is_nameless,
        )


class WordsField(TextAreaField):
    """A field of several lines, cleaned and bounded."""

    def __init__(self, label: str, *, most: int = LONGEST_WORDS, **given: Any) -> None:  # noqa: ANN401  # handed on to WTForms
        super().__init__(label, filters=[lines], validators=[at_most(most)], **given)
