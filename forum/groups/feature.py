"""The manifest of groups: community groups."""

from __future__ import annotations

from forum.groups import (
    cli,
    duplicate_views,
    invitation_views,
    join_views,
    resource_views,
    subscribers,
    views,
    yearly_check,
)
from forum.groups.personal_data import PERSONAL_DATA
from forum.web.manifest import Feature, MenuEntry

FEATURE = Feature(
    name="groups",
    views=(
        views.blueprint,
        invitation_views.blueprint,
        join_views.blueprint,
        resource_views.blueprint,
        duplicate_views.blueprint,
    ),
    commands=(cli.register,),
    subscribers=(subscribers.register,),
    handlers=yearly_check.HANDLERS,
    menu=(MenuEntry(label="Groups", endpoint="group_pages.groups", rank=50),),
    personal_data=PERSONAL_DATA,
)
