"""What people type to offer help, to ask for it, and to say yes or no."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional

from forum.barriers.vocabulary import CATEGORIES, CATEGORY_BY_CODE
from forum.groups.models import Group
from forum.questions.forms.question import PlaceFields
from forum.threads.journeys.forms import NO_GROUP
from forum.web.choices import choices, values
from forum.web.conflicts import EditForm
from forum.web.fields import WholeNumber, whole
from forum.web.forms import Form, Needed, at_most, line, lines

LONGEST_WORDS = 300
LONGEST_SHARED = 1_000
MOST_TOPICS = 8
MOST_A_MONTH = 20


class OfferForm(PlaceFields, EditForm):
    """An offer of help."""

    words = StringField(
        "What can you help with?",
        filters=[line],
        validators=[Needed("Say in a sentence what you can help with."), at_most(LONGEST_WORDS)],
    )
    topics = SelectMultipleField(
        "Which kinds of barriers?",
        choices=choices((one.code, one.label) for one in CATEGORIES),
        validate_choice=False,
    )
    a_month = StringField(
        "How many conversations a month?",
        filters=[line],
        default="2",
        validators=[
            Needed("Type how many conversations a month you have time for."),
            WholeNumber(MOST_A_MONTH, unit="conversations"),
        ],
    )
    group = RadioField("Who offers it?", choices=[], validate_choice=False)

    def offer_groups(self, groups: Sequence[Group]) -> None:
        """Offer one's own groups, or nobody but oneself."""
        if groups:
            self.group.choices = choices(
                [*((str(one.id), one.name) for one in groups), (NO_GROUP, "Just me")]
            )
            self.group.data = self.group.data or str(groups[0].id)

    def validate_topics(self, field: SelectMultipleField) -> None:
        """One at least, and not everything."""
        if not field.data:
            raise ValidationError("Tick at least one kind.")
        if not set(field.data) <= CATEGORY_BY_CODE.keys():
            raise ValidationError("Choose from the answers shown.")
        if len(set(field.data)) > MOST_TOPICS:
            raise ValidationError(f"Please tick {MOST_TOPICS} kinds at most: those you know best.")

    def validate_a_month(self, field: StringField) -> None:
        """One conversation at least."""
        if field.data == "0":
            raise ValidationError("Type 1 or more. To stop for a while, pause your offer.")

    def validate_group(self, field: RadioField) -> None:
        """Only one's own groups."""
        if field.data and field.data not in values(field):
            raise ValidationError("Choose one of the answers shown.")

    def number(self) -> int:
        """Return how many conversations a month. Call it after validate."""
        return whole(self.a_month.data) or 1


class AskForHelpForm(Form):
    """What the asker shares if the other side says yes."""

    words = TextAreaField(
        "How can they reach you?",
        filters=[lines],
        validators=[Needed("Type how they can reach you."), at_most(LONGEST_SHARED)],
    )


class AnswerHelpForm(Form):
    """A yes with what the offerer shares, or a no."""

    words = TextAreaField(
        "How can they reach you?", filters=[lines], validators=[Optional(), at_most(LONGEST_SHARED)]
    )
