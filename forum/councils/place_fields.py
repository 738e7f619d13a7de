"""Which council it is: typed as people know it, chosen where several could be meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, ValidationError

from forum.councils.models import Council
from forum.councils.queries import get_council_by_number, match_councils
from forum.web.choices import choices, values
from forum.web.forms import Form, at_most, line


class CouncilFields(Form):
    """A council, or "not sure". `chosen` is the council once the form is valid; None is "not sure"."""

    council_name = StringField("Which council is it?", filters=[line], validators=[at_most(200)])
    council = RadioField("Which of these is it?", choices=[], validate_choice=False)
    council_for = HiddenField(filters=[line])  # the name for which the councils to choose from were shown
    not_sure = BooleanField("I am not sure which council it is")

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401  # handed on to WTForms
        super().__init__(*given, **named)
        self.chosen: Council | None = None
        if self.council_for.data and self.council_for.data == self.council_name.data:
            offered = match_councils(self.council_name.data)[1]
            self._offer(offered)

    def validate_council_name(self, field: StringField) -> None:
        """Find the council that is meant. Raises ValidationError where that takes another look."""
        if self.not_sure.data:
            return
        if not field.data:
            raise ValidationError("Type the name of the council, or tick that you are not sure.")
        if self.council.data and self.council_for.data == field.data:
            self.chosen = get_council_by_number(self.council.data)
            if self.chosen is None:
                raise ValidationError("We do not recognise this council. Type its name again.")
            return
        self.council.data = None
        self.chosen, offered = match_councils(field.data)
        if self.chosen is None and not offered:
            raise ValidationError(
                "We cannot find a council with that name. Check the spelling, or tick that you are not sure."
            )
        if self.chosen is None:
            self._offer(offered)
            self.council_for.data = field.data

    def validate_council(self, field: RadioField) -> None:
        """Ask for a choice where several councils could be meant."""
        del field
        asked = bool(self.council_name.data) and not self.council_name.errors
        if asked and self.chosen is None and not self.not_sure.data:
            raise ValidationError("Choose the council you mean.")

    def _offer(self, councils: list[Council]) -> None:
        self.council.choices = choices((str(one.id), one.official_name) for one in councils)

    def settled(self) -> dict[str, Any]:
        """Return the answers to keep, with the council that was found in its own words. Call it after validate."""
        if self.chosen is None:
            return {"council_name": "", "council": "", "council_for": "", "not_sure": "y"}
        name = self.chosen.official_name
        return {"council_name": name, "council": str(self.chosen.id), "council_for": name, "not_sure": ""}


class AreaFields(Form):
    """A ward or another place of a council that is known already; nothing chosen is all of it."""

    area = SelectField(
        "Which ward or place?", choices=choices([("", "Not sure, or all of it")]), validate_choice=False
    )

    def validate_area(self, field: SelectField) -> None:
        """Only a place of this council."""
        if field.data and field.data not in values(field):
            raise ValidationError("Choose a place from the list.")

    def offer_areas(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Add the places of the council to choose from."""
        self.area.choices = choices([("", "Not sure, or all of it"), *pairs])
