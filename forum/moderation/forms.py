"""What moderators, and those who call them, type."""

from __future__ import annotations

from wtforms import StringField, TextAreaField, ValidationError

from forum.threads.queries import get_tag
from forum.threads.tag_names import normalise
from forum.web.forms import Form, Needed, at_most, line, lines


class ReportForm(Form):
    """Why a moderator should look."""

    reason = TextAreaField(
        "What is wrong with it?",
        filters=[lines],
        validators=[Needed("Say what is wrong with it."), at_most(2000)],
    )


class ReasonForm(Form):
    """Why a moderator does something; it is written down."""

    reason = StringField(
        "Reason",
        filters=[line],
        validators=[
            Needed("Give the reason. It is recorded in the list of what moderators did."),
            at_most(300),
        ],
    )


class JoinTagsForm(Form):
    """A tag, and the one it means from now on."""

    tag = StringField("This tag", filters=[line], validators=[Needed("Type a tag."), at_most(40)])
    of = StringField("means this one", filters=[line], validators=[Needed("Type a tag."), at_most(40)])

    def validate_tag(self, field: StringField) -> None:
        """It must exist."""
        _must_exist(field)

    def validate_of(self, field: StringField) -> None:
        """It must exist, and be another."""
        _must_exist(field)
        if normalise(field.data or "") == normalise(self.tag.data or ""):
            raise ValidationError("Choose two different tags.")


def _must_exist(field: StringField) -> None:
    if get_tag(normalise(field.data or "")) is None:
        raise ValidationError(f"There is no tag “{field.data}”.")
