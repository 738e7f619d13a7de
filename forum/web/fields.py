"""Fields, and checks of fields, that several features ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from wtforms import DateField, Field, Form, SelectField, StringField, TextAreaField, ValidationError

from forum.core.row_ids import read_id
from forum.web.choices import SelectChoice, values
from forum.web.forms import at_most, lines

LONGEST_WORDS = 5_000
NOT_LISTED = "That choice is not in the list. Choose one from the list."
LARGEST_AMOUNT = Decimal("999999999999.99")
_GROUPED = re.compile(r"^\d{1,3}(,\d{3})+$")
_AMOUNT = re.compile(r"[-−]?(\d{1,3}(,\d{3})+|\d{1,15})(\.\d{1,2})?")  # no exponent, no "nan", no "inf"


def web_address(form: Form, field: Field) -> None:
    """Accept nothing, or an address of the web; raises ValidationError for other schemes."""
    del form
    if not field.data:
        return
    try:
        parts = urlsplit(field.data)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or "." not in parts.netloc or " " in field.data:
        raise ValidationError("Start the address with https:// as in https://www.example.org")


def one_offered(form: Form, field: SelectField) -> None:
    """Accept only what the list offers; raises ValidationError for anything else (use with validate_choice=False)."""
    del form
    if field.data not in {value for value, *_ in field.iter_choices()}:
        raise ValidationError("Choose one from the list")


def filter_choice(
    label: str, offered: Iterable[SelectChoice] = (), *, default: str = "", refuse: str = NOT_LISTED
) -> SelectField:
    """Return a list by which an AddressForm narrows a page; what it does not offer is refused in these words."""

    def check(_form: Form, field: SelectField) -> None:
        if field.data and field.data not in values(field):
            raise ValidationError(refuse)

    return SelectField(label, choices=[*offered], validate_choice=False, validators=[check], default=default)


def number_of(field: Field) -> int:
    """Return the row's number in a hidden field; 0, which fits nothing, for a forged one.

    A field that was not sent keeps the number it began with, which is no text.
    """
    return read_id(str(field.data)) or 0


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


class DayField(DateField):
    """A day, typed by a date picker or by hand as 31/05/2026."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day. Raises ValueError, saying how to write one."""
        self.raw_typed = " ".join(valuelist).strip()
        self.data: date | None = None
        if not self.raw_typed:
            return
        for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                self.data = datetime.strptime(self.raw_typed, pattern).date()  # noqa: DTZ007  # a day, not a moment
            except ValueError:
                continue
            return
        raise ValueError("Write the day as in 31/05/2026.")


class WordsField(TextAreaField):
    """A field of several lines, cleaned and bounded."""

    def __init__(self, label: str, *, most: int = LONGEST_WORDS, **given: Any) -> None:  # noqa: ANN401  # handed on to WTForms
        super().__init__(label, filters=[lines], validators=[at_most(most)], **given)


class Amount:
    """The field is empty, or a number with at most two decimals; a pound sign, commas and % may stand in it."""

    def __call__(self, form: Form, field: StringField) -> None:
        """Raise ValidationError, saying what to type."""
        del form
        text = plain_amount(field.data)
        if not text:
            return
        if not _AMOUNT.fullmatch(text):
            raise ValidationError("Type a number such as 40, 12.5 or −3, with at most two decimals.")
        number = read_amount(text)
        if number is not None and abs(number) > LARGEST_AMOUNT:
            raise ValidationError(f"This number is too large. Please use {LARGEST_AMOUNT:,} or less.")


def plain_amount(text: str | None) -> str:
    """Take what stands around a typed number away."""
    return (text or "").strip().removeprefix("£").removesuffix("%").strip()


def read_amount(text: str | None) -> Decimal | None:
    """Read a number that Amount has checked; None where nothing was typed."""
    digits = plain_amount(text).replace(",", "").replace("−", "-")
    return Decimal(digits) if digits else None
