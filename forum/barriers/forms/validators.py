"""What forms about barriers check alike."""

from __future__ import annotations

from wtforms import Field, Form, StringField, ValidationError

from forum.barriers.reply_templates import gaps_in


def no_gaps(_form: Form, field: Field) -> None:
    """Refuse what a council's own words left to be filled in. Raises ValidationError that names it."""
    gaps = gaps_in(field.data or "")
    if gaps:
        raise ValidationError(f"Replace {' and '.join(gaps)} with your own words, or remove it.")


def is_web_address(_form: Form, field: StringField) -> None:
    """A link leads to a web page. Raises ValidationError when it does not."""
    if field.data and not field.data.lower().startswith(("https://", "http://")):
        raise ValidationError("Start the link with https:// or http://.")
