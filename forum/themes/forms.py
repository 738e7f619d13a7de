"""What is decided on a theme."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import RadioField, StringField
from wtforms.validators import ValidationError

from forum.themes.vocabulary import DISMISSAL_REASONS
from forum.threads.tag_names import LONGEST_TAG, normalise
from forum.web.choices import choices
from forum.web.forms import Form, Needed, at_most, line


class ThemeTagForm(Form):
    """One tag for all barriers of a theme."""

    tag = StringField(
        "Tag",
        filters=[line],
        validators=[Needed("Write the tag."), at_most(LONGEST_TAG)],
        description="A word or two that people would use, such as keys.",
    )

    def validate_tag(self, field: StringField) -> None:
        """Refuse what is only punctuation."""
        if not normalise(field.data or ""):
            raise ValidationError("Write the tag with letters or numbers.")

    @property
    def name(self) -> str:
        """The tag as it is kept."""
        return normalise(self.tag.data or "")


class ThemeMergeForm(Form):
    """Which case the others are merged with."""

    main = RadioField(
        "Which case do you keep working on?",
        validators=[Needed("Choose the case that the others are merged with.")],
    )

    def offer(self, barriers: Iterable[tuple[int, str]]) -> None:
        """Offer the cases."""
        self.main.choices = choices((str(number), title) for number, title in barriers)


class ThemeDismissForm(Form):
    """Why it is no theme."""

    reason = RadioField(
        "Why is it no theme?",
        choices=choices((str(code), words) for code, words in DISMISSAL_REASONS.items()),
        validators=[Needed("Choose the reason.")],
    )
