"""Which barrier another one is the same as."""

from __future__ import annotations

import re

from wtforms import RadioField, StringField

from forum.core.row_ids import LARGEST_ID
from forum.threads.references import read_reference
from forum.web.choices import choices, values
from forum.web.forms import Form, at_most, line

LONGEST_ADDRESS = 300
_NUMBER = re.compile(r"(?:^|/barriers/)(\d{1,18})(?:-|$|[/?#])")


class DuplicateForm(Form):
    """One of those that look alike, or a number or an address that is typed."""

    main = RadioField("Which case is it the same as?", validate_choice=False)
    typed = StringField(
        "Or a different case",
        filters=[line],
        validators=[at_most(LONGEST_ADDRESS)],
        description="Its reference number, or the address of its page.",
    )

    def offer(self, alike: list[tuple[int, str, str]]) -> None:
        """Offer those that look alike, each with what they have in common."""
        self.main.choices = choices((str(number), title) for number, title, _ in alike)
        self.hints_by_value = {str(number): why for number, _, why in alike}

    def number(self) -> int | None:
        """Return the number that was chosen or typed; None, with the reason beside the field, when there is none."""
        known = read_reference(self.typed.data or "")
        if known is not None:
            return known
        typed = _NUMBER.search(self.typed.data or "")
        if typed and int(typed[1]) <= LARGEST_ID:
            return int(typed[1])
        if self.typed.data:
            self.typed.errors = ["Write its reference number, such as C-1042K, or the address of its page."]
            return None
        if self.main.data in values(self.main):
            return int(self.main.data)
        self.main.errors = ["Choose one, or write the number of another."]
        return None
