"""What people type under threads."""

from __future__ import annotations

from wtforms import HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import Regexp

from forum.core.text import LONGEST_TEXT
from forum.threads.holds.signed_times import new_form_key
from forum.threads.tag_names import parse_tags
from forum.web.conflicts import EditForm
from forum.web.forms import Form, Needed, at_most, line, lines

FORM_KEY = r"^[0-9a-f]{32}$"


class CommentForm(Form):
    """A reply."""

    body = TextAreaField(
        "Your comment",
        filters=[lines],
        validators=[Needed("Write your comment first."), at_most(LONGEST_TEXT)],
    )
    form_key = HiddenField(
        default=new_form_key, validators=[Regexp(FORM_KEY, message="Please send it again.")]
    )


class EditCommentForm(EditForm):
    """A reply, changed."""

    body = TextAreaField(
        "Your comment",
        filters=[lines],
        validators=[Needed("Write your comment first."), at_most(LONGEST_TEXT)],
    )


class PreviewForm(Form):
    """What our script sends to see how it will look."""

    text = TextAreaField("Your words", filters=[lines], validators=[at_most(LONGEST_TEXT)])


class TagsForm(EditForm):
    """Words to sort a thread by."""

    tags = StringField("Tags", filters=[line])

    def validate_tags(self, field: StringField) -> None:
        """Not too many, none too long; raises ValidationError with a sentence that says so."""
        try:
            parse_tags(field.data)
        except ValueError as error:
            raise ValidationError(str(error)) from error
