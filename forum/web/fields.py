"""Checks of fields that several features ask for."""

from __future__ import annotations

from urllib.parse import urlsplit

from wtforms import Field, Form, ValidationError


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
