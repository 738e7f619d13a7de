"""What people type about their data."""

from __future__ import annotations

from datetime import date

from wtforms import Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import Optional, StopValidation

from forum.accounts.actions import LONGEST_NAME
from forum.accounts.forms import EmailAddress
from forum.core import clock
from forum.privacy.models import IdentityCheck, SafetyRecordKind
from forum.privacy.vocabulary import CHECK_LABELS, SAFETY_LABELS
from forum.web.conflicts import EditForm
from forum.web.fields import DayField
from forum.web.forms import Form, Needed, at_most, line, lines

STAY, GO = "stay", "go"
LONGEST_RECORD = 20_000


def _choice() -> RadioField:
    return RadioField(
        "What should happen to your posts?",
        [Needed("Please choose one.")],
        choices=[
            SelectChoice(STAY, "They stay, as the words of “a former member”"),
            SelectChoice(GO, "They go too"),
        ],
    )


class LeaveForm(Form):
    """What becomes of the posts of somebody who deletes their account."""

    posts = _choice()

    @property
    def takes_words(self) -> bool:
        """Return whether the posts go too."""
        return bool(self.posts.data == GO)


class PaperForm(EditForm):
    """When a request on paper came, and how it is known who sent it."""

    asked_on = DayField(
        "When did the request arrive?", [Needed("Please type the day it arrived.")], default=clock.today
    )
    identity_check = SelectField(
        "How do you know that it is them?",
        choices=[
            SelectChoice(one.value, label)
            for one, label in CHECK_LABELS.items()
            if one is not IdentityCheck.SIGNED_IN
        ],
    )

    def validate_asked_on(self, field: Field) -> None:
        """Raise StopValidation for a day to come."""
        if field.data is not None and field.data > clock.today():
            raise StopValidation("This day is still to come.")

    @property
    def day(self) -> date:
        """Return the day it arrived, once the form was checked."""
        return self.asked_on.data or clock.today()

    @property
    def check(self) -> IdentityCheck:
        """Return how it is known who asked."""
        return IdentityCheck(self.identity_check.data)


class PaperErasureForm(PaperForm, LeaveForm):
    """The same, and what becomes of the posts."""

    posts = RadioField(
        "What should happen to their posts?",
        [Needed("Please choose one.")],
        choices=[
            SelectChoice(STAY, "They stay, as the words of “a former member”"),
            SelectChoice(GO, "They go too"),
        ],
    )


class PaperCorrectionForm(PaperForm):
    """The right name and address."""

    name = StringField(
        "Their name", [Needed("Please type their name."), at_most(LONGEST_NAME)], filters=[line]
    )
    email = StringField(
        "Their email address",
        [Needed("Please type their email address."), at_most(254), EmailAddress()],
        filters=[line],
    )


class SafetyRecordForm(Form):
    """Something to write down for the Online Safety Act."""

    kind = SelectField(
        "What is it?", choices=[SelectChoice(one.value, label) for one, label in SAFETY_LABELS.items()]
    )
    made_on = DayField("When was it done?", [Needed("Please type the day.")])
    review_on = DayField("When is the next review?", [Optional()])
    words = TextAreaField(
        "What did you find, and what do you do about it?",
        [Needed("Please write down what you found."), at_most(LONGEST_RECORD)],
        filters=[lines],
    )

    def validate_review_on(self, field: Field) -> None:
        """Raise StopValidation for a review before the day itself."""
        if field.data and self.made_on.data and field.data < self.made_on.data:
            raise StopValidation("This is before the day it was done.")

    @property
    def record_kind(self) -> SafetyRecordKind:
        """Return what it is."""
        return SafetyRecordKind(self.kind.data)
