"""The base of all forms: cleans what is typed, keeps it, says what is wrong beside the field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from flask import abort, render_template, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.validators import Length, StopValidation

from forum.core.text import clean, clean_line
from forum.web.choices import words_of
from forum.web.interrupted_forms import restored_answers

LONGEST_UNSAID = 2_000
LEEWAY = 20_000
"""Characters beyond a field's length that are still kept for whoever typed them."""
MOST_VALUES = 500
"""Values of one field, such as boxes that are ticked."""
TOO_LONG = "Please use %(max)d characters or fewer."
GO_BACK = "This page was open for a long time. Please go back and press the button again."
"""Said of an old page where what was pressed is not shown again."""
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
            """Fill a form that is shown after signing in with what was typed into it before; bound every value."""
            found = super().wrap_formdata(form, formdata)
            if self.csrf and request.method == "GET":
                found = restored_answers({field.name for field in form}) or found
            form.cut = {}
            return found and bounded(form, found)

    cut: dict[str, int]
    """The fields of which more was sent than is looked at, and how many characters each takes."""

    def validate(self, extra_validators: dict[str, Sequence[Any]] | None = None) -> bool:
        """Check every field, and put the reason for a stale token in words."""
        valid = super().validate(extra_validators=extra_validators)
        for name in self.cut.keys() & self._fields.keys():
            valid = False
            self[name].errors = [*self[name].errors, TOO_LONG % {"max": self.cut[name]}][:1]
        if "csrf_token" in self and self.csrf_token.errors:
            self.csrf_token.errors = [OLD_PAGE]
        return bool(valid)


class AddressForm(Form):
    """Read from the address alone, so that a page can be passed on as it is; it changes nothing, so it needs no token."""

    class Meta(Form.Meta):
        """No token."""

        csrf = False

    narrows_by: ClassVar[tuple[str, ...]] = ()
    """Names of the fields that narrow a list."""

    def active(self) -> list[tuple[str, str, str]]:
        """List the fields that narrow the list: name, label and the words of what was chosen."""
        chosen = [self[name] for name in self.narrows_by if self[name].data and not self[name].errors]
        found = [(field, words_of(field)) for field in chosen]
        return [(field.name, field.label.text, words) for field, words in found if words]


def bounded(form: Form, sent: MultiDict[str, Any]) -> MultiDict[str, Any]:
    """Cut what is far too long before any filter or check sees it; a little too long comes back whole, with its error."""
    most = {field.name: most_of(field) for field in form if field.name in sent}
    far = {name for name, size in most.items() if _is_far_too_long(sent.getlist(name), size)}
    if not far:
        return sent
    form.cut = {name: most[name] for name in far}
    pairs = ((name, one) for name in most for one in _cut(sent.getlist(name), most[name]))
    return MultiDict(pairs)


def most_of(field: Field) -> int:
    """Return how many characters a field takes: as its own check says, or what no choice, number or key exceeds."""
    checks: list[Any] = list(field.validators)
    return min((one.max for one in checks if isinstance(one, Length) and one.max > 0), default=LONGEST_UNSAID)


def _is_far_too_long(values: list[Any], most: int) -> bool:
    return len(values) > MOST_VALUES or any(
        len(one) > most + LEEWAY for one in values if isinstance(one, str)
    )


def _cut(values: list[Any], most: int) -> list[Any]:
    return [one[: most + LEEWAY] if isinstance(one, str) else one for one in values[:MOST_VALUES]]


class ButtonForm(Form):
    """A form that is only a button."""


def check_button() -> None:
    """Refuse, with 400, a button that was pressed on a page without a token that is good."""
    if not ButtonForm().validate():
        abort(400, GO_BACK)


def form_page(template: str, form: Form, /, **context: object) -> tuple[str, int]:
    """Show a page with a form: 422 where something in it is wrong."""
    return render_template(template, form=form, **context), 422 if form.errors else 200


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
    return Length(max=characters, message=TOO_LONG)


def line(text: str | None) -> str:
    """Filter for one-line fields."""
    return clean_line(text or "")


def lines(text: str | None) -> str:
    """Filter for fields of several lines."""
    return clean(text or "")
