"""What people type about something they can lend or need."""

from __future__ import annotations

from datetime import timedelta

from wtforms import (  # type: ignore[attr-defined]  # its types are older than SelectChoice
    BooleanField,
    DateField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    ValidationError,
)

from forum.core import clock
from forum.core.formatting import duration
from forum.councils.models import Area
from forum.groups.models import Direction
from forum.groups.vocabulary import RESOURCE_KINDS, TERMS
from forum.web.choices import choices
from forum.web.conflicts import EditForm
from forum.web.fields import filter_choice, one_offered
from forum.web.forms import AddressForm, Needed, at_most, line

LONGEST_WORDS = 300
LONGEST_TIME = timedelta(days=730)
DIRECTIONS = ((Direction.OFFERED, "We can lend or give it"), (Direction.NEEDED, "We need it"))


class ResourceForm(EditForm):
    """One thing that is offered or needed, where, on which terms and until when."""

    direction = RadioField(
        "Which is it?",
        choices=[SelectChoice(str(code), label) for code, label in DIRECTIONS],
        validate_choice=False,
        validators=[Needed("Choose which it is."), one_offered],
    )
    kind = SelectField(
        "What kind of thing?",
        choices=[SelectChoice(one.code, one.label) for one in RESOURCE_KINDS],
        validate_choice=False,
        validators=[one_offered],
    )
    words = StringField(
        "What is it?", filters=[line], validators=[Needed("Say what it is."), at_most(LONGEST_WORDS)]
    )
    terms = RadioField(
        "What does it cost?",
        choices=[SelectChoice(one.code, one.label) for one in TERMS],
        validate_choice=False,
        validators=[Needed("Choose the terms."), one_offered],
    )
    area = SelectField("Where?", choices=[], validate_choice=False, validators=[one_offered], default="")
    anywhere = BooleanField("It may also be far away")
    until = DateField("Until when?", validators=[Needed("Enter the date it is available until.")])

    def offer_areas(self, areas: list[Area]) -> None:
        """Offer the wards of the group's council."""
        self.area.choices = [
            SelectChoice("", "All of our council"),
            *(SelectChoice(str(one.id), one.name) for one in areas),
        ]

    def validate_until(self, field: DateField) -> None:
        """A day ahead, and not too far: what stands for ever is true for nobody."""
        if field.data is None:
            return
        if field.data < clock.today():
            raise ValidationError("This day is over. Choose one that is still to come.")
        if field.data > clock.today() + LONGEST_TIME:
            raise ValidationError(f"Choose a day within {duration(LONGEST_TIME)}. You can add it again then.")


class ResourceFilterForm(AddressForm):
    """Read from the address alone; it needs no token."""

    direction = filter_choice(
        "Offered or needed",
        choices([("", "Both"), (str(Direction.OFFERED), "Offered"), (str(Direction.NEEDED), "Needed")]),
    )
    kind = filter_choice(
        "Kind", choices([("", "All kinds"), *((one.code, one.label) for one in RESOURCE_KINDS)])
    )
    council = StringField("Council", filters=[line])
