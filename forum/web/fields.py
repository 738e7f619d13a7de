"""Checks of fields that several features ask for."""

from __future__ import annotations

from urllib.parse import urlsplit

from wtforms import Field, Form, SelectField, ValidationError


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
