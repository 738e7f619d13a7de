"""What people type about groups."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional

from forum.accounts.models import Person
from forum.councils.models import Area, Council
from forum.councils.queries import find_councils
from forum.groups.mail_domains import LONGEST_DOMAIN, normalise_domain, why_not
from forum.groups.name_matching import LONGEST_NAME, normalise_name
from forum.groups.vocabulary import LEGAL_FORMS, MOST_TOPICS, TOPIC_LABELS, TOPICS
from forum.web.conflicts import EditForm
from forum.web.fields import one_offered, web_address
from forum.web.forms import Form, Needed, at_most, line, lines

SUMMARY_LENGTH = 2_000
ADDRESS_LENGTH = 300
WORDS_LENGTH = 1_000


class EmailDomainForm(EditForm):
    """The one domain whose people join a group at once."""

    domain = StringField(
        "Email domain (optional)",
        [Optional(), at_most(LONGEST_DOMAIN)],
        [line, normalise_domain],
        description="The part after the @ of your group’s own addresses, such as ourgroup.org.uk. Leave it blank to let people in one by one.",
    )
    person: Person

    def validate_domain(self, field: StringField) -> None:
        """Refuse what is no domain, one that everybody can have an address at, and one of others."""
        problem = why_not(field.data, self.person) if field.data else ""
        if problem:
            raise ValidationError(problem)


class GroupForm(EditForm):
    """What a group says of itself."""

    name = StringField("Name of the group", [Needed("Enter the group's name"), at_most(LONGEST_NAME)], [line])
    council = StringField(
        "Which council is it in?",
        [Optional()],
        [line],
        description="Any name of the council works. Leave it blank if you are not sure.",
    )
    area = SelectField("Which ward?", [Optional(), one_offered], choices=[], validate_choice=False)
    summary = TextAreaField(
        "What does it do?",
        [Optional(), at_most(SUMMARY_LENGTH)],
        [lines],
        description="A sentence or two, as you would tell a neighbour.",
    )
    topics = SelectMultipleField(
        "What is it about?",
        choices=[],
        validate_choice=False,
        description=f"Tick up to {MOST_TOPICS}. People find the group by them.",
    )
    legal_form = SelectField(
        "What kind of group is it?", [Optional(), one_offered], choices=[], validate_choice=False
    )
    website = StringField("Website", [Optional(), at_most(ADDRESS_LENGTH), web_address], [line])

    found_council: Council | None = None

    def offer(self, areas: Sequence[Area]) -> None:
        """Offer the kinds of group, and the wards of its council once that is known."""
        self.area.choices = [("", "Not sure"), *((str(one.id), one.name) for one in areas)]
        self.topics.choices = [(one.code, one.label) for one in TOPICS]
        self.legal_form.choices = [("", "Not sure"), *((one.code, one.label) for one in LEGAL_FORMS)]

    def validate_name(self, field: StringField) -> None:
        """A name needs a letter or a digit."""
        if field.data and not normalise_name(field.data):
            raise ValidationError("Enter a name with letters in it")

    def validate_topics(self, field: SelectMultipleField) -> None:
        """Those of the list, and not so many that they say nothing."""
        if not set(field.data or ()) <= TOPIC_LABELS.keys():
            raise ValidationError("Choose from the list")
        if len(field.data or ()) > MOST_TOPICS:
            raise ValidationError(f"Tick up to {MOST_TOPICS}")

    def validate_council(self, field: StringField) -> None:
        """Find the council by any of its names; one must be meant."""
        found = find_councils(field.data or "", 3)
        if field.data and not found:
            raise ValidationError(
                "We cannot find a council with that name. Check the spelling, or leave it blank"
            )
        self.found_council = found[0] if found else None


class ClaimForm(Form):
    """Why a group is somebody's own."""

    words = TextAreaField(
        "How can we tell that it is your group?",
        [Needed("Say what your part in the group is"), at_most(WORDS_LENGTH)],
        [lines],
        description="For example: “I am the treasurer; my name is on our website.” Only moderators read this.",
    )
