"""What people type about a saved search."""

from __future__ import annotations

from wtforms import HiddenField, StringField

from forum.discovery.models import LONGEST_ADDRESS, LONGEST_SEARCH_NAME
from forum.web.forms import Form, Needed, at_most, line


class SaveSearchForm(Form):
    """A search to be saved: what it asks, and its name where it has one."""

    asks = HiddenField(validators=[at_most(LONGEST_ADDRESS)])


class SearchNameForm(Form):
    """Another name for a saved search."""

    name = StringField(
        "What do you call this search?",
        filters=[line],
        validators=[Needed("Type a name, such as Halls in our ward"), at_most(LONGEST_SEARCH_NAME)],
    )
