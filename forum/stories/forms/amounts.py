"""Reads amounts as people type them."""

from __future__ import annotations

import re
from decimal import Decimal

from wtforms import StringField, ValidationError

from forum.web.forms import Form

LARGEST = Decimal("999999999999.99")
_AMOUNT = re.compile(r"[-−]?(\d{1,3}(,\d{3})+|\d{1,15})(\.\d{1,2})?")  # no exponent, no "nan", no "inf"


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
        if number is not None and abs(number) > LARGEST:
            raise ValidationError(f"This number is too large. Please use {LARGEST:,} or less.")


def plain_amount(text: str | None) -> str:
    """Take what stands around a typed number away."""
    return (text or "").strip().removeprefix("£").removesuffix("%").strip()


def read_amount(text: str | None) -> Decimal | None:
    """Read a number that Amount has checked; None where nothing was typed."""
    digits = plain_amount(text).replace(",", "").replace("−", "-")
    return Decimal(digits) if digits else None
