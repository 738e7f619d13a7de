"""The questions about what a barrier did to one group: asked of the reporter and of everybody who joins."""

from __future__ import annotations

from wtforms import RadioField, SelectMultipleField, StringField

from forum.barriers.report_input import Experience
from forum.barriers.vocabulary import EFFECTS, EXCLUDED
from forum.web.choices import choices
from forum.web.fields import OneOf, WholeNumber, whole
from forum.web.forms import Form, line

MOST_POUNDS = 10_000_000
MOST_DAYS = 3_650
MOST_PEOPLE = 1_000_000


class ExperienceFields(Form):
    """Effect, cost, delay, people and whom it leaves out; all of it optional."""

    effect = RadioField(
        "What did it do to your plans?",
        choices=choices((one.code, one.label) for one in EFFECTS),
        validators=[OneOf({one.code for one in EFFECTS})],
        validate_choice=False,
    )
    cost_pounds = StringField(
        "What did it cost you?", filters=[line], validators=[WholeNumber(MOST_POUNDS, unit="pounds")]
    )
    delay_days = StringField(
        "How long did it hold you up?", filters=[line], validators=[WholeNumber(MOST_DAYS, unit="days")]
    )
    people_affected = StringField(
        "How many people did it affect?", filters=[line], validators=[WholeNumber(MOST_PEOPLE, unit="people")]
    )
    excluded = SelectMultipleField(
        "Who does it leave out?",
        choices=choices((one.code, one.label) for one in EXCLUDED),
        validators=[OneOf({one.code for one in EXCLUDED})],
        validate_choice=False,
    )

    def experience(self, *, words: str = "", is_nameless: bool = False) -> Experience:
        """Return what was typed, checked. Call it after validate."""
        return Experience(
            effect=self.effect.data or None,
            cost_pounds=whole(self.cost_pounds.data),
            delay_days=whole(self.delay_days.data),
            people_affected=whole(self.people_affected.data),
            excluded=tuple(dict.fromkeys(self.excluded.data or ())),
            words=words,
            is_nameless=is_nameless,
        )
