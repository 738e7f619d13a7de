"""What people send to follow something, and how often they want to be told."""

from __future__ import annotations

from wtforms import HiddenField, SelectField

from forum.follows.models import LONGEST_KEY
from forum.web.fields import one_offered
from forum.web.forms import Form, at_most, line


class FollowForm(Form):
    """A button that names what to follow."""

    kind = HiddenField(filters=[line], validators=[at_most(20)])
    key = HiddenField(filters=[line], validators=[at_most(LONGEST_KEY)])


class FrequencyForm(Form):
    """How often to be told of one follow."""

    frequency = SelectField("How often", validators=[one_offered], validate_choice=False)
