"""What people type under threads."""

from __future__ import annotations

import secrets

from wtforms import HiddenField, TextAreaField
from wtforms.validators import Regexp

from forum.core.text import LONGEST_TEXT
from forum.web.forms import Form, Needed, at_most, lines

FORM_KEY = r"^[0-9a-f]{32}$"


def new_form_key() -> str:
    """Make the key by which a form that is sent twice is known."""
    return secrets.token_hex(16)


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


class EditCommentForm(Form):
    """A reply, changed; `version` is the one that was shown."""

    body = TextAreaField(
        "Your comment",
        filters=[lines],
        validators=[Needed("Write your comment first."), at_most(LONGEST_TEXT)],
    )
