"""What an officer types to answer a barrier: each kind of answer has its own few fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from forum.barriers.forms.validators import is_web_address, no_gaps
from forum.barriers.lifecycle.decisions import Decision
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.rules import lifecycle_rules
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.lifecycle.transitions import Option
from forum.barriers.models import Barrier
from forum.barriers.vocabulary import RULE_SOURCES
from forum.core import clock
from forum.core.formatting import months
from forum.core.text import LONGEST_TEXT
from forum.councils.models import Department, Officer, ReplyTemplate
from forum.web.choices import choices
from forum.web.fields import DayField, number_of
from forum.web.forms import Form, Needed, at_most, line, lines

LONGEST_WORDS = 5_000
LONGEST_LINK = 500
LONGEST_BODY_NAME = 160

# Which fields a kind of answer asks for, in the order they are asked; `needs` of the life cycle says which are a must.
FIELDS: dict[ResponseKind, tuple[str, ...]] = {
    ResponseKind.ACKNOWLEDGE: ("department_id", "public_note"),
    ResponseKind.ASK: ("question",),
    ResponseKind.LOOK_INTO: ("public_note",),
    ResponseKind.EXPLAIN: ("public_note", "link"),
    ResponseKind.COMMIT: ("public_note", "promised_date"),
    ResponseKind.DECLINE: ("reason", "rule_source", "review_date"),
    ResponseKind.POINT_TO_ANOTHER_BODY: ("body_name", "public_note", "link"),
    ResponseKind.CLAIM_REMOVAL: ("what_changed", "evidence", "link"),
    ResponseKind.UPDATE: ("public_note", "link"),
}
_EVERY = frozenset(name for names in FIELDS.values() for name in names)


class KindForm(Form):
    """Which kind of answer the council wants to give."""

    kind = RadioField("What do you want to say?", validate_choice=False)

    def offer(self, offered: tuple[Option, ...]) -> None:
        """Offer only what may be said now."""
        self.kind.choices = choices(
            (str(one.kind).replace("_", "-"), one.label) for one in offered if one.kind
        )


class RespondForm(Form):
    """The fields of one kind of answer; use `respond_form`, which leaves out the others."""

    seen = HiddenField()
    template = SelectField("Your council’s own words", coerce=str, validate_choice=False)
    same_for_linked = BooleanField("Say the same on the reports that are linked to this one")
    assign_to_me = BooleanField("Assign this case to me. No one is handling it yet.")
    department_id = SelectField("Which department will deal with it?", coerce=str)
    question = TextAreaField(
        "What do you need to know?", filters=[lines], validators=[at_most(LONGEST_WORDS), no_gaps]
    )
    what_changed = TextAreaField(
        "What has changed?", filters=[lines], validators=[at_most(LONGEST_WORDS), no_gaps]
    )
    evidence = TextAreaField(
        "How can people check that it has changed?",
        filters=[lines],
        validators=[at_most(LONGEST_WORDS), no_gaps],
    )
    reason = TextAreaField(
        "Why does the rule stay?", filters=[lines], validators=[at_most(LONGEST_WORDS), no_gaps]
    )
    rule_source = SelectField("Who owns the rule?")
    review_date = DayField("When will you review it?")
    body_name = StringField(
        "Which body owns this?", filters=[line], validators=[at_most(LONGEST_BODY_NAME), no_gaps]
    )
    public_note = TextAreaField(
        "What do you want to say?", filters=[lines], validators=[at_most(LONGEST_WORDS), no_gaps]
    )
    link = StringField("Link", filters=[line], validators=[at_most(LONGEST_LINK), is_web_address])
    promised_date = DayField("By when will it change?")

    def given(self) -> TransitionInput:
        """Return what was typed, as the life cycle wants it."""
        typed = {name: getattr(self, name).data for name in _EVERY if name in self}
        number = typed.pop("department_id", None)
        return TransitionInput(
            today=clock.today(),
            rules=lifecycle_rules(),
            department_id=int(number) if number else None,
            **{name: value for name, value in typed.items() if value},
        )

    def seen_number(self) -> int:
        """Return the number of the newest transition that the form was shown with; forged ones fit nothing."""
        return number_of(self.seen)

    def show_problems(self, decision: Decision) -> None:
        """Show each reason for a refusal beside its field."""
        for problem in decision.problems:
            if problem.field and problem.field in self:
                field = self[problem.field]
                field.errors = [*field.errors, problem.sentence]
            else:
                self.form_errors.append(problem.sentence)


def respond_form(
    kind: ResponseKind,
    needs: Sequence[str],
    departments: Sequence[Department],
    *,
    seen: int | None,
    department: int | None = None,
    templates: Sequence[ReplyTemplate] = (),
    number_of_linked: int = 0,
    is_unassigned: bool = False,
) -> RespondForm:
    """Make the form of one kind of answer: its own fields, named as that answer needs them; where it is already stays chosen."""
    form = RespondForm(
        seen=seen, same_for_linked=True, assign_to_me=True, department_id=str(department or "")
    )
    form.template.choices = _or_nothing("Choose some words", ((one.id, one.name) for one in templates))
    if not templates:
        del form.template
    if not number_of_linked:
        del form.same_for_linked
    if not is_unassigned:
        del form.assign_to_me
    for name in _EVERY - set(FIELDS[kind]):
        del form[name]
    longest = months(lifecycle_rules().longest_keep_months)
    for name in FIELDS[kind]:
        form[name].flags.optional = name not in needs
        form[name].flags.required = name in needs
        form[name].label.text = LABELS.get((kind, name), form[name].label.text)
        form[name].description = HINTS.get((kind, name), "").format(longest=longest)
    if "department_id" in form:
        form.department_id.choices = _or_nothing(
            "Choose a department", ((one.id, one.name) for one in departments)
        )
    if "rule_source" in form:
        form.rule_source.choices = _or_nothing(
            "Choose who owns it", ((one.code, one.label) for one in RULE_SOURCES)
        )
    return form


class AnswerForm(Form):
    """The answer to the council's question."""

    seen = HiddenField()
    answer = TextAreaField(
        "Your answer",
        filters=[lines],
        validators=[Needed("Write your answer to the question."), at_most(LONGEST_WORDS)],
    )


