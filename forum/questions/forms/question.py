"""What people type to ask a question, and to change it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)

from forum.barriers.vocabulary import CATEGORY_BY_CODE, CATEGORY_LABELS_BY_GROUP
from forum.core.text import LONGEST_TEXT, TextRefused, render
from forum.councils.models import Area, Council
from forum.councils.queries import get_area_of, get_council_by_number, match_councils
from forum.groups.models import Group
from forum.questions.actions.questions import Asking
from forum.threads.journeys.forms import NO_GROUP, VisitorFields
from forum.threads.tag_names import parse_tags
from forum.web.choices import choices, grouped_choices, values
from forum.web.conflicts import EditForm
from forum.web.forms import Form, Needed, at_most, line, lines

LONGEST_TITLE = 120


class PlaceFields(Form):
    """A council that may be named, and a place in it. `chosen` is the council once the form is valid."""

    council_name = StringField("Which council is it about?", filters=[line], validators=[at_most(200)])
    council = RadioField("Which of these is it?", choices=[], validate_choice=False)
    council_for = HiddenField(filters=[line])  # the name for which the councils to choose from were shown
    area = SelectField(
        "Which ward or place?", choices=choices([("", "Not sure, or all of it")]), validate_choice=False
    )

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401  # handed on to WTForms
        super().__init__(*given, **named)
        self.chosen: Council | None = None
        if self.council_for.data and self.council_for.data == self.council_name.data:
            self._offer(match_councils(self.council_name.data)[1])

    def offer_areas(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Add the places of the council to choose from."""
        self.area.choices = choices([("", "Not sure, or all of it"), *pairs])

    def validate_council_name(self, field: StringField) -> None:
        """Find the council that is meant, where one is. Raises ValidationError where that takes another look."""
        if not field.data:
            return
        if self.council.data and self.council_for.data == field.data:
            self.chosen = get_council_by_number(self.council.data)
        else:
            self.council.data = None
            self.chosen, offered = match_councils(field.data)
            if self.chosen is None and offered:
                self._offer(offered)
                self.council_for.data = field.data
                raise ValidationError("Choose the council you mean below.")
        if self.chosen is None:
            raise ValidationError(
                "We cannot find a council with that name. Check the spelling, or leave it blank."
            )

    def place(self) -> tuple[Council | None, Area | None]:
        """Return the council and the place that were chosen. Call it after validate."""
        return self.chosen, get_area_of(self.chosen, self.area.data)

    def _offer(self, councils: list[Council]) -> None:
        self.council.choices = choices((str(one.id), one.official_name) for one in councils)


class QuestionFields(PlaceFields):
    """A question's own words."""

    title = StringField(
        "Your question, in one line",
        filters=[line],
        validators=[Needed("Write your question in one line."), at_most(LONGEST_TITLE)],
    )
    body = TextAreaField(
        "Tell us a little more",
        filters=[lines],
        validators=[
            Needed("Say a little more, so that people can help. A sentence or two is enough."),
            at_most(LONGEST_TEXT),
        ],
    )
    category = SelectField(
        "What is it about?",
        choices=grouped_choices(CATEGORY_LABELS_BY_GROUP, unset="Something else, or not sure"),
        validate_choice=False,
    )
    tags = StringField("Tags", filters=[line])

    def validate_body(self, field: TextAreaField) -> None:
        """Only what can be shown. Raises ValidationError with the reason."""
        try:
            render(field.data or "")
        except TextRefused as refused:
            raise ValidationError(str(refused)) from refused

    def validate_category(self, field: SelectField) -> None:
        """One of the list, or none."""
        if field.data and field.data not in CATEGORY_BY_CODE:
            raise ValidationError("Choose one of the answers shown.")

    def validate_tags(self, field: StringField) -> None:
        """Few and short enough."""
        try:
            parse_tags(field.data)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def asking(self) -> Asking:
        """Return what was asked. Call it after validate."""
        return Asking(
            title=self.title.data or "",
            body=self.body.data or "",
            category=self.category.data or "",
            tags=tuple(parse_tags(self.tags.data)),
        )


class AskForm(QuestionFields):
    """The first step: the question, and for which group it is asked."""

    group = RadioField("Who is asking?", choices=[], validate_choice=False)

    def offer_groups(self, groups: Sequence[Group]) -> None:
        """Offer one's own groups, or nobody but oneself."""
        if groups:
            self.group.choices = choices(
                [*((str(one.id), one.name) for one in groups), (NO_GROUP, "No group, just me")]
            )

    def validate_group(self, field: RadioField) -> None:
        """Only one's own groups."""
        if field.data and field.data not in values(field):
            raise ValidationError("Choose one of the answers shown.")


class AlikeForm(Form):
    """The second step: is it answered already? Only a button."""


class VisitorAlikeForm(AlikeForm, VisitorFields):
    """The same for a visitor, who says where the link goes."""


class ChangeForm(QuestionFields, EditForm):
    """A question, changed."""
