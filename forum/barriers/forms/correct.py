"""What somebody types to correct what they said, or to take an answer back."""

from __future__ import annotations

from wtforms import HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional

from forum.barriers.forms.log import LONGEST_LINE, LONGEST_TITLE
from forum.barriers.forms.respond import LONGEST_LINK, LONGEST_WORDS
from forum.barriers.forms.validators import is_web_address, no_gaps
from forum.barriers.models import Barrier, Response
from forum.core.text import LONGEST_TEXT
from forum.web.conflicts import EditForm
from forum.web.fields import WordsField
from forum.web.forms import Form, Needed, at_most, line, lines


class CorrectResponseForm(EditForm):
    """An official word in other words."""

    body = TextAreaField(
        "What you said",
        filters=[lines],
        validators=[Needed("Write what the answer should say."), at_most(2 * LONGEST_WORDS), no_gaps],
    )
    link = StringField("Link", filters=[line], validators=[Optional(), at_most(LONGEST_LINK), is_web_address])


class CorrectQuestionAnswerForm(EditForm):
    """A group's answer to the council's question in other words."""

    words = TextAreaField(
        "What you answered",
        filters=[lines],
        validators=[Needed("Write what the answer should say."), at_most(LONGEST_WORDS)],
    )


class TakeBackForm(Form):
    """Why an official word, or a group's answer to a question, is withdrawn."""

    seen = HiddenField()
    reason = TextAreaField(
        "Why are you withdrawing it?",
        filters=[lines],
        validators=[
            Needed("Say why you are withdrawing it. Everyone can read it."),
            at_most(LONGEST_LINE),
            no_gaps,
        ],
    )


class CorrectReportForm(EditForm):
    """The title and the text of a report."""

    title = StringField(
        "In a few words",
        filters=[line],
        validators=[Needed("Say in a few words what got in the way."), at_most(LONGEST_TITLE)],
    )
    body = WordsField("What happened?", most=LONGEST_TEXT)
    trying_to = StringField(
        "What were you trying to do?", filters=[line], validators=[Optional(), at_most(LONGEST_LINE)]
    )
    rule_words = WordsField("What were you told, in their words?", most=2_000)
    would_help = WordsField("What would help?", most=2_000)

    def validate_body(self, field: WordsField) -> None:
        """A story there must be, but it may be short."""
        if not field.data:
            raise ValidationError("Tell us what happened. A sentence or two is enough.")

    def words(self) -> dict[str, str]:
        """Return what was typed, by the names of its fields."""
        return {name: self[name].data or "" for name in REPORT_FIELDS}


REPORT_FIELDS = ("title", "body", "trying_to", "rule_words", "would_help")


def response_words(response: Response) -> dict[str, str]:
    """Return what an official word says now."""
    return {"body": response.body, "link": response.link}


def report_form(barrier: Barrier) -> CorrectReportForm:
    """Make the form, filled with what the report says now or with what was just typed."""
    form = CorrectReportForm(data={name: getattr(barrier, name) for name in REPORT_FIELDS})
    for field in (form.rule_words, form.would_help):
        field.flags.optional = True
    return form
