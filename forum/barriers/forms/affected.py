"""What a group types to say that a barrier affects it too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, StringField, ValidationError

from forum.barriers.answers import Experience
from forum.barriers.forms.choices import values
from forum.barriers.forms.experience import ExperienceFields, WordsField
from forum.barriers.forms.log import LONGEST_GROUP, NEW_GROUP, NO_GROUP, VisitorFields, group_choices, stored
from forum.barriers.models import Affected
from forum.groups.models import Group
from forum.web.forms import at_most, line


class AffectedForm(ExperienceFields):
    """One short form; only the button must be pressed."""

    words = WordsField("What happened to you?")
    group = RadioField("Which group is it for?", choices=[], validate_choice=False)
    group_name = StringField("Your group's name", filters=[line], validators=[at_most(LONGEST_GROUP)])
    is_nameless = BooleanField("Do not show our name")

    def validate_group(self, field: RadioField) -> None:
        """Only one's own groups."""
        if field.data and field.data not in values(field):
            raise ValidationError("Choose one of the answers shown.")

    def validate_group_name(self, field: StringField) -> None:
        """A new group needs its name."""
        if self.group.data == NEW_GROUP and not field.data:
            raise ValidationError("Type the name of your group, or choose another answer.")

    def told(self) -> Experience:
        """Give what was typed, checked. Call it after validate."""
        return self.experience(words=self.words.data or "", is_nameless=self.is_nameless.data)


class VisitorAffectedForm(AffectedForm, VisitorFields):
    """The same for somebody who is not signed in."""


def affected_form(
    answers: dict[str, Any],
    *,
    typed: MultiDict[str, str] | None = None,
    groups: Sequence[Group] = (),
    is_visitor: bool = False,
    csrf: bool = True,
) -> AffectedForm:
    """Make the form, filled with what was just typed, or else with what was kept or said before."""
    filled = typed if typed is not None else stored(answers)
    form = (VisitorAffectedForm if is_visitor else AffectedForm)(
        formdata=filled, meta={} if csrf else {"csrf": False}
    )
    form.group.choices = group_choices(groups)
    offered = [one.value for one in form.group.choices]
    if typed is None and form.group.data not in offered:
        form.group.data = offered[0] if offered else None
    return form


def answers_of(affected: Affected) -> dict[str, Any]:
    """Give what somebody said before in the shape of a form's answers."""
    numbers = {
        "cost_pounds": affected.cost_pounds,
        "delay_days": affected.delay_days,
        "people_affected": affected.people_affected,
    }
    return {
        **{name: "" if number is None else str(number) for name, number in numbers.items()},
        "effect": affected.effect or "",
        "words": affected.words,
        "excluded": [one.code for one in affected.excluded],
        "group": str(affected.group_id) if affected.group_id else NO_GROUP,
        "group_name": affected.group.name if affected.group else "",
        "is_nameless": "y" if affected.is_nameless else "",
    }


def carried_over(answers: dict[str, Any]) -> dict[str, Any]:
    """Give what was typed into a report, for whoever finds that somebody else has reported the same."""
    told = [answers.get("title", ""), answers.get("what_happened", "")]
    trying = answers.get("trying_to", "")
    told += [f"We were trying to: {trying}"] if trying else []
    kept = (
        "effect",
        "cost_pounds",
        "delay_days",
        "people_affected",
        "excluded",
        "group",
        "group_name",
        "name",
        "email",
    )
    return {
        "words": "\n\n".join(one for one in told if one),
        **{name: answers[name] for name in kept if name in answers},
    }
