"""How a list of questions is narrowed: what came in the address, checked."""

from __future__ import annotations

from wtforms import SelectField, StringField

from forum.barriers.vocabulary import CATEGORY_BY_CODE, CATEGORY_LABELS_BY_GROUP
from forum.questions.vocabulary import STATE_LABELS, QuestionState
from forum.web.choices import choices, grouped_choices
from forum.web.forms import Form, line

STATES = (QuestionState.WAITING, QuestionState.ANSWERED)


class QuestionFilterForm(Form):
    """Read from the address alone, so that a narrowed list can be passed on; it needs no token."""

    class Meta(Form.Meta):
        """A list changes nothing."""

        csrf = False

    state = SelectField(
        "Status",
        choices=choices([("", "Answered or not"), *((str(one), STATE_LABELS[one]) for one in STATES)]),
        validate_choice=False,
        default="",
    )
    category = SelectField(
        "Kind",
        choices=grouped_choices(CATEGORY_LABELS_BY_GROUP, unset="All kinds"),
        validate_choice=False,
        default="",
    )
    council = StringField("Council", filters=[line], default="")

    def known_state(self) -> str:
        """Return the state that was asked for; empty for one that cannot be."""
        return self.state.data if self.state.data in {str(one) for one in STATES} else ""

    def known_category(self) -> str:
        """Return the category that was asked for; empty for one that is none."""
        return self.category.data if self.category.data in CATEGORY_BY_CODE else ""
