"""What a council's lead types in the settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import (  # type: ignore[attr-defined]  # its types are older than SelectChoice
    BooleanField,
    Field,
    FileField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import Optional

from config import Settings
from forum.accounts.email_addresses import LONGEST_ADDRESS, AddressError, tidy_address
from forum.councils.branding import WHITE, problem_with, read_colour
from forum.councils.models import Department
from forum.councils.working_days import CALENDAR_LABELS
from forum.web.conflicts import EditForm
from forum.web.fields import one_offered, web_address
from forum.web.forms import Form, Needed, at_most, line

NAME_LENGTH = 120
ADDRESS_LENGTH = 300


def email_address(form: Form, field: Field) -> None:
    """Accept nothing, or an e-mail address, and tidy it; raises ValidationError otherwise."""
    del form
    if field.data:
        try:
            field.data = tidy_address(field.data)
        except AddressError as error:
            raise ValidationError(str(error)) from error


def _or_nothing(nothing: str, departments: Sequence[Department]) -> list[Any]:
    return [SelectChoice("", nothing), *(SelectChoice(str(one.id), one.name) for one in departments)]


class ContactForm(EditForm):
    """Whom to write to at a council."""

    contact_name = StringField(
        "Who answers", [Optional(), at_most(NAME_LENGTH)], [line], description="A person or a team."
    )
    contact_email = StringField(
        "Email address",
        [Optional(), at_most(LONGEST_ADDRESS), email_address],
        [line],
        description="Everyone can see it. Until someone from the council joins, barriers are sent to it.",
    )
    website = StringField("Website", [Optional(), at_most(ADDRESS_LENGTH), web_address], [line])


class DepartmentForm(EditForm):
    """A part of a council that owns rules."""

    name = StringField(
        "What you call it", [Needed("Enter the department's name"), at_most(NAME_LENGTH)], [line]
    )
    contact_name = StringField("Who answers there", [Optional(), at_most(NAME_LENGTH)], [line])
    contact_email = StringField(
        "Email address", [Optional(), at_most(LONGEST_ADDRESS), email_address], [line]
    )


class InviteOfficerForm(Form):
    """Somebody who will answer for a council."""

    name = StringField("Name", [Needed("Enter the person's name"), at_most(NAME_LENGTH)], [line])
    email = StringField(
        "Email address at work",
        [Needed("Enter the person's email address"), at_most(LONGEST_ADDRESS), email_address],
        [line],
    )
    job_title = StringField("Job title", [Optional(), at_most(NAME_LENGTH)], [line])
    department = SelectField("Department", [Optional(), one_offered], choices=[], validate_choice=False)
    is_lead = BooleanField(
        "Make this person a lead",
        description="A lead can also decide that a rule stays, and change these settings.",
    )

    def offer(self, departments: Sequence[Department]) -> None:
        """Offer the council's departments."""
        self.department.choices = _or_nothing("No department", departments)


class OfficerForm(EditForm):
    """Somebody's part at a council."""

    job_title = StringField("Job title", [Optional(), at_most(NAME_LENGTH)], [line])
    department = SelectField("Department", [Optional(), one_offered], choices=[], validate_choice=False)
    is_lead = BooleanField(
        "Lead", description="A lead can also decide that a rule stays, and change these settings."
    )

    def offer(self, departments: Sequence[Department]) -> None:
        """Offer the council's departments."""
        self.department.choices = _or_nothing("No department", departments)


class RetireForm(Form):
    """Where the work of a department goes."""

    to = SelectField(
        "Which department takes over its officers, routes and open barriers?",
        [Optional(), one_offered],
        choices=[],
        validate_choice=False,
    )

    def offer(self, departments: Sequence[Department]) -> None:
        """Offer the other departments."""
        self.to.choices = _or_nothing("No one yet", departments)


class BoundedIntegerField(IntegerField):
    """A whole number within limits, or nothing for what is usual."""

    def __init__(self, label: str, *, least: int, most: int, **kwargs: Any) -> None:  # noqa: ANN401  # WTForms hands more
        super().__init__(label, **kwargs)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number. Raises ValueError, saying what may be typed."""
        self.data: int | None = None
        text = valuelist[0].strip() if valuelist else ""
        if not text:
            return
        is_number = text.isascii() and text.isdecimal() and len(text) < len("1000")
        if not is_number or not self.least <= int(text) <= self.most:
            raise ValueError(f"Enter a whole number from {self.least} to {self.most}, or leave it blank.")
        self.data = int(text)


class NumbersForm(EditForm):
    """By which days a council counts, and what it calls recurring."""

    holiday_calendar = SelectField(
        "Whose bank holidays does your council keep?",
        [one_offered],
        choices=[
            SelectChoice("", "The same as our nation"),
            *(SelectChoice(str(one), label) for one, label in CALENDAR_LABELS.items()),
        ],
        validate_choice=False,
    )
    response_target_days = BoundedIntegerField("Working days until the first reply", least=1, most=60)
    answer_target_days = BoundedIntegerField("Working days until an answer", least=1, most=250)
    recurrence_groups = BoundedIntegerField("How many groups make an obstacle recurring?", least=2, most=100)
    recurrence_months = BoundedIntegerField("Within how many months?", least=1, most=60)

    def say_what_is_usual(self, site: Settings) -> None:
        """Tell what an empty field means on this site."""
        for field in self:
            if isinstance(field, BoundedIntegerField):
                field.description = f"Leave it blank to use the default ({getattr(site, field.name)})."


class LookForm(EditForm):
    """A council's colours and logo."""

    colour = StringField(
        "Your colour",
        [Optional()],
        [line],
        description="Such as #0d4f4c. Leave it blank for the colour of this site.",
    )
    ink = StringField(
        "Text colour",
        [Optional()],
        [line],
        description="Such as #ffffff. Leave it blank for white.",
    )
    logo = FileField("Logo", description="PNG, JPEG or WebP, up to 1 MB. We redraw it on a white background.")
    removes_logo = BooleanField("Remove the logo")

    def validate_colour(self, field: Field) -> None:
        """A colour that people can read on our pages; raises ValidationError with one that they can."""
        self._read(field)
        problem = problem_with(field.data, WHITE) if field.data else None
        if problem and problem[0] == "colour":
            raise ValidationError(problem[1])

    def validate_ink(self, field: Field) -> None:
        """Letters that people can read on the colour; raises ValidationError."""
        self._read(field)
        field.data = field.data or WHITE
        colour = read_colour(self.colour.data or "")
        problem = problem_with(colour, field.data) if colour else None
        if problem and problem[0] == "ink":
            raise ValidationError(problem[1])

    @staticmethod
    def _read(field: Field) -> None:
        if field.data:
            found = read_colour(field.data)
            if found is None:
                raise ValidationError("Write the colour as # and six letters or digits, such as #0d4f4c.")
            field.data = found
