"""What people type on the pages about councils."""

from __future__ import annotations

from wtforms import TextAreaField

from forum.web.conflicts import EditForm
from forum.web.forms import at_most, lines

LONGEST_NOTE = 1_500


class MonthNoteForm(EditForm):
    """What a council says about a month itself; empty takes it away."""

    body = TextAreaField(
        "What does the council want to say about this month?",
        [at_most(LONGEST_NOTE)],
        filters=[lines],
        description="One paragraph, in your own words. It is shown on the month’s page and in the email to people who "
        "follow the council. Leave it blank to remove it.",
    )
