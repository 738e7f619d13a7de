"""The steps of logging a barrier: what people type in each, and its checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    EmailField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import Optional

from forum.accounts.addresses import AddressError, tidy_address
from forum.barriers.forms.choices import SelectChoice, choices, values
from forum.barriers.forms.council import AreaFields, CouncilFields
from forum.barriers.forms.experience import ExperienceFields, OneOf, WordsField
from forum.barriers.vocabulary import CATEGORIES, RULE_SOURCES
from forum.core.text import LONGEST_TEXT
from forum.groups.models import Group
from forum.threads.models import Visibility
from forum.threads.tagging import parse_tags
from forum.web.forms import Form, Needed, at_most, line

LONGEST_TITLE = 90
LONGEST_LINE = 300
LONGEST_NAME = 120
LONGEST_GROUP = 160

VISIBILITIES = (
    (Visibility.PUBLIC, "Everyone", "Your group's name is shown. People can find it and join in."),
    (
        Visibility.NAMELESS,
        "Everyone, but without our name",
        "Your words are public. Your group's name and yours are not.",
    ),
    (
        Visibility.COUNCIL,
        "Only the council",
        "It is not public. The council reads your words, but does not see your name.",
    ),
)
NO_GROUP, NEW_GROUP = "none", "new"


class StoryForm(Form):
    """Step 1: what got in the way."""

    trying_to = StringField(
        "What were you trying to do?", filters=[line], validators=[Optional(), at_most(LONGEST_LINE)]
    )
    title = StringField(
        "In a few words",
        filters=[line],
        validators=[Needed("Say in a few words what got in the way."), at_most(LONGEST_TITLE)],
    )
    what_happened = WordsField("What happened?", most=LONGEST_TEXT)

    def validate_what_happened(self, field: WordsField) -> None:
        """A story there must be, but it may be short."""
        if not field.data:
            raise ValidationError("Tell us what happened. A sentence or two is enough.")


class PlaceForm(CouncilFields):
    """Step 2: which council, and which kind."""

    category = RadioField(
        "Which kind of barrier is it?",
        choices=choices((one.code, one.label) for one in CATEGORIES),
        validators=[Needed("Choose the kind that fits best."), OneOf({one.code for one in CATEGORIES})],
        validate_choice=False,
    )


class SimilarForm(Form):
    """Step 3: is it one of these? Only a button."""


class DetailsForm(AreaFields, ExperienceFields):
    """Step 4: more, for those who have it. All of it is optional."""

    rule_source = RadioField(
        "Who told you so?",
        choices=choices((one.code, one.label) for one in RULE_SOURCES),
        validators=[OneOf({one.code for one in RULE_SOURCES})],
        validate_choice=False,
    )
    rule_words = WordsField("What were you told, in their words?", most=2_000)
    department = SelectField(
        "Which part of the council?", choices=choices([("", "Not sure")]), validate_choice=False
    )
    would_help = WordsField("What would help?", most=2_000)
    tags = StringField("Words to find it by", filters=[line])

    def validate_department(self, field: SelectField) -> None:
        """Only a department of this council."""
        if field.data and field.data not in values(field):
            raise ValidationError("Choose a department from the list.")

    def validate_tags(self, field: StringField) -> None:
        """Few and short enough."""
        try:
            parse_tags(field.data)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def offer_departments(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Add the departments of the council to choose from."""
        self.department.choices = choices([("", "Not sure"), *pairs])

    def hint_fields(self) -> list[StringField]:
        """Give the fields that belong to the kind of barrier."""
        return [field for field in self if field.name.startswith("hint_")]


def group_choices(groups: Sequence[Group]) -> list[SelectChoice]:
    """Offer one's own groups, another, or none; nothing to somebody who is in no group yet."""
    if not groups:
        return []
    others = [(NEW_GROUP, "Another group"), (NO_GROUP, "No group, just me")]
    return choices([*((str(one.id), one.name) for one in groups), *others])


class SendForm(Form):
    """Step 5: who may see it, and for which group."""

    visibility = RadioField(
        "Who may see it?",
        choices=choices((str(code), label) for code, label, _ in VISIBILITIES),
        validators=[Needed("Choose who may see it."), OneOf({str(code) for code, _, _ in VISIBILITIES})],
        validate_choice=False,
    )
    group = RadioField("Which group is it for?", choices=[], validate_choice=False)
    group_name = StringField("Your group's name", filters=[line], validators=[at_most(LONGEST_GROUP)])

    def validate_group(self, field: RadioField) -> None:
        """Only one's own groups; a new one needs its name."""
        if field.data and field.data not in values(field):
            raise ValidationError("Choose one of the answers shown.")

    def validate_group_name(self, field: StringField) -> None:
        """A new group needs its name."""
        if self.group.data == NEW_GROUP and not field.data:
            raise ValidationError("Type the name of your group, or choose another answer.")


class VisitorFields(Form):
    """Who a visitor is, so that we can write when something changes."""

    name = StringField(
        "Your name", filters=[line], validators=[Needed("Type your name."), at_most(LONGEST_NAME)]
    )
    email = EmailField(
        "Your e-mail address", filters=[line], validators=[Needed("Type your e-mail address."), at_most(254)]
    )

    def who(self) -> tuple[str, str]:
        """Give the name and the address. Call it after validate."""
        return self.name.data or "", self.email.data or ""

    def validate_email(self, field: EmailField) -> None:
        """It must look like an address; the link we mail proves that it is one."""
        try:
            tidy_address(field.data or "")
        except AddressError as error:
            raise ValidationError(str(error)) from error


class VisitorSendForm(SendForm, VisitorFields):
    """Step 5 for somebody who is not signed in."""


def stored(answers: dict[str, Any]) -> MultiDict[str, str]:
    """Give kept answers the shape in which a browser sends them."""
    pairs: list[tuple[str, str]] = []
    for name, value in answers.items():
        pairs += [(name, one) for one in (value if isinstance(value, list) else [value])]
    return MultiDict((name, value) for name, value in pairs if value != "")
