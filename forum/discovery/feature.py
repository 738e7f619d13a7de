"""The manifest of discovery: pages that gather what several features bring."""

from __future__ import annotations

from forum.discovery import handlers, subscribers
from forum.discovery.followables import FollowableSearch
from forum.discovery.news import TOPICS
from forum.discovery.personal_data import PERSONAL_DATA
from forum.discovery.search_checks import CHECK_SEARCHES, plan_morning_check
from forum.discovery.views import (
    about,
    group_statements,
    groups,
    home,
    places,
    saved,
    search,
    suggestions,
    tags,
    who_can_help,
)
from forum.follows.followables import FollowFeature
from forum.web.manifest import MenuEntry

FEATURE = FollowFeature(
    name="discovery",
    views=(
        home.blueprint,
        who_can_help.blueprint,
        places.blueprint,
        group_statements.blueprint,
        groups.blueprint,
        search.blueprint,
        saved.blueprint,
        suggestions.blueprint,
        tags.blueprint,
        about.blueprint,
    ),
    menu=(MenuEntry(label="Who can help?", endpoint="help.who_can_help", rank=10),),
    subscribers=(subscribers.register,),
    handlers=handlers.HANDLERS,
    outside=frozenset({CHECK_SEARCHES}),
    nightly=(plan_morning_check,),
    followables=(FollowableSearch(),),
    personal_data=PERSONAL_DATA,
    news=TOPICS,
)
