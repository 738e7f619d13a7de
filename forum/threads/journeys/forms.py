"""Fields that the last steps share: for which group somebody speaks, and who a visitor is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wtforms import EmailField, RadioField, StringField, ValidationError

from forum.accounts.email_addresses import AddressError, tidy_address
from forum.accounts.models import Person
from forum.councils.models import Council
from forum.groups.actions import find_or_create_group
from forum.groups.models import Group
from forum.groups.queries import get_membership, list_groups_of
from forum.threads.journeys.kind import Answers
from forum.web.choices import SelectChoice, choices, values
from forum.web.forms import Form, Needed, at_most, line

NO_GROUP, NEW_GROUP = "none", "new"
LONGEST_NAME = 120
LONGEST_GROUP = 160


class GroupFields(Form):
    """For which of one's groups it is, or for another, or for none. Label the radios in the form of a kind."""

    group = RadioField("Which group is it for?", choices=[], validate_choice=False)
    group_name = StringField("Your group's name", filters=[line], validators=[at_most(LONGEST_GROUP)])

    def offer_groups(self, groups: Sequence[Group]) -> None:
        """Offer one's own groups, another, or none; nothing to somebody who is in no group yet."""
        self._offered = group_choices(groups)
        self.group.choices = self._offered

    def choose_first_group(self) -> None:
        """Choose one's first group where none that is offered was chosen."""
        offered = values(self.group)
        if self.group.data not in offered:
            self.group.data = next((one.value for one in self._offered), None)

    def validate_group(self, field: RadioField) -> None:
        """Only one's own groups."""
        if field.data and field.data not in values(field):
            raise ValidationError("Choose one of the answers shown.")

    def validate_group_name(self, field: StringField) -> None:
        """A new group needs its name."""
        if self.group.data == NEW_GROUP and not field.data:
            raise ValidationError("Type the name of your group, or choose another answer.")


class EmailFields(Form):
    """Where a visitor's link goes."""

    email = EmailField(
        "Your email address", filters=[line], validators=[Needed("Type your email address."), at_most(254)]
    )

    def validate_email(self, field: EmailField) -> None:
        """It must look like an address; the link we mail proves that it is one."""
        try:
            tidy_address(field.data or "")
        except AddressError as error:
            raise ValidationError(str(error)) from error


class VisitorFields(EmailFields):
    """Who a visitor is, where their name is shown."""

    name = StringField(
        "Your name", filters=[line], validators=[Needed("Type your name."), at_most(LONGEST_NAME)]
    )


class GroupVisitorFields(GroupFields, EmailFields):
    """Who a visitor is, where the name of a group is enough."""

    name = StringField("Your name", filters=[line], validators=[at_most(LONGEST_NAME)])

    def validate_name(self, field: StringField) -> None:
        """Somebody must be named: the group, or else the person."""
        if not field.data and not self.group_name.data:
            raise ValidationError("Type your name. With the name of a group you can leave it blank.")


def group_choices(groups: Sequence[Group]) -> list[SelectChoice]:
    """Offer one's own groups, another, or none; nothing to somebody who is in no group yet."""
    if not groups:
        return []
    others = [(NEW_GROUP, "Another group"), (NO_GROUP, "No group, just me")]
    return choices([*((str(one.id), one.name) for one in groups), *others])


@dataclass(frozen=True, slots=True)
class Spoken:
    """For which group somebody speaks; and the name of the one that has not let them in yet, if that is why for none."""

    group: Group | None = None
    waits_for: str = ""


def spoken_for(answers: Answers, *, council: Council | None, person: Person) -> Spoken:
    """Return the group that answers speak for: one's own, or the one of the name typed, made where it is new."""
    choice, name = str(answers.get("group") or ""), str(answers.get("group_name") or "")
    own = next((one for one in list_groups_of(person) if str(one.id) == choice), None)
    if own is not None or choice == NO_GROUP or not name:
        return Spoken(own)
    group = find_or_create_group(name=name, council=council, person=person)
    is_member = get_membership(group, person) is not None
    return Spoken(group) if is_member else Spoken(waits_for=group.name)
