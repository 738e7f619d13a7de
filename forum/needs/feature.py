"""The manifest of needs: unmet needs, and how search is used."""

from __future__ import annotations

from forum.needs import cli, models, search_views, subscribers, views
from forum.needs.retention import RETENTION
from forum.needs.search_counts import use_search_counts
from forum.web.manifest import Feature

FEATURE = Feature(
    name="needs",
    models=(models,),
    views=(views.blueprint, views.places, search_views.blueprint),
    commands=(cli.register,),
    set_up=(use_search_counts,),
    subscribers=(subscribers.register,),
    retention=RETENTION,
)
