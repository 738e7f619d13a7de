"""What people type about a saved search."""

from __future__ import annotations

from dataclasses import dataclass

from wtforms import HiddenField, RadioField, SelectField, StringField

from forum.barriers.vocabulary import CATEGORY_LABELS_BY_GROUP
from forum.councils.models import Area, Council
from forum.discovery.models import LONGEST_ADDRESS, LONGEST_SEARCH_NAME
from forum.web.choices import grouped_choices
from forum.web.conflicts import EditForm
from forum.web.forms import AddressForm, Form, Needed, at_most, line

LONGEST_WISH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedToTell:
    """What somebody looked for in vain, as needs/_tell.html offers to let councils see it."""

    words: str
    source: str
    back: str
    council: Council | None = None
    area: Area | None = None
    category: str = ""


def _cut(text: str) -> str:
    return text[:LONGEST_WISH]


class SaveSearchForm(Form):
    """A search to be saved: what it asks, and its name where it has one."""

    asks = HiddenField(validators=[at_most(LONGEST_ADDRESS)])


class SearchNameForm(EditForm):
    """Another name for a saved search."""

    name = StringField(
        "What do you call this search?",
        filters=[line],
        validators=[Needed("Type a name, such as Halls in our ward"), at_most(LONGEST_SEARCH_NAME)],
    )


class HelpForm(AddressForm):
    """What somebody wants to do, where, and what is in the way. It changes nothing, so it needs no token."""

    want = StringField("What do you want to do?", filters=[line, _cut])
    place = StringField("Where?", filters=[line, _cut])
    council = RadioField("Which of these is it?", choices=[], validate_choice=False)
    area = SelectField("Which ward or place?", choices=[], validate_choice=False, default="")
    category = SelectField(
        "What is in the way?",
        choices=grouped_choices(CATEGORY_LABELS_BY_GROUP, unset="Not sure, or something else"),
        validate_choice=False,
        default="",
    )
    obstacle = StringField("In your words", filters=[line, _cut])
