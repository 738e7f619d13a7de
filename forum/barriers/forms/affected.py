"""What a group types to say that a barrier affects it too."""

from __future__ import annotations

from wtforms import BooleanField

from forum.barriers.forms.experience import ExperienceFields
from forum.barriers.models import Affected
from forum.barriers.report_input import Experience
from forum.threads.journeys.forms import NO_GROUP, GroupFields, GroupVisitorFields
from forum.threads.journeys.kind import Answers, Filling, Who
from forum.web.conflicts import EditForm
from forum.web.fields import WordsField


class AffectedForm(ExperienceFields, GroupFields):
    """One short form; only the button must be pressed."""

    shown_first = ("words", "group", "group_name", "email", "name")

    words = WordsField("What happened to you?")
    is_nameless = BooleanField("Do not show our name")

    def told(self) -> Experience:
        """Return what was typed, checked. Call it after validate."""
        return self.experience(words=self.words.data or "", is_nameless=self.is_nameless.data)


class VisitorAffectedForm(AffectedForm, GroupVisitorFields):
    """The same for somebody who is not signed in."""


class ChangeAffectedForm(AffectedForm, EditForm):
    """What one said, to be changed."""


def change_form(own: Affected, who: Who) -> ChangeAffectedForm:
    """Make the form that changes what somebody said; a reporter's words stand in the report itself."""
    form = ChangeAffectedForm(data=answers_of(own))
    form.offer_groups(who.groups)
    if not who.groups or not form.is_submitted():
        form.choose_first_group()
    if own.is_reporter:
        form.words.data, form.is_nameless.data = own.words, own.is_nameless
    return form


def affected_form(filling: Filling) -> AffectedForm:
    """Make the form, filled with what was just typed, or else with what was kept or said before."""
    kind = VisitorAffectedForm if filling.who.is_visitor else AffectedForm
    form = kind(formdata=filling.data, meta=filling.meta)
    form.offer_groups(filling.who.groups)
    if filling.typed is None:
        form.choose_first_group()
    return form


def answers_of(affected: Affected) -> Answers:
    """Return what somebody said before in the shape of a form's answers."""
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
        "is_nameless": affected.is_nameless,
    }


def carried_over(answers: Answers) -> Answers:
    """Return what was typed into a report, for whoever finds that somebody else has reported the same."""
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
