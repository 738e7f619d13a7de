"""The manifest of moderation: looking after the site."""

from __future__ import annotations

from forum.moderation import models
from forum.moderation.views import dead_letters, queue, reports
from forum.web.manifest import Feature

FEATURE = Feature(
    name="moderation",
    models=(models,),
    views=(dead_letters.blueprint, queue.blueprint, reports.blueprint),
)
