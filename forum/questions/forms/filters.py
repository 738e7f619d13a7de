"""How a list of questions is narrowed: what came in the address, checked."""

from __future__ import annotations

from wtforms import StringField

from forum.barriers.vocabulary import CATEGORY_BY_CODE, CATEGORY_LABELS_BY_GROUP
from forum.questions.vocabulary import STATE_LABELS, QuestionState
from forum.web.choices import choices, grouped_choices
from forum.web.fields import filter_choice
from forum.web.forms import AddressForm, line

STATES = (QuestionState.WAITING, QuestionState.ANSWERED)


class QuestionFilterForm(AddressForm):
    """What a list of questions is narrowed by."""

    state = filter_choice(
        "Status", choices([("", "Answered or not"), *((str(one), STATE_LABELS[one]) for one in STATES)])
    )
    category = filter_choice("Kind", grouped_choices(CATEGORY_LABELS_BY_GROUP, unset="All kinds"))
    council = StringField("Council", filters=[line], default="")

    def known_state(self) -> str:
        """Return the state that was asked for; empty for one that cannot be."""
        return self.state.data if self.state.data in {str(one) for one in STATES} else ""

    def known_category(self) -> str:
        """Return the category that was asked for; empty for one that is none."""
        return self.category.data if self.category.data in CATEGORY_BY_CODE else ""
