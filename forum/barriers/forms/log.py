"""The steps of logging a barrier: what people type in each, and its checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import Optional

from forum.accounts.addresses import AddressError, tidy_address
from forum.barriers.forms.choices import SelectChoice, choices, values
from forum.barriers.forms.experience import ExperienceFields, OneOf, WordsField
from forum.barriers.queries.places import get_council_by_number, match_councils
from forum.barriers.vocabulary import CATEGORIES, RULE_SOURCES
from forum.core.text import LONGEST_TEXT
from forum.councils.models import Council
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


class PlaceForm(Form):
    """Step 2: which council, and which kind. `chosen` is the council once the form is valid; None is "not sure"."""

    council_name = StringField("Which council is it?", filters=[line], validators=[at_most(200)])
    council = RadioField("Which of these is it?", choices=[], validate_choice=False)
    council_for = HiddenField(filters=[line])  # the name for which the councils to choose from were shown
    not_sure = BooleanField("I am not sure which council it is")
    category = RadioField(
        "Which kind of barrier is it?",
        choices=choices((one.code, one.label) for one in CATEGORIES),
        validators=[Needed("Choose the kind that fits best."), OneOf({one.code for one in CATEGORIES})],
        validate_choice=False,
    )

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401  # handed on to WTForms
        super().__init__(*given, **named)
        self.chosen: Council | None = None
        if self.council_for.data and self.council_for.data == self.council_name.data:
            offered = match_councils(self.council_name.data)[1]
            self._offer(offered)

    def validate_council_name(self, field: StringField) -> None:
        """Find the council that is meant. Raises ValidationError where that takes another look."""
        if self.not_sure.data:
            return
        if not field.data:
            raise ValidationError("Type the name of the council, or tick that you are not sure.")
        if self.council.data and self.council_for.data == field.data:
            self.chosen = get_council_by_number(self.council.data)
            if self.chosen is None:
                raise ValidationError("We do not know this council. Please type its name again.")
            return
        self.council.data = None
        self.chosen, offered = match_councils(field.data)
        if self.chosen is None and not offered:
            raise ValidationError(
                "We know no council of this name. Check how it is spelt, or tick that you are not sure."
            )
        if self.chosen is None:
            self._offer(offered)
            self.council_for.data = field.data

    def validate_council(self, field: RadioField) -> None:
        """Ask for a choice where several councils could be meant."""
        del field
        asked = bool(self.council_name.data) and not self.council_name.errors
        if asked and self.chosen is None and not self.not_sure.data:
            raise ValidationError("Choose the council you mean.")

    def _offer(self, councils: list[Council]) -> None:
        self.council.choices = choices((str(one.id), one.official_name) for one in councils)

    def settled(self) -> dict[str, Any]:
        """Give the answers to keep, with the council that was found in its own words. Call it after validate."""
        if self.chosen is None:
            return {"council_name": "", "council": "", "council_for": "", "not_sure": "y"}
        name = self.chosen.official_name
        return {"council_name": name, "council": str(self.chosen.id), "council_for": name, "not_sure": ""}


class SimilarForm(Form):
    """Step 3: is it one of these? Only a button."""


class DetailsForm(ExperienceFields):
    """Step 4: more, for those who have it. All of it is optional."""

    rule_source = RadioField(
        "Who told you so?",
        choices=choices((one.code, one.label) for one in RULE_SOURCES),
        validators=[OneOf({one.code for one in RULE_SOURCES})],
        validate_choice=False,
    )
    rule_words = WordsField("What were you told, in their words?", most=2_000)
    area = SelectField(
        "Which ward or place?", choices=choices([("", "Not sure, or all of it")]), validate_choice=False
    )
    department = SelectField(
        "Which part of the council?", choices=choices([("", "Not sure")]), validate_choice=False
    )
    would_help = WordsField("What would help?", most=2_000)
    tags = StringField("Words to find it by", filters=[line])

    def validate_area(self, field: SelectField) -> None:
        """Only a place of this council."""
        _refuse_foreign(field, "Choose a place from the list.")

    def validate_department(self, field: SelectField) -> None:
        """Only a department of this council."""
        _refuse_foreign(field, "Choose a department from the list.")

    def validate_tags(self, field: StringField) -> None:
        """Few and short enough."""
        try:
            parse_tags(field.data)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def offer_areas(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Add the places of the council to choose from."""
        self.area.choices = choices([("", "Not sure, or all of it"), *pairs])

    def offer_departments(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Add the departments of the council to choose from."""
        self.department.choices = choices([("", "Not sure"), *pairs])

    def hint_fields(self) -> list[StringField]:
        """Give the fields that belong to the kind of barrier."""
        return [field for field in self if field.name.startswith("hint_")]


def _refuse_foreign(field: SelectField, message: str) -> None:
    if field.data and field.data not in values(field):
        raise ValidationError(message)


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
