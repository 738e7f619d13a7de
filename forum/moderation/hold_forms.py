"""What moderators type about posts that wait, about listed words and about blocks."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import request
from wtforms import HiddenField, RadioField, SelectField, StringField, ValidationError

from forum.accounts.models import BlockKind
from forum.accounts.networks import read_network
from forum.core.row_ids import read_id
from forum.moderation.reasons import GivenReason
from forum.moderation.vocabulary import REASONS, REASONS_FOR, TERMS, ReasonCode, Verb
from forum.threads.holds.measures import normalised
from forum.web.choices import choices
from forum.web.fields import OneOf
from forum.web.forms import Form, Needed, at_most, line

OF_A_WAVE = {"reason": str(ReasonCode.SPAM), "words": "It looks like advertising."}
"""What stands in the form for posts that came together, so that a wave is cleared by one press; one post is looked at by itself."""
LET_THROUGH, REFUSE, REFUSE_AND_SUSPEND = "let_through", "refuse", "suspend"
DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
MOST_NUMBERS = 500
SUSPENDED_DAYS = 30
"""For how long whoever is part of a wave cannot post."""


class HeldPostsForm(Form):
    """Which posts of a group, and why; the button says what becomes of them."""

    wave = HiddenField()
    reason = SelectField(
        "Why, if you refuse",
        choices=choices(
            [
                ("", "Choose a reason"),
                *(
                    (str(code), REASONS[code][:1].upper() + REASONS[code][1:])
                    for code in REASONS_FOR[Verb.REFUSE]
                ),
            ]
        ),
        validate_choice=False,
    )
    words = StringField("What should the authors know?", filters=[line], validators=[at_most(300)])

    @property
    def given(self) -> GivenReason:
        """Return the reason that was chosen and written."""
        return GivenReason(ReasonCode(self.reason.data), self.words.data or "")

    @property
    def verdict(self) -> str:
        """Return what the pressed button decides."""
        pressed = request.form.get("verdict", "")
        return pressed if pressed in {LET_THROUGH, REFUSE, REFUSE_AND_SUSPEND} else LET_THROUGH

    @property
    def ticked(self) -> list[int]:
        """Return the numbers of the holds that are ticked."""
        return _numbers("hold")

    @property
    def left_out(self) -> set[int]:
        """Return the numbers of those that were shown and are not ticked."""
        return set(_numbers("shown")) - set(self.ticked)

    def validate_reason(self, field: SelectField) -> None:
        """Raise ValidationError where posts are refused for none of them."""
        if self.verdict != LET_THROUGH and field.data not in {str(code) for code in REASONS_FOR[Verb.REFUSE]}:
            raise ValidationError("Choose why you refuse these posts.")

    def validate_words(self, field: StringField) -> None:
        """Raise ValidationError where posts are refused without any: their authors read them."""
        if self.verdict != LET_THROUGH and not field.data:
            raise ValidationError(
                "Give the reason in your own words. The people who wrote these posts read it."
            )


class BlockForm(Form):
    """A network or a mail domain, for how long, and why."""

    value = StringField(
        "Network or email domain",
        filters=[line],
        validators=[
            Needed("Type a network, such as 203.0.113.0/24, or a domain, such as example.com."),
            at_most(253),
        ],
    )
    term = RadioField(
        "For how long?",
        choices=choices((str(days), label) for days, label in TERMS.items()),
        default="7",
        validators=[Needed("Choose for how long."), OneOf({str(days) for days in TERMS})],
        validate_choice=False,
    )
    reason = StringField(
        "Reason",
        filters=[line],
        validators=[Needed("Give the reason. Other moderators read it."), at_most(300)],
    )

    def validate_value(self, field: StringField) -> None:
        """Raise ValidationError for what is neither; put what is one into the shape in which it is kept."""
        try:
            field.data, self.kind = _read_block(field.data or "")
        except ValueError as wrong:
            raise ValidationError(
                "Type a network, such as 203.0.113.0/24, or a domain, such as example.com."
            ) from wrong

    kind: BlockKind

    @property
    def lasts(self) -> timedelta:
        """Return for how long it stands."""
        return timedelta(days=int(self.term.data))


class ListedWordForm(Form):
    """A word or phrase with which posts wait."""

    phrase = StringField(
        "Word or phrase", filters=[line], validators=[Needed("Type a word or a phrase."), at_most(80)]
    )

    def validate_phrase(self, field: StringField) -> None:
        """Raise ValidationError where nothing is left that could be found in a text."""
        field.data = normalised(field.data or "")
        if len(field.data) < 3:  # noqa: PLR2004  # "a" would hold everything
            raise ValidationError("Type at least three letters.")


def _read_block(text: str) -> tuple[str, BlockKind]:
    domain = text.lower().rpartition("@")[2].strip(". ")
    if DOMAIN.fullmatch(domain) and not domain.replace(".", "").isdigit():
        return domain, BlockKind.DOMAIN
    return read_network(text), BlockKind.NETWORK


def _numbers(name: str) -> list[int]:
    found = (read_id(one) for one in request.form.getlist(name)[:MOST_NUMBERS])
    return [number for number in found if number]
