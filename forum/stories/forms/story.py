"""The form of a new story: five answers that must be, and who tells it."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, RadioField, StringField, TextAreaField, ValidationError

from forum.core import clock
from forum.core.text import LONGEST_TEXT
from forum.councils.place_fields import AreaFields, CouncilFields
from forum.stories.actions.publish import Effort, StoryText
from forum.stories.models import LONGEST_SUMMARY, LONGEST_TITLE, Story
from forum.stories.vocabulary import STAGES, Stage
from forum.threads.journeys.forms import GroupFields, GroupVisitorFields
from forum.web.choices import choices, values
from forum.web.conflicts import EditForm
from forum.web.fields import DayField, WholeNumber, WordsField, whole
from forum.web.forms import Form, Needed, at_most, line

MOST_POUNDS, MOST_HOURS, MOST_PEOPLE = 100_000_000, 10_000_000, 10_000_000
OLDEST_YEAR = 1850
YEARS_AHEAD = 10


class WordFields(Form):
    """The words that a story cannot be without."""

    title = StringField(
        "What do you call it?",
        filters=[line],
        validators=[Needed("Give your story a title."), at_most(LONGEST_TITLE)],
    )
    summary = TextAreaField(
        "In two sentences",
        filters=[line],
        validators=[Needed("Say in two sentences what it was."), at_most(LONGEST_SUMMARY)],
    )
    did = WordsField("What did you do?", most=LONGEST_TEXT)
    happened = WordsField("What happened?", most=LONGEST_TEXT)

    def validate_did(self, field: WordsField) -> None:
        """A few words there must be."""
        if not field.data:
            raise ValidationError("Tell us what you did. A few sentences are enough.")

    def validate_happened(self, field: WordsField) -> None:
        """The same."""
        if not field.data:
            raise ValidationError("Tell us what happened, good or bad. A few sentences are enough.")

    def words(self) -> StoryText:
        """Return the words. Call it after validate."""
        return StoryText(
            title=self.title.data or "",
            summary=self.summary.data or "",
            did=self.did.data or "",
            happened=self.happened.data or "",
        )


class TellForm(WordFields, CouncilFields):
    """A new story. A ward that an address named, or that was chosen, goes along unseen: it is chosen on the next page."""

    area = HiddenField(filters=[line])


class SendStoryForm(AreaFields, GroupFields):
    """Whose story it is, and in which ward of its council."""

    group = RadioField("Whose story is it?", choices=[], validate_choice=False)


class VisitorSendStoryForm(SendStoryForm, GroupVisitorFields):
    """The same for somebody who is not signed in."""


class ChangeWordsForm(WordFields, EditForm):
    """All words of a story."""

    set_out = WordsField("What did you set out to do?", most=LONGEST_TEXT)
    differently = WordsField("What would you do differently?", most=LONGEST_TEXT)

    def words(self) -> StoryText:
        """Return the words. Call it after validate."""
        return StoryText(
            title=self.title.data or "",
            summary=self.summary.data or "",
            did=self.did.data or "",
            happened=self.happened.data or "",
            set_out=self.set_out.data or "",
            differently=self.differently.data or "",
        )


class EffortForm(EditForm):
    """What it took; all of it optional."""

    stage = RadioField(
        "How far is it?", choices=choices((one.code, one.label) for one in STAGES), validate_choice=False
    )
    started_on = DayField("When did it start?")
    ended_on = DayField("When did it end?")
    cash_pounds = StringField(
        "How much money did it take?", filters=[line], validators=[WholeNumber(MOST_POUNDS, unit="pounds")]
    )
    volunteer_hours = StringField(
        "How many hours did volunteers give?",
        filters=[line],
        validators=[WholeNumber(MOST_HOURS, unit="hours")],
    )
    people = StringField(
        "How many people took part?", filters=[line], validators=[WholeNumber(MOST_PEOPLE, unit="people")]
    )

    def validate_stage(self, field: RadioField) -> None:
        """One of the list, or nothing."""
        if field.data and field.data not in values(field):
            raise ValidationError("Choose one of the answers shown.")

    def validate_started_on(self, field: DayField) -> None:
        """A day that a project can have begun on."""
        refuse_odd_day(field)

    def validate_ended_on(self, field: DayField) -> None:
        """Not before it began."""
        refuse_odd_day(field)
        if field.data and self.started_on.data and field.data < self.started_on.data:
            raise ValidationError("The end is before the start. Please check both days.")

    def effort(self) -> Effort:
        """Return what was typed. Call it after validate."""
        return Effort(
            stage=Stage(self.stage.data) if self.stage.data else None,
            started_on=self.started_on.data,
            ended_on=self.ended_on.data,
            cash_pounds=whole(self.cash_pounds.data),
            volunteer_hours=whole(self.volunteer_hours.data),
            people=whole(self.people.data),
        )


def refuse_odd_day(field: DayField, *, may_be_ahead: bool = True) -> None:
    """Refuse a day that is no day of a project. Raises ValidationError."""
    if field.data is None:
        return
    today = clock.today()
    if field.data.year < OLDEST_YEAR:
        raise ValidationError("This is very long ago. Please check the year.")
    if not may_be_ahead and field.data > today:
        raise ValidationError("This day has not come yet. A result is what you found already.")
    if field.data.year > today.year + YEARS_AHEAD:
        raise ValidationError("This is very far ahead. Please check the year.")


def words_of(story: Story) -> dict[str, Any]:
    """Return a story's words in the fields that change them."""
    return {
        "title": story.title,
        "summary": story.summary,
        "set_out": story.set_out,
        "did": story.body,
        "happened": story.happened,
        "differently": story.differently,
    }


def effort_of(story: Story) -> dict[str, Any]:
    """Return what a story took in the fields that change it."""
    return {
        "stage": str(story.stage or ""),
        "started_on": story.started_on,
        "ended_on": story.ended_on,
        "cash_pounds": _typed(story.cash_pounds),
        "volunteer_hours": _typed(story.volunteer_hours),
        "people": _typed(story.people),
    }


def change_words_form(story: Story) -> ChangeWordsForm:
    """Make the form, filled with the story's words or with what was just typed."""
    return ChangeWordsForm(data=words_of(story))


def effort_form(story: Story) -> EffortForm:
    """Make the form, filled with what it took or with what was just typed."""
    return EffortForm(data=effort_of(story))


def _typed(number: int | None) -> str:
    return "" if number is None else str(number)
