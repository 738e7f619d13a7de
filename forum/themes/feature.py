"""The manifest of themes: what is alike and was not filed together."""

from __future__ import annotations

from forum.themes import cli, models, subscribers, views
from forum.themes.actions.finding import FIND, enqueue_finding
from forum.themes.handlers import HANDLERS
from forum.themes.personal_data import PERSONAL_DATA
from forum.web.manifest import Feature

FEATURE = Feature(
    name="themes",
    models=(models,),
    views=(views.blueprint,),
    commands=(cli.register,),
    subscribers=(subscribers.register,),
    handlers=HANDLERS,
    outside=frozenset({FIND}),
    nightly=(enqueue_finding,),
    personal_data=PERSONAL_DATA,
)
