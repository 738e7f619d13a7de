"""What one affected answers to "is it really gone?"."""

from __future__ import annotations

from wtforms import RadioField, TextAreaField

from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.labels import ANSWER_LABELS
from forum.web.choices import choices
from forum.web.forms import Form, Needed, at_most, lines

LONGEST_WORDS = 1_000


class ConfirmForm(Form):
    """One of four answers, and a few words for those who want to say more."""

    answer = RadioField(
        "Is it really gone?",
        choices=choices((str(one), label) for one, label in ANSWER_LABELS.items()),
        validators=[Needed("Choose one of the four answers.")],
    )
    words = TextAreaField("Anything you want to add", filters=[lines], validators=[at_most(LONGEST_WORDS)])

    def word(self, labels: dict[Answer, str]) -> None:
        """Put the four answers in the words that fit the question."""
        self.answer.choices = choices((str(one), label) for one, label in labels.items())

    def chosen(self) -> Answer:
        """Return the answer that was chosen."""
        return Answer(self.answer.data)
