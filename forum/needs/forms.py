"""What is sent when somebody lets us keep what they looked for."""

from __future__ import annotations

from wtforms import HiddenField

from forum.needs.models import LONGEST_WORDS
from forum.web.forms import Form, line

SOURCES = ("search", "who-can-help")


class NeedForm(Form):
    """One button; the words and the place are those of the page it stands on."""

    words = HiddenField(filters=[line, lambda text: text[:LONGEST_WORDS]])
    council = HiddenField()
    area = HiddenField()
    category = HiddenField(filters=[line, lambda text: text[:30]])
    source = HiddenField()
    back = HiddenField()
