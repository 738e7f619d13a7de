"""What a council's lead types in the settings."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import BooleanField, Field, SelectField, StringField, ValidationError
from wtforms.validators import Optional

from forum.accounts.addresses import LONGEST_ADDRESS, AddressError, tidy_address
from forum.councils.models import Department
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


class ContactForm(Form):
    """Whom to write to at a council."""

    contact_name = StringField(
        "Who answers", [Optional(), at_most(NAME_LENGTH)], [line], description="A person or a team."
    )
    contact_email = StringField(
        "E-mail address",
        [Optional(), at_most(LONGEST_ADDRESS), email_address],
        [line],
        description="Everybody can see it. As long as nobody from the council is here, barriers are sent to it.",
    )
    website = StringField("Website", [Optional(), at_most(ADDRESS_LENGTH), web_address], [line])


class DepartmentForm(Form):
    """A part of a council that owns rules."""

    name = StringField(
        "What you call it", [Needed("Enter the department's name"), at_most(NAME_LENGTH)], [line]
    )
    contact_name = StringField("Who answers there", [Optional(), at_most(NAME_LENGTH)], [line])
    contact_email = StringField(
        "E-mail address", [Optional(), at_most(LONGEST_ADDRESS), email_address], [line]
    )


class InviteOfficerForm(Form):
    """Somebody who will answer for a council."""

    name = StringField("Name", [Needed("Enter the person's name"), at_most(NAME_LENGTH)], [line])
    email = StringField(
        "E-mail address at work",
        [Needed("Enter the person's e-mail address"), at_most(LONGEST_ADDRESS), email_address],
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
        self.department.choices = [("", "No department"), *((str(one.id), one.name) for one in departments)]
