"""What people type to advise, and what the asker says of it."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField, SelectMultipleField, TextAreaField, ValidationError

from forum.core.text import TextRefused, render
from forum.groups.models import Group
from forum.questions.vocabulary import BASIS_LABELS, KIND_LABELS, AdviceKind, Basis
from forum.threads.forms import CommentForm
from forum.threads.journeys.forms import NO_GROUP
from forum.web.choices import choices, values
from forum.web.conflicts import EditForm
from forum.web.fields import OneOf
from forum.web.forms import at_most, lines

LONGEST_USED = 2_000


class AdviceForm(CommentForm):
    """An answer: advice with its labels, or a plain comment."""

    kind = RadioField(
        "Is it advice?",
        choices=choices(
            [("", "No, just a comment"), *((str(one), label) for one, label in KIND_LABELS.items())]
        ),
        default="",
        validators=[OneOf({str(one) for one in AdviceKind})],
        validate_choice=False,
    )
    basis = RadioField(
        "If it is advice, how do you know?",
        choices=choices((str(one), label) for one, label in BASIS_LABELS.items()),
        validators=[OneOf({str(one) for one in Basis})],
        validate_choice=False,
    )
    group = RadioField("Who are you speaking for?", choices=[], validate_choice=False)

    def offer_groups(self, groups: Sequence[Group], first: int | None) -> None:
        """Offer one's own groups; the one that was asked is chosen already."""
        own = [(str(one.id), one.name) for one in groups]
        self.group.choices = choices([*own, (NO_GROUP, "Just me")]) if own else []
        if not self.group.data:
            self.group.data = str(first) if str(first) in dict(own) else NO_GROUP

    def validate_body(self, field: TextAreaField) -> None:
        """Only what can be shown. Raises ValidationError with the reason."""
        try:
            render(field.data or "")
        except TextRefused as refused:
            raise ValidationError(str(refused)) from refused

    def validate_basis(self, field: RadioField) -> None:
        """Advice says how its writer knows; a comment need not."""
        if self.kind.data and not field.data:
            raise ValidationError("Choose how you know.")

    def validate_group(self, field: RadioField) -> None:
        """Only one's own groups."""
        if field.data and field.data not in {*values(field), NO_GROUP}:
            raise ValidationError("Choose one of the answers shown.")


class UsedForm(EditForm):
    """What was used of the advice, and how it went."""

    used = SelectMultipleField("Which advice did you use?", choices=[], validate_choice=False)
    words = TextAreaField("How did it go?", filters=[lines], validators=[at_most(LONGEST_USED)])

    def validate_used(self, field: SelectMultipleField) -> None:
        """Only advice under this question; and something must be said."""
        if not set(field.data or ()) <= values(field):
            raise ValidationError("Choose from the answers shown.")
        if not field.data and not self.words.data:
            raise ValidationError("Tick what you used, or say below how it went.")

    def validate_words(self, field: TextAreaField) -> None:
        """Only what can be shown. Raises ValidationError with the reason."""
        try:
            render(field.data or "")
        except TextRefused as refused:
            raise ValidationError(str(refused)) from refused
