"""The base of all forms: cleans what is typed, keeps it, says what is wrong beside the field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from flask import request
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import Length, StopValidation

from forum.core.text import clean, clean_line
from forum.web.interrupted_forms import restored_answers

OLD_PAGE = "This page was open for a long time. Nothing is lost: please press the button again."


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form whose every write carries a CSRF token.

    A token that has grown old is an error of the form, not a refused page, so that what was typed comes back.
    """

    shown_first: ClassVar[tuple[str, ...]] = ()
    """Names of the fields at the top of the page, where inherited ones come later: errors are listed in this order."""

    def __iter__(self) -> Iterator[Field]:
        """Go through the fields in the order of the page."""
        fields = {field.name: field for field in super().__iter__()}
        first = [fields.pop(name) for name in self.shown_first if name in fields]
        return iter([*first, *fields.values()])

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Checks that need no field."""

        csrf_time_limit = None

        def wrap_formdata(self, form: Form, formdata: Any) -> Any:  # noqa: ANN401  # WTForms has no types
            """Fill a form that is shown after signing in with what was typed into it before."""
            found = super().wrap_formdata(form, formdata)
            if not self.csrf or request.method != "GET":
                return found
            return restored_answers({field.name for field in form}) or found

    def validate(self, extra_validators: dict[str, Sequence[Any]] | None = None) -> bool:
        """Check every field, and put the reason for a stale token in words."""
        valid = super().validate(extra_validators=extra_validators)
        if "csrf_token" in self and self.csrf_token.errors:
            self.csrf_token.errors = [OLD_PAGE]
        return bool(valid)


class ButtonForm(Form):
    """A form that is only a button."""


class Needed:
    """The field must be filled in; the message says what to type."""

    field_flags = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:
        """Raise StopValidation when nothing was typed; what could not be read has its own message."""
        if field.process_errors and any(str(one).strip() for one in field.raw_data or ()):
            raise StopValidation
        if field.data is None or (isinstance(field.data, str) and not field.data.strip()):
            field.errors = []
            raise StopValidation(self.message)


def at_most(characters: int) -> Length:
    """Limit a text, with a message that says by how much."""
    return Length(max=characters, message="Please use %(max)d characters or fewer.")


def line(text: str | None) -> str:
    """Filter for one-line fields."""
    return clean_line(text or "")


def lines(text: str | None) -> str:
    """Filter for fields of several lines."""
    return clean(text or "")
