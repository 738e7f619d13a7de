"""What moderators, and those who call them, type."""

from __future__ import annotations

from datetime import date

from wtforms import RadioField, StringField, TextAreaField, ValidationError

from forum.core import clock
from forum.moderation.decision_words import reason_label
from forum.moderation.reasons import GivenReason
from forum.moderation.vocabulary import (
    REASONS_FOR,
    REPORT_KINDS,
    TERMS,
    ReasonCode,
    ReportKind,
    Verb,
)
from forum.threads.queries import get_tag
from forum.threads.tag_names import normalise
from forum.web.choices import choices
from forum.web.fields import DayField, OneOf
from forum.web.forms import Form, Needed, at_most, line, lines

LONGEST_WORDS = 2_000


class ReportForm(Form):
    """What is wrong with a post, and of which kind."""

    kind = RadioField(
        "What is wrong with it?",
        choices=choices((str(code), kind.label) for code, kind in REPORT_KINDS.items()),
        validators=[Needed("Choose what is wrong with it."), OneOf(set(ReportKind))],
        validate_choice=False,
    )
    words = TextAreaField(
        "Tell us more",
        description="Which words, and why. Only moderators read this.",
        filters=[lines],
        validators=[Needed("Say in a few words what is wrong with it."), at_most(LONGEST_WORDS)],
    )
    website = StringField("Leave this blank", filters=[line])
    """People do not see it; programs that fill in every field do."""

    @property
    def is_from_a_program(self) -> bool:
        """Return whether the field that nobody sees was filled in."""
        return bool(self.website.data)


class ReasonForm(Form):
    """Why a moderator does something: whom it is about reads it."""

    reason = RadioField(
        "Why?", validators=[Needed("Choose a reason."), OneOf(set(ReasonCode))], validate_choice=False
    )
    words = TextAreaField(
        "What should the author know?",
        filters=[lines],
        validators=[
            Needed("Give the reason in your own words. The author reads it."),
            at_most(LONGEST_WORDS),
        ],
    )

    def __init__(self, verb: Verb, **given: object) -> None:
        super().__init__(**given)
        labels = ((str(code), reason_label(code)) for code in REASONS_FOR[verb])
        self.reason.choices = choices(labels)

    @property
    def given(self) -> GivenReason:
        """Return the reason that was chosen and written."""
        return GivenReason(ReasonCode(self.reason.data), self.words.data or "")


class SuspendForm(ReasonForm):
    """For how long somebody cannot post, and why."""

    days = RadioField(
        "For how long?",
        choices=choices((str(days), label) for days, label in TERMS.items()),
        default="7",
        validators=[Needed("Choose for how long."), OneOf({str(days) for days in TERMS})],
        validate_choice=False,
    )


class HideSinceForm(ReasonForm):
    """From which day on everything of somebody is hidden, and why."""

    since = DayField("Hide everything posted since", validators=[Needed("Choose a day.")])

    def validate_since(self, field: DayField) -> None:
        """Not in the future."""
        if isinstance(field.data, date) and field.data > clock.today():
            raise ValidationError("Choose today or an earlier day.")


class AppealForm(Form):
    """Why a decision is wrong."""

    words = TextAreaField(
        "Why do you think this is wrong?",
        filters=[lines],
        validators=[Needed("Say why you think the decision is wrong."), at_most(LONGEST_WORDS)],
    )


class AnswerAppealForm(Form):
    """What another moderator says to an appeal."""

    outcome = RadioField(
        "What do you decide?",
        choices=choices([("overturned", "The appeal is right: undo it"), ("upheld", "The decision stays")]),
        validators=[Needed("Choose one of the two."), OneOf({"overturned", "upheld"})],
        validate_choice=False,
    )
    answer = TextAreaField(
        "Tell the author why",
        filters=[lines],
        validators=[Needed("Give your reason. The author reads it."), at_most(LONGEST_WORDS)],
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
