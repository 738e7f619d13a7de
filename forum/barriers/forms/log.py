"""The steps of logging a barrier: what people type in each, and its checks."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import Field, RadioField, SelectField, StringField, ValidationError

from forum.barriers.forms.experience import ExperienceFields
from forum.barriers.vocabulary import CATEGORIES, RULE_SOURCES
from forum.core.text import LONGEST_TEXT
from forum.councils.place_fields import AreaFields, CouncilFields
from forum.threads.journeys.forms import GroupFields, GroupVisitorFields
from forum.threads.models import Visibility
from forum.threads.tag_names import parse_tags
from forum.web.choices import choices, values
from forum.web.fields import OneOf, WordsField
from forum.web.forms import Needed, at_most, line

LONGEST_TITLE = 90
LONGEST_LINE = 300

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


class StoryForm(CouncilFields):
    """Step 1: what got in the way, and where."""

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


class DetailsForm(AreaFields, ExperienceFields):
    """Aside: more, for those who have it. All of it is optional."""

    trying_to = StringField("What were you trying to do?", filters=[line], validators=[at_most(LONGEST_LINE)])
    rule_source = RadioField(
        "Who said so?",
        choices=choices((one.code, one.label) for one in RULE_SOURCES),
        validators=[OneOf({one.code for one in RULE_SOURCES})],
        validate_choice=False,
    )
    rule_words = WordsField("What were you told, in their words?", most=2_000)
    department = SelectField(
        "Which part of the council?", choices=choices([("", "Not sure")]), validate_choice=False
    )
    would_help = WordsField("What would help?", most=2_000)
    tags = StringField("Tags", filters=[line])

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

    def hint_fields(self) -> list[Field]:
        """Return the fields that belong to the kind of barrier."""
        return [field for field in self if field.name.startswith("hint_")]


class SendReportForm(GroupFields):
    """Step 2: which kind it is, who may see it, and for which group."""

    shown_first = ("category", "visibility")

    category = RadioField(
        "Which kind of barrier is it?",
        choices=choices((one.code, one.label) for one in CATEGORIES),
        validators=[Needed("Choose the kind that fits best."), OneOf({one.code for one in CATEGORIES})],
        validate_choice=False,
    )
    visibility = RadioField(
        "Who may see it?",
        choices=choices((str(code), label) for code, label, _ in VISIBILITIES),
        validators=[Needed("Choose who may see it."), OneOf({str(code) for code, _, _ in VISIBILITIES})],
        validate_choice=False,
    )


class VisitorSendReportForm(SendReportForm, GroupVisitorFields):
    """Step 2 for somebody who is not signed in."""