class NoteForm(Form):
    """A note between officers."""

    colleague = SelectField("Tell a colleague", validate_choice=False)
    body = TextAreaField(
        "Note for your colleagues",
        filters=[lines],
        validators=[Needed("Write the note first."), at_most(LONGEST_TEXT)],
    )

    def offer(self, officers: Sequence[Officer], own: Officer | None) -> None:
        """Offer the colleagues of whoever writes; they get a mail."""
        others = ((one.id, one.person.name) for one in officers if one != own)
        self.colleague.choices = _or_nothing("No one", others)
        self.colleague.flags.optional = True


class AssignForm(Form):
    """Who at the council deals with a barrier."""

    department = SelectField("Department")
    officer = SelectField("Officer")

    def offer(self, barrier: Barrier, departments: Sequence[Department], officers: Sequence[Officer]) -> None:
        """Offer this council's own, and nobody."""
        self.department.choices = _or_nothing("Unassigned", ((one.id, one.name) for one in departments))
        self.officer.choices = _or_nothing("Unassigned", ((one.id, one.person.name) for one in officers))
        if not self.is_submitted():
            self.department.data = str(barrier.department_id or "")
            self.officer.data = str(barrier.officer_id or "")


def _or_nothing(nothing: str, rows: Iterable[tuple[object, str]]) -> list[Any]:
    return choices([("", nothing), *((str(value), label) for value, label in rows)])


LABELS: dict[tuple[ResponseKind, str], str] = {
    (ResponseKind.ACKNOWLEDGE, "public_note"): "Anything to add?",
    (ResponseKind.LOOK_INTO, "public_note"): "What are you looking into?",
    (ResponseKind.EXPLAIN, "public_note"): "What is the way through?",
    (ResponseKind.EXPLAIN, "link"): "Link to the page that explains it",
    (ResponseKind.COMMIT, "public_note"): "What will change?",
    (ResponseKind.POINT_TO_ANOTHER_BODY, "public_note"): "Anything to add?",
    (ResponseKind.POINT_TO_ANOTHER_BODY, "link"): "Link to that body",
    (ResponseKind.CLAIM_REMOVAL, "link"): "Link to the new rule or page",
    (ResponseKind.UPDATE, "public_note"): "What has happened since?",
}

HINTS: dict[tuple[ResponseKind, str], str] = {
    (
        ResponseKind.ASK,
        "question",
    ): "The group that reported it, and others it affects, can answer. Your deadline is paused until then.",
    (
        ResponseKind.EXPLAIN,
        "public_note",
    ): "Say what a group can do to get past the rule. We ask those affected whether it works.",
    (
        ResponseKind.COMMIT,
        "promised_date",
    ): "Everyone sees this day. You can give a new one later, and say why.",
    (ResponseKind.DECLINE, "reason"): "Say what the rule is for, in words a volunteer understands.",
    (ResponseKind.DECLINE, "review_date"): "At most {longest} from now. On that day it is opened again.",
    (
        ResponseKind.POINT_TO_ANOTHER_BODY,
        "body_name",
    ): "For example: the county council, or the venue's insurer.",
    (
        ResponseKind.CLAIM_REMOVAL,
        "what_changed",
    ): "Say what a group will find now that it did not find before.",
    (
        ResponseKind.CLAIM_REMOVAL,
        "evidence",
    ): "For example: the new form, a minute of the decision, a price list.",
}

KIND_HINTS: dict[str, str] = {
    "acknowledge": "Tell the group that it has arrived, and which department has it.",
    "ask": "Ask for what you need to know. Your deadline is paused until they answer.",
    "look-into": "Say that you are on it.",
    "explain": "The rule stays. Say how a group can get past it; we ask those affected whether that works.",
    "commit": "Say what will change, and by when.",
    "decline": "Say why, who owns the rule, and when you will review it.",
    "point-to-another-body": "Say which body can change it.",
    "claim-removal": "Say what has changed. We ask every affected group whether it is really gone.",
    "update": "Say how far you have got. The barrier stays where it is, and so does the day your answer is due.",
}

NEED_WORDS: dict[str, str] = {
    "department_id": "the department that deals with it",
    "question": "your question",
    "public_note": "words that everyone can read",
    "promised_date": "the day by which it changes",
    "link": "a link",
    "reason": "the reason",
    "rule_source": "who owns the rule",
    "review_date": "a review date",
    "body_name": "the name of that body",
    "what_changed": "what has changed",
    "evidence": "how people can check it",
}


def kind_hint(option: Option) -> str:
    """Return what a kind of answer is for, and what it needs."""
    needs = [NEED_WORDS[one] for one in option.needs]
    hint = KIND_HINTS[str(option.kind).replace("_", "-")]
    return f"{hint} Needs: {', '.join(needs)}." if needs else hint
