"""What a moderator types to change a title, to remove words, to move, to merge and to split."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField, ValidationError

from forum.core.row_ids import read_id
from forum.councils.models import Council, Department
from forum.councils.queries import find_council_named, list_departments
from forum.moderation.forms import ReasonForm
from forum.moderation.vocabulary import Verb
from forum.threads.references import read_reference
from forum.web.choices import choices, values
from forum.web.forms import Needed, at_most, line, lines

LONGEST_TITLE = 120
LONGEST_PART = 2_000
SHORTEST_PART = 3
_NUMBER = re.compile(r"/(\d{1,10})-")


class RetitleForm(ReasonForm):
    """Another title, and why."""

    title = StringField(
        "New title", filters=[line], validators=[Needed("Type a title."), at_most(LONGEST_TITLE)]
    )


class RedactForm(ReasonForm):
    """The words that must not stand there, and why."""

    part = TextAreaField(
        "Which words?",
        description="Copy them exactly. They are removed wherever this page, its earlier versions and its comments say them.",
        filters=[lines],
        validators=[Needed("Copy the words to remove."), at_most(LONGEST_PART)],
    )

    def validate_part(self, field: TextAreaField) -> None:
        """Not so little that it stands in every other word."""
        if len("".join((field.data or "").split())) < SHORTEST_PART:
            raise ValidationError(f"Copy at least {SHORTEST_PART} characters.")


class MoveForm(ReasonForm):
    """The council, and a department there, that this belongs to."""

    council = StringField(
        "Council", filters=[line], validators=[Needed("Type the name of a council."), at_most(120)]
    )
    department = SelectField("Department", validate_choice=False)

    def __init__(self, verb: Verb, here: Council | None, **given: object) -> None:
        super().__init__(verb, **given)
        self.departments: Sequence[Department] = list_departments(here) if here else ()
        offered = [
            ("", "Whoever usually handles this"),
            *((str(one.id), one.name) for one in self.departments),
        ]
        self.department.choices = choices(offered)

    def validate_council(self, field: StringField) -> None:
        """It must be known here."""
        if self.chosen_council is None:
            raise ValidationError(f"There is no council named “{field.data}” here.")

    @property
    def chosen_council(self) -> Council | None:
        """The council whose name was typed."""
        return find_council_named(self.council.data or "")

    @property
    def chosen_department(self) -> Department | None:
        """The department that was chosen, if it is one of the council that was typed."""
        council, number = self.chosen_council, read_id(self.department.data)
        found = next((one for one in self.departments if one.id == number), None)
        return found if found and council and found.council_id == council.id else None


class MergeForm(ReasonForm):
    """The page that this one is the same as."""

    main = StringField(
        "Merge it with",
        description="The reference number, such as C-1042K, or the address of the other page.",
        filters=[line],
        validators=[Needed("Type a reference number or an address."), at_most(300)],
    )

    @property
    def number(self) -> int | None:
        """The number of the other page."""
        typed = self.main.data or ""
        found = _NUMBER.search(typed)
        return read_reference(typed) or read_id(found[1] if found else typed.strip())


class SplitForm(ReasonForm):
    """The comments that leave, and what their own page is called."""

    comments = SelectMultipleField("Which comments?", validate_choice=False)
    title = StringField(
        "Title of the new page", filters=[line], validators=[Needed("Type a title."), at_most(LONGEST_TITLE)]
    )

    def offer(self, comments: Sequence[tuple[int, str]]) -> None:
        """Offer the comments of a page."""
        self.comments.choices = choices((str(number), words) for number, words in comments)

    def validate_comments(self, field: SelectMultipleField) -> None:
        """At least one of those that were offered."""
        offered = values(field)
        if not field.data or not set(field.data) <= offered:
            raise ValidationError("Choose at least one comment.")

    @property
    def numbers(self) -> list[int]:
        """The numbers of the comments that were chosen."""
        return [number for one in self.comments.data or () if (number := read_id(one))]
