"""What a council's lead types about kinds of barriers and kinds of answers."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from forum.barriers.lifecycle.labels import RESPONSE_LABELS
from forum.barriers.vocabulary import CATEGORIES
from forum.councils.forms import NAME_LENGTH, email_address
from forum.councils.models import Area, Department
from forum.web.choices import choices
from forum.web.conflicts import EditForm
from forum.web.fields import one_offered
from forum.web.forms import Form, Needed, at_most, line, lines

LONGEST_NAME = 80
LONGEST_TEMPLATE = 3_000


class RouteForm(EditForm):
    """Where one kind of barrier goes."""

    department = SelectField("Department", [Optional(), one_offered], choices=[], validate_choice=False)
    contact_name = StringField(
        "Who to ask",
        [Optional(), at_most(NAME_LENGTH)],
        [line],
        description="A person or a team. Groups see it when they look for help with this.",
    )
    contact_email = StringField("Email address", [Optional(), at_most(254), email_address], [line])

    def offer(self, departments: Sequence[Department]) -> None:
        """Offer the council's departments."""
        self.department.choices = choices(
            [("", "No one yet"), *((str(one.id), one.name) for one in departments)]
        )


class WardRouteForm(Form):
    """Where what is reported in one ward goes."""

    area = SelectField(
        "Ward or place", [Needed("Choose a ward."), one_offered], choices=[], validate_choice=False
    )
    category = SelectField(
        "Kind of barrier",
        [Optional(), one_offered],
        choices=choices([("", "Every kind"), *((one.code, one.label) for one in CATEGORIES)]),
        validate_choice=False,
    )
    department = SelectField(
        "Department", [Needed("Choose a department."), one_offered], choices=[], validate_choice=False
    )

    def offer(self, areas: Sequence[Area], departments: Sequence[Department]) -> None:
        """Offer the council's wards and departments."""
        self.area.choices = choices([("", "Choose a ward"), *((str(one.id), one.name) for one in areas)])
        named = ((str(one.id), one.name) for one in departments)
        self.department.choices = choices([("", "Choose a department"), *named])


class TemplateForm(EditForm):
    """Words to put into an answer."""

    name = StringField(
        "What you call it", [Needed("Give it a name that colleagues know."), at_most(LONGEST_NAME)], [line]
    )
    response_kind = SelectField(
        "For which answer?",
        [one_offered],
        choices=choices((str(one), label) for one, label in RESPONSE_LABELS.items()),
        validate_choice=False,
    )
    category = SelectField(
        "For which kind of barrier?",
        [Optional(), one_offered],
        choices=choices([("", "Every kind"), *((one.code, one.label) for one in CATEGORIES)]),
        validate_choice=False,
    )
    body = TextAreaField(
        "The words",
        [Needed("Write the words first."), at_most(LONGEST_TEMPLATE)],
        [lines],
        description="{title}, {council}, {department} and {officer} are filled in automatically.",
    )
