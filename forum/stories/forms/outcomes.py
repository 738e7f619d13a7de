"""What people type about a measured result, a lesson and a barrier met."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional

from forum.stories.actions.outcomes import Measured
from forum.stories.forms.story import refuse_odd_day
from forum.stories.models import LONGEST_INDICATOR, LONGEST_LESSON, Outcome
from forum.stories.vocabulary import COUNTED_WHOLE, LESSON_KINDS, METHODS, UNITS, Method
from forum.web.choices import choices, values
from forum.web.conflicts import EditForm
from forum.web.fields import Amount, DayField, OneOf, read_amount, web_address
from forum.web.forms import Form, Needed, at_most, line

LONGEST_UNIT = 40
LONGEST_LINK = 500


class OutcomeForm(EditForm):
    """One result: before and after in the same unit, so that they can always be compared."""

    indicator = StringField(
        "What did you measure?",
        filters=[line],
        validators=[Needed("Say what you measured."), at_most(LONGEST_INDICATOR)],
    )
    unit = SelectField("Unit", choices=choices((one.code, one.label) for one in UNITS), validate_choice=False)
    unit_name = StringField("Other unit", filters=[line], validators=[at_most(LONGEST_UNIT)])
    baseline = StringField("Before", filters=[line], validators=[Amount()])
    baseline_on = DayField("Measured on")
    result = StringField("After", filters=[line], validators=[Needed("Type what you found."), Amount()])
    result_on = DayField("Measured on", validators=[Needed("Say when you found it.")])
    method = RadioField(
        "How did you find out?",
        choices=choices((one.code, one.label) for one in METHODS),
        validate_choice=False,
        validators=[OneOf({one.code for one in METHODS})],
    )
    evidence_link = StringField(
        "Where can people see it?",
        filters=[line],
        validators=[Optional(), web_address, at_most(LONGEST_LINK)],
    )
    evidence = FileField("Or send a file")

    def validate_unit(self, field: SelectField) -> None:
        """One of the list."""
        if field.data not in values(field):
            raise ValidationError("Choose one from the list.")

    def validate_unit_name(self, field: StringField) -> None:
        """Something else has a name."""
        if self.unit.data == "other" and not field.data:
            raise ValidationError("Say what you counted, such as trees.")

    def validate_baseline(self, field: StringField) -> None:
        """As the unit allows; and its day goes with it."""
        self._refuse_impossible(field)
        if self.baseline_on.data and not field.data:
            raise ValidationError("You gave the day of a number before. Type the number, or clear the day.")

    def validate_baseline_on(self, field: DayField) -> None:
        """A day in the past that goes with a number."""
        refuse_odd_day(field, may_be_ahead=False)
        if field.data is None and self.baseline.data and not field.errors:
            raise ValidationError("Say when you measured it before, so that people can compare.")

    def validate_result(self, field: StringField) -> None:
        """As the unit allows."""
        self._refuse_impossible(field)

    def validate_result_on(self, field: DayField) -> None:
        """A day in the past, not before the baseline."""
        refuse_odd_day(field, may_be_ahead=False)
        if field.data and self.baseline_on.data and field.data < self.baseline_on.data:
            raise ValidationError("The result is from before the first measurement. Please check both days.")

    def _refuse_impossible(self, field: StringField) -> None:
        if field.errors:
            return
        number = read_amount(field.data)
        if number is None:
            return
        self._refuse_another_unit(field)
        if self.unit.data in COUNTED_WHOLE and (number < 0 or number % 1):
            raise ValidationError("People, groups and events come in whole numbers from 0 up.")
        if self.unit.data == "percent" and not 0 <= number <= 100:  # noqa: PLR2004  # a share of the whole
            raise ValidationError("A share lies between 0 and 100 per cent.")
        if self.unit.data in {"hours", "days", "kilograms"} and number < 0:
            raise ValidationError("This cannot be less than 0.")

    def _refuse_another_unit(self, field: StringField) -> None:
        """A sign beside the number says what it is counted in: it goes with the unit or it is a slip."""
        typed = (field.data or "").strip()
        for sign, unit, words in (("£", "pounds", "pounds"), ("%", "percent", "per cent")):
            if sign in typed and self.unit.data != unit:
                raise ValidationError(
                    f"You typed {sign}, but chose to count in something else. Leave it out, or choose {words}."
                )

    def measured(self) -> Measured:
        """Return the result. Call it after validate."""
        result, result_on = read_amount(self.result.data), self.result_on.data
        assert result is not None  # noqa: S101  # Needed says so
        assert result_on is not None  # noqa: S101  # the same
        return Measured(
            indicator=self.indicator.data or "",
            unit=self.unit.data,
            unit_name=(self.unit_name.data or "") if self.unit.data == "other" else "",
            baseline=read_amount(self.baseline.data),
            baseline_on=self.baseline_on.data,
            result=result,
            result_on=result_on,
            method=Method(self.method.data) if self.method.data else None,
            evidence_link=self.evidence_link.data or "",
        )


def outcome_of(outcome: Outcome) -> dict[str, Any]:
    """Return a result in the fields that change it."""
    return {
        "indicator": outcome.indicator,
        "unit": outcome.unit,
        "unit_name": outcome.unit_name,
        "baseline": "" if outcome.baseline is None else f"{outcome.baseline:f}",
        "baseline_on": outcome.baseline_on,
        "result": f"{outcome.result:f}",
        "result_on": outcome.result_on,
        "method": str(outcome.method or ""),
        "evidence_link": outcome.evidence_link,
    }


def outcome_form(outcome: Outcome | None) -> OutcomeForm:
    """Make the form, empty or filled with a result, or with what was just typed."""
    if outcome is None:
        return OutcomeForm()
    return OutcomeForm(data=outcome_of(outcome))


class LessonForm(Form):
    """Something that was learned."""

    kind = RadioField(
        "What is it about?",
        choices=choices((one.code, one.label) for one in LESSON_KINDS),
        validate_choice=False,
        validators=[Needed("Choose what it is about."), OneOf({one.code for one in LESSON_KINDS})],
    )
    words = TextAreaField(
        "What did you learn?",
        filters=[line],
        validators=[Needed("Say what you learned."), at_most(LONGEST_LESSON)],
    )


class BarrierMetForm(Form):
    """A barrier that stood in the way, chosen from those found or typed as its address."""

    find = StringField("Look for it", filters=[line], validators=[at_most(200)])
    barrier = RadioField("Which one was it?", choices=[], validate_choice=False)
    how = TextAreaField(
        "How did you get past it?", filters=[line], validators=[Optional(), at_most(LONGEST_LESSON)]
    )
